// SPDX-License-Identifier: MIT
#include "tviz/base/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/number.hpp"
#include "base/utf8.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

constexpr std::size_t kShownOfScalar = 40;
/// A hostile file may hold a million unknown keys; nobody reads a million messages.
constexpr int kUnknownKeysReported = 100;

bool is_scalar(const Node& node, bool quoted) {
  return node.kind == Node::Kind::Scalar && node.quoted == quoted;
}

/// A value as a message shows it: -3, "twelve", "a list".
std::string described(const Node& node) {
  if (node.kind == Node::Kind::Null) return "nothing";
  if (node.kind == Node::Kind::Sequence) return "a list";
  if (node.kind == Node::Kind::Mapping) return "a map";
  const std::string_view shown = head(node.scalar, kShownOfScalar);
  const std::string_view rest = shown.size() < node.scalar.size() ? "..." : "";
  return node.quoted ? fmt::format("\"{}{}\"", shown, rest) : fmt::format("{}{}", shown, rest);
}

Problem cannot_read(const std::filesystem::path& path, std::string reason) {
  return {std::move(reason), {path.string(), 0, 0, {}}, {}};
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

std::string read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw Error(cannot_read(path, "no such file"));
  if (std::filesystem::is_directory(status)) {
    throw Error(cannot_read(path, "a directory, not a file"));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(cannot_read(path, "cannot be read: " + std::generic_category().message(errno)));
  }
  std::string content;
  std::string piece(64U << 10U, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    content.append(piece, 0, static_cast<std::size_t>(file.gcount()));
    if (content.size() > max_bytes) {
      throw Error(cannot_read(path, fmt::format("larger than {} bytes", max_bytes)));
    }
  }
  if (file.bad()) throw Error(cannot_read(path, "cannot be read to its end"));
  return content;
}

FieldReader::FieldReader(const Node& mapping, std::string source, std::string path,
                         std::vector<Problem>& problems)
    : mapping_(mapping), source_(std::move(source)), path_(std::move(path)), problems_(problems) {
  if (mapping_.kind != Node::Kind::Mapping) {
    problems_.push_back(
        {fmt::format("must be a map of keys and values, got {}", described(mapping)),
         {source_, mapping_.line, mapping_.column, path_},
         {}});
  }
}

std::optional<std::int64_t> FieldReader::integer(std::string_view key, std::int64_t least,
                                                 std::int64_t most) {
  const Node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = as_integer(*value);
  // A whole number that 64 bits cannot hold is beyond any bound.
  const bool is_whole = is_scalar(*value, false) && is_whole_number(value->scalar);
  const bool is_negative = value->scalar.starts_with('-');
  if (!is_whole) {
    report(key, fmt::format("must be a whole number, got {}", described(*value)));
  } else if (number ? *number < least : is_negative) {
    report(key, fmt::format("must be at least {}, got {}", least, described(*value)));
  } else if (number ? *number > most : !is_negative) {
    report(key, fmt::format("must be at most {}, got {}", most, described(*value)));
  } else {
    return number;
  }
  return std::nullopt;
}

std::optional<double> FieldReader::real(std::string_view key, double least, double most) {
  const Node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<double> number = as_real(*value);
  if (!number) {
    report(key, fmt::format("must be a number, got {}", described(*value)));
  } else if (*number < least || *number > most) {
    report(key, fmt::format("must be from {} to {}, got {}", least, most, described(*value)));
  } else {
    return number;
  }
  return std::nullopt;
}

std::optional<bool> FieldReader::boolean(std::string_view key) {
  const Node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<bool> answer = as_boolean(*value);
  if (!answer) report(key, fmt::format("must be true or false, got {}", described(*value)));
  return answer;
}

std::optional<std::string> FieldReader::text(std::string_view key) {
  const Node* value = node(key);
  if (value == nullptr) return std::nullopt;
  std::optional<std::string> words = as_text(*value);
  if (!words) {
    report(key, fmt::format("must be text, got {}", described(*value)),
           value->kind == Node::Kind::Scalar ? "put it in quotes" : "");
  }
  return words;
}

const Node* FieldReader::node(std::string_view key) {
  const Node::Member* member = read(key);
  return member == nullptr || member->value.kind == Node::Kind::Null ? nullptr : &member->value;
}

const Node* FieldReader::map(std::string_view key) {
  const Node* value = node(key);
  if (value == nullptr || value->kind == Node::Kind::Mapping) return value;
  report(key, "must be a map");
  return nullptr;
}

const Node* FieldReader::list(std::string_view key) {
  const Node* value = node(key);
  if (value == nullptr || value->kind == Node::Kind::Sequence) return value;
  report(key, "must be a list");
  return nullptr;
}

bool FieldReader::has(std::string_view key) const {
  const Node* value = mapping_.find(key);
  return value != nullptr && value->kind != Node::Kind::Null;
}

void FieldReader::ignore(std::string_view key) { known_.emplace(key); }

void FieldReader::report(std::string_view key, std::string message, std::string hint) {
  problems_.push_back({std::move(message), locate(read(key), key), std::move(hint)});
}

void FieldReader::reject_unknown() {
  const std::vector<std::string> candidates(known_.begin(), known_.end());
  int unknown = 0;
  for (const Node::Member& member : mapping_.members) {
    if (known_.contains(member.key) || ++unknown > kUnknownKeysReported) continue;
    problems_.push_back({fmt::format("unknown key '{}'", head(member.key, kShownOfScalar)),
                         {source_, member.line, member.column, path_},
                         did_you_mean(member.key, candidates)});
  }
  if (unknown > kUnknownKeysReported) {
    problems_.push_back({fmt::format("{} more unknown keys", unknown - kUnknownKeysReported),
                         {source_, mapping_.line, mapping_.column, path_},
                         {}});
  }
}

const Node::Member* FieldReader::read(std::string_view key) {
  known_.emplace(key);
  const auto found = std::find_if(mapping_.members.begin(), mapping_.members.end(),
                                  [&](const Node::Member& member) { return member.key == key; });
  return found == mapping_.members.end() ? nullptr : &*found;
}

Location FieldReader::locate(const Node::Member* member, std::string_view key) const {
  const Node& node = member == nullptr ? mapping_ : member->value;
  const std::string name(key);
  return {source_, node.line, node.column, path_.empty() ? name : path_ + '.' + name};
}

std::optional<std::int64_t> as_integer(const Node& node) {
  return is_scalar(node, false) ? parse_integer(node.scalar) : std::nullopt;
}

std::optional<double> as_real(const Node& node) {
  return is_scalar(node, false) ? parse_real(node.scalar) : std::nullopt;
}

std::optional<bool> as_boolean(const Node& node) {
  if (!is_scalar(node, false)) return std::nullopt;
  if (node.scalar == "true") return true;
  if (node.scalar == "false") return false;
  return std::nullopt;
}

std::optional<std::string> as_text(const Node& node) {
  if (node.kind != Node::Kind::Scalar) return std::nullopt;
  const bool is_text = node.quoted || (!is_number(node.scalar) && !as_boolean(node));
  return is_text ? std::optional(node.scalar) : std::nullopt;
}

}  // namespace tviz
