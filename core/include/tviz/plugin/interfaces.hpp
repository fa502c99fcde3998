// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/graph/builder.hpp"
#include "tviz/graph/component_painter.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"
#include "tviz/scene/diagram.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Base of everything that a plugin creates. Implementations are immutable: their
/// const methods may be called from many threads at once. They report trouble by
/// throwing; the host turns what they throw into an Error that names the plugin.
class TVIZ_API Extension {
 public:
  Extension() = default;
  Extension(const Extension&) = delete;
  Extension& operator=(const Extension&) = delete;
  virtual ~Extension();
};

/// Builds the graph of one family of models. Chosen by ModelArchitecture::kind.
class TVIZ_API Architecture : public Extension {
 public:
  ~Architecture() override;
  /// Writes the graph of `model` into the host's builder.
  virtual void build(const ModelArchitecture& model, GraphBuilder& builder) const = 0;
  /// The keys of configurations that only this architecture knows. The host reads them, reports
  /// values of another type or out of range at their places, and passes the others to build() in
  /// ModelArchitecture::own_values. None by default.
  virtual std::vector<OwnKey> own_keys() const;
};

/// Draws the components of one kind (Component::kind) inside blocks, except norms, which lie on
/// lines. A kind that neither a plugin nor the layout knows is a box with its label.
class TVIZ_API ComponentKind : public Extension, public ComponentPainter {
 public:
  ~ComponentKind() override;
};

/// Receives hook names from a resolver.
class TVIZ_API HookNameSink {
 public:
  /// Takes one name; the host copies it.
  virtual void add(const HookName& name) = 0;

 protected:
  ~HookNameSink() = default;
};

/// Why a model lacks a hook point.
struct Absence {
  std::string reason{};   ///< "attention and MLP read the same state".
  std::string instead{};  ///< The name that comes nearest to it; may be empty.
};

/// One dialect of hook names.
class TVIZ_API HookResolver : public Extension {
 public:
  ~HookResolver() override;
  /// Every name inside one block, or outside all blocks if `block` is nullptr, in the
  /// order of the data flow. `stream` is one of graph.streams, `block` one of its blocks.
  virtual void enumerate(const Graph& graph, const Stream& stream, const Block* block,
                         HookNameSink& sink) const = 0;
  /// Adds what `name` means in this model: one hook point; several if one tensor of the library is
  /// several in the graph (joined queries, keys and values); none if it means nothing.
  virtual void resolve(const Graph& graph, std::string_view name, HookNameSink& sink) const = 0;
  /// A line of code that hooks a point, with "{name}" in place of its name. Empty, as it is by
  /// default, if the dialect has none.
  virtual std::string snippet() const;
  /// Why this model lacks a name that other models have. The reason is empty, as it is by default,
  /// if no model has the name.
  virtual Absence absence(const Graph& graph, std::string_view name) const;
  /// The library whose names these are, with the version in which they were found:
  /// "TransformerLens 4.3.0". Empty, as it is by default, if the dialect does not say.
  virtual std::string library() const;
};

/// Receives numbers from a reader.
class TVIZ_API ValueSink {
 public:
  /// Says what the numbers measure.
  virtual void set_title(std::string_view title) = 0;
  /// Takes one number; the host copies it, and checks that the graph has the place.
  virtual void add(const Value& value) = 0;

 protected:
  ~ValueSink() = default;
};

/// Reads files of numbers for components. The name under which it is provided is the files'
/// extension: "csv".
class TVIZ_API ValueReader : public Extension {
 public:
  ~ValueReader() override;
  /// Reads a whole file for a model. Throws Error with the lines at fault.
  virtual void read(std::string_view bytes, const Graph& graph, ValueSink& sink) const = 0;
};

/// Receives the bytes of a rendered file, in order.
class TVIZ_API ByteSink {
 public:
  /// Appends bytes to the file; the host copies them.
  virtual void write(std::string_view bytes) = 0;

 protected:
  ~ByteSink() = default;
};

/// How text appears in SVG and HTML.
enum class TextMode {
  Embed,    ///< Selectable text with a subset of the font in the file.
  Outline,  ///< Glyph outlines; looks the same everywhere, even without CSS.
  System,   ///< Text with the family's name only; small, editable.
};

/// What a file says about its figure besides what it draws: each format has a place for that. No
/// text is longer than Limits::text_bytes.
struct Metadata {
  std::vector<std::string> authors{};
  std::vector<std::string> keywords{};
  std::string licence{};  ///< A name ("CC-BY-4.0"), an address or a sentence.
  /// What was drawn: the model's name and a digest of its architecture. A Figure fills it in.
  std::string source{};
};

/// The words, with commas between them.
TVIZ_API std::string listed(const std::vector<std::string>& words);

/// What a backend may vary; everything else is in the scene.
struct BackendOptions {
  TextMode text = TextMode::Embed;
  double scale = 2;  ///< Raster pixels for one pixel of the scene.
  /// Creation date for formats that must have one, "YYYY-MM-DDThh:mm:ssZ".
  std::string date = "2000-01-01T00:00:00Z";
  Metadata metadata{};
};

/// Turns a scene into the bytes of one format: a pure function, equal bytes for equal
/// arguments on every machine.
class TVIZ_API Backend : public Extension {
 public:
  ~Backend() override;
  /// Whether the format shows Scene::details (panels). If not, the host leaves them empty.
  virtual bool interactive() const = 0;
  /// Whether the format is for pages of paper. Its figures are then composed to fit one.
  virtual bool paged() const { return false; }
  /// Writes the whole file into the host's sink.
  virtual void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const = 0;
};

/// A backend for formats whose arrows know what they join, and whose programs place the boxes:
/// Mermaid, Graphviz. The plugin interface has it since version 9.1.
class TVIZ_API DiagramBackend : public Backend {
 public:
  ~DiagramBackend() override;
  bool interactive() const final { return false; }
  /// The host calls write() instead. Throws Error.
  void render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const final;
  /// Writes the whole file into the host's sink: a pure function, as render() of other backends.
  virtual void write(const Diagram& diagram, const BackendOptions& options,
                     ByteSink& sink) const = 0;
};

}  // namespace tviz
