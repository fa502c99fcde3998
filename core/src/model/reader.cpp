// SPDX-License-Identifier: MIT
#include "tviz/model/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "model/configuration.hpp"
#include "model/doubts.hpp"
#include "model/graph_model.hpp"
#include "model/model_title.hpp"
#include "model/peft.hpp"
#include "model/python_dump.hpp"
#include "model/python_numbers.hpp"
#include "model/tensor_list.hpp"
#include "model/tensor_model.hpp"
#include "model/weights_file.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/base/standard_input.hpp"
#include "tviz/model/catalog.hpp"

namespace tviz {
namespace {

enum class Format { Json, Yaml, Gguf, Safetensors, Unknown };

Format format_of(const std::filesystem::path& path) {
  const std::string extension = lower_case(path.extension().string());
  if (path.string().ends_with(".safetensors.index.json")) return Format::Safetensors;
  if (extension == ".json") return Format::Json;
  if (extension == ".yaml" || extension == ".yml") return Format::Yaml;
  if (extension == ".gguf") return Format::Gguf;
  if (extension == ".safetensors") return Format::Safetensors;
  return Format::Unknown;
}

bool starts_with_brace(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && text[first] == '{';
}

Document parse(std::string_view text, std::string source, Format format, const Limits& limits) {
  if (format != Format::Json && is_python_dump(text)) {
    return parse_python_dump(text, std::move(source), limits);
  }
  if (format == Format::Unknown) format = starts_with_brace(text) ? Format::Json : Format::Yaml;
  if (format != Format::Json) return parse_yaml(text, std::move(source), limits);
  return parse_json(with_quoted_infinities(text), std::move(source), limits);
}

/// What to call a model whose configuration has no name: its file, or the folder that a
/// config.json lies in, or its place in a cache. Empty if there is no file.
std::string name_of_file(const std::filesystem::path& path) {
  if (format_of(path) == Format::Unknown) return {};
  std::string cached = name_in_cache(path.string());
  if (!cached.empty()) return cached;
  const std::filesystem::path stem = path.stem();
  const std::filesystem::path folder = path.parent_path().filename();
  if (stem != "config") return stem.string();
  const bool says_nothing =
      folder.empty() || folder == "." || folder == ".." || is_digest(folder.string());
  return says_nothing ? std::string() : folder.string();
}

bool is_hugging_face_configuration(const Node& root) {
  return root.find("model_type") != nullptr || root.find("architectures") != nullptr;
}

ModelArchitecture read_configuration(const Node& root, const std::string& source,
                                     const RuleBook& types, const Limits& limits) {
  if (is_hugging_face_configuration(root)) return read_hugging_face(root, source, types, limits);
  if (const auto format = types.format(root)) {
    return read_other_format(*format, root, source, types, limits);
  }
  return read_own_dialect(root, source, types, limits);
}

/// A model from a list of tensors, which may have a name, or from a header.
ModelArchitecture read_listed_tensors(const Document& document, const std::string& file_name,
                                      const Limits& limits) {
  const bool is_list = is_tensor_list(document.root);
  TensorList list =
      is_list ? read_tensor_list(document, limits) : read_safetensors_header(document);
  ModelArchitecture known;
  known.n_heads = list.n_heads;
  ModelArchitecture model = read_model_of_tensors(std::move(list), limits, &known);
  const Node* name = is_list ? document.root.find("name") : nullptr;
  if (!file_name.empty()) model.model_name = file_name;
  if (name != nullptr && !name->scalar.empty()) model.model_name = name->scalar;
  return model;
}

/// The model that an adapter changes, with the adapter's configuration.
ModelArchitecture read_adapted(const Document& adapter, const CatalogEntry& base,
                               const Catalog& catalog, const ModelTypes& types,
                               const Limits& limits) {
  ModelArchitecture model = catalog.architecture(base, types);
  complete(model, base.name, limits);
  model.title += " with LoRA";
  model.graph = std::make_shared<const Document>(adapter);
  return model;
}

/// A model from a text that is that of `file`, if there is such a file.
ModelArchitecture read_document(const Document& document, const std::filesystem::path& file,
                                const ModelTypes& model_types, const Limits& limits) {
  const Node& root = document.root;
  if (root.kind != Node::Kind::Mapping) {
    throw Error(Problem{"a model must be a map of keys and values",
                        {document.source, root.line, root.column, {}},
                        {}});
  }
  if (is_graph_file(root)) return read_model_of_graph(document, name_of_file(file), limits);
  if (is_tensor_list(root) || is_safetensors_header(root)) {
    return read_listed_tensors(document, name_of_file(file), limits);
  }
  if (const auto base = base_of_adapter(root)) {
    const Catalog catalog;
    if (const auto entry = catalog.find(*base)) {
      return read_adapted(document, *entry, catalog, model_types, limits);
    }
  }
  const RuleBook types(model_types.added());
  const bool is_hugging_face = is_hugging_face_configuration(root);
  ModelArchitecture model = read_configuration(root, document.source, types, limits);
  warn_of_unread_keys(model);
  if (!is_hugging_face) return model;
  const std::string name = name_of_file(file);
  if (!name.empty()) model.model_name = name;
  if (model.title.empty()) model.title = title_of_configuration(root, file, model);
  return model;
}

ModelArchitecture read_path(const std::filesystem::path& path, const ModelTypes& types,
                            const Limits& limits) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw Error(Problem{
        "no such file", {path.string(), 0, 0, {}}, did_you_mean(path.string(), Catalog().names())});
  }
  const Format format = format_of(path);
  if (format == Format::Gguf) return read_gguf(path, types, limits);
  if (format == Format::Safetensors) return read_safetensors(path, types, limits);
  const std::string text = read_file(path, limits.document_bytes);
  // Its folder has the same name from wherever it is seen.
  return read_document(parse(text, path.string(), format, limits),
                       std::filesystem::absolute(path, error).lexically_normal(), types, limits);
}

