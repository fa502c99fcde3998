// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/base/export.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {

/// A value of a YAML or JSON text with its place. Scalars stay text until a field
/// asks for a type, so both languages convert by the same strict rules.
struct Node {
  struct Member;
  /// What a value is.
  enum class Kind { Null, Scalar, Sequence, Mapping };

  Kind kind = Kind::Null;
  bool quoted = false;  ///< A scalar in quotes is text, whatever it looks like.
  int line = 0;         ///< Line of the first character, from 1.
  int column = 0;
  std::string scalar;
  std::vector<Node> items;
  std::vector<Member> members;  ///< In the order of the text; keys are unique.

  /// The value under `key`, or nullptr.
  TVIZ_API const Node* find(std::string_view key) const;
};

/// A key of a mapping with its place and its value.
struct Node::Member {
  std::string key;
  int line = 0;
  int column = 0;
  Node value;
};

/// A parsed text, and the name by which errors refer to it.
struct Document {
  std::string source;
  Node root;
};

/// Reads one JSON text (RFC 8259). Throws Error with line and column on a syntax
/// error, duplicate key, NaN, infinity, invalid UTF-8, or a limit passed.
TVIZ_API Document parse_json(std::string_view text, std::string source, const Limits& limits = {});

/// Reads one YAML document. Throws Error as parse_json does, and also on aliases,
/// anchors, tags, merge keys and a second document.
TVIZ_API Document parse_yaml(std::string_view text, std::string source, const Limits& limits = {});

/// The whole content of a file. Throws Error if it cannot be read or is too large.
TVIZ_API std::string read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Reads the fields of one mapping and remembers them, so that it can report the others as unknown.
/// It collects problems instead of throwing, so that all of them are reported.
class TVIZ_API FieldReader {
 public:
  /// `path` is the mapping's own place, "" for the root. `problems` outlives the reader.
  FieldReader(const Node& mapping, std::string source, std::string path,
              std::vector<Problem>& problems);

  /// A whole number in a range. Like the readers below, it returns nothing if the field is absent
  /// or null. A value of another type or out of range also gives nothing, and adds a problem.
  std::optional<std::int64_t> integer(std::string_view key,
                                      std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                                      std::int64_t most = std::numeric_limits<std::int64_t>::max());
  /// A finite number in a range.
  std::optional<double> real(std::string_view key, double least, double most);
  /// "true" or "false".
  std::optional<bool> boolean(std::string_view key);
  /// A text.
  std::optional<std::string> text(std::string_view key);
  /// The value itself, whatever it is; nullptr if absent or null.
  const Node* node(std::string_view key);
  /// A map; nullptr if absent, null or anything else, which is a problem.
  const Node* map(std::string_view key);
  /// The same for a list.
  const Node* list(std::string_view key);

  bool has(std::string_view key) const;  ///< Present and not null.
  void ignore(std::string_view key);     ///< Accepts the field without reading it.
  /// Adds a problem at the field (or at the mapping, if the field is absent).
  void report(std::string_view key, std::string message, std::string hint = {});
  /// Reports each key that was neither read nor ignored, with the nearest known one.
  void reject_unknown();

 private:
  const Node::Member* read(std::string_view key);
  Location locate(const Node::Member* member, std::string_view key) const;

  const Node& mapping_;
  std::string source_;
  std::string path_;
  std::vector<Problem>& problems_;
  std::set<std::string, std::less<>> known_;
};

/// The scalar as a whole number: digits with an optional sign, unquoted; nothing else.
TVIZ_API std::optional<std::int64_t> as_integer(const Node& node);
/// The scalar as a finite number, unquoted.
TVIZ_API std::optional<double> as_real(const Node& node);
/// "true" or "false", unquoted; not "yes" or "on".
TVIZ_API std::optional<bool> as_boolean(const Node& node);
/// A quoted scalar, or an unquoted one that is no number, boolean or null.
TVIZ_API std::optional<std::string> as_text(const Node& node);

}  // namespace tviz