bool is_path(std::string_view source) {
  std::error_code error;
  return source.find('/') != std::string_view::npos || std::filesystem::exists(source, error);
}

Error unknown_model(std::string_view source, const Catalog& catalog) {
  std::string hint = did_you_mean(source, catalog.names());
  if (hint.empty()) hint = "'tviz models' lists them; or give the path of a configuration";
  return Error(Problem{fmt::format("unknown model '{}'", source), {}, std::move(hint)});
}

}  // namespace

ModelArchitecture read_model(std::string_view source, const Limits& limits) {
  return read_model(source, ModelTypes(), limits);
}

ModelArchitecture read_model(std::string_view source, const ModelTypes& types,
                             const Limits& limits) {
  if (source == "-") {
    const std::string text = read_standard_input(limits.document_bytes);
    const std::string_view header = header_in_bytes(text);
    return read_model(
        parse(header.empty() ? text : header, "standard input", Format::Unknown, limits), types,
        limits);
  }
  if (format_of(source) != Format::Unknown) return read_path(source, types, limits);
  const Catalog catalog;
  if (const auto entry = catalog.find(source)) {
    ModelArchitecture model = catalog.architecture(*entry, types);
    complete(model, entry->name, limits);
    return model;
  }
  if (is_path(source)) return read_path(source, types, limits);
  throw unknown_model(source, catalog);
}

ModelArchitecture read_tensors(const std::filesystem::path& path, const Limits& limits) {
  const Format format = format_of(path);
  ModelArchitecture model;
  if (format == Format::Gguf) {
    model = read_model_of_tensors(tensors_of_gguf(path, limits), limits);
  } else if (format == Format::Safetensors) {
    model = read_model_of_tensors(tensors_of_safetensors(path, limits), limits);
  } else {
    const Document document =
        parse_json(read_file(path, limits.document_bytes), path.string(), limits);
    if (!is_tensor_list(document.root) && !is_safetensors_header(document.root)) {
      throw Error(
          Problem{"has no tensors",
                  {path.string(), 0, 0, {}},
                  "give a .safetensors file, its index, a .gguf file, or a list of tensors"});
    }
    model = read_listed_tensors(document, {}, limits);
  }
  model.model_name = path.stem().string();
  return model;
}

std::vector<std::filesystem::path> files_of_model(std::string_view source) {
  const std::filesystem::path path = source;
  const bool is_weights = format_of(path) == Format::Safetensors;
  std::vector<std::filesystem::path> files;
  if (format_of(path) == Format::Unknown && Catalog().find(source)) return files;
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) files.push_back(path);
  const std::filesystem::path configuration = configuration_beside(path);
  if (is_weights && std::filesystem::is_regular_file(configuration, error)) {
    files.push_back(configuration);
  }
  return files;
}

ModelArchitecture read_model_text(std::string_view text, const std::string& source,
                                  const ModelTypes& types, const Limits& limits) {
  std::error_code error;
  return read_document(parse(text, source, format_of(source), limits),
                       std::filesystem::absolute(source, error).lexically_normal(), types, limits);
}

ModelArchitecture read_model(const Document& document, const Limits& limits) {
  return read_model(document, ModelTypes(), limits);
}

ModelArchitecture read_model(const Document& document, const ModelTypes& types,
                             const Limits& limits) {
  return read_document(document, document.source, types, limits);
}

}  // namespace tviz
