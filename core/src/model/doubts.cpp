// SPDX-License-Identifier: MIT
// What a figure must not hide: values that were assumed, and keys that were not read.
#include "model/doubts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "base/utf8.hpp"
#include "model/conditions.hpp"

namespace tviz {
namespace {

// How many names a line for people has.
constexpr std::size_t kNamesInLine = 4;
constexpr std::size_t kLongestName = 48;
// Nobody reads more.
constexpr std::size_t kMostProblems = 100;

/// "3", "relu", "[10,3,3]".
std::string text_of(const Node& value) {
  if (value.kind == Node::Kind::Scalar) return value.scalar;
  std::vector<std::string> items;
  for (const Node& item : value.items) items.push_back(text_of(item));
  return fmt::format("[{}]", fmt::join(items, ","));
}

bool are_equal(const Node& a, const Node& b) {
  if (a.kind == Node::Kind::Mapping || b.kind == Node::Kind::Mapping) return false;
  const auto number = as_real(a);
  return (number && number == as_real(b)) || text_of(a) == text_of(b);
}

/// Whether an entry covers a key of a map with this value: "use_cache", "*dropout*",
/// "residual_multiplier=1", or with the value of another key, "query_pre_attn_scalar=head_dim".
bool covers(std::string_view entry, std::string_view key, const Node& value, const Node& mapping) {
  const std::size_t sign = entry.find('=');
  if (sign == entry.npos) return stands_for(entry, key);
  if (!stands_for(entry.substr(0, sign), key)) return false;
  const std::string_view neutral = entry.substr(sign + 1);
  const Node* other = mapping.find(neutral);
  return are_equal(value, other != nullptr
                              ? *other
                              : Node{.kind = Node::Kind::Scalar, .scalar = std::string(neutral)});
}

/// A key without a value changes nothing.
bool is_empty(const Node& value) {
  if (value.kind == Node::Kind::Scalar) return value.scalar.empty();
  return value.items.empty() && value.members.empty();
}

/// Which keys of a configuration no rule reads.
class UnreadKeys {
 public:
  UnreadKeys(const std::vector<ReadKeys>& sections, std::vector<std::string> ignored,
             std::string source, bool in_own_words)
      : sections_(sections),
        ignored_(std::move(ignored)),
        source_(std::move(source)),
        in_own_words_(in_own_words) {}

  /// `inside`: where the map lies in the one whose keys are known. Returns whether a key was read.
  bool add(const ReadKeys& read, const Node& mapping, const std::string& inside) {
    bool any_read = false;
    for (const Node::Member& member : mapping.members) {
      const std::string key = joined(inside, member.key);
      const std::size_t before = keys.size();
      if (is_empty(member.value)) continue;
      const bool is_whole_read = is_read(read, key, member.value, mapping);
      // Of a map with nothing that is read its own key says enough.
      if (!is_whole_read && add(read, member.value, key)) {
        any_read = true;
      } else if (!is_whole_read) {
        keys.resize(before);
        keys.push_back(unread(joined(read.path, key), member));
      }
      any_read = any_read || is_whole_read;
    }
    return any_read;
  }

  std::vector<UnreadKey> keys;

 private:
  UnreadKey unread(std::string key, const Node::Member& member) const {
    const Node& value = member.value;
    UnreadKey result{.key = std::move(key), .reason = {}};
    if (value.kind == Node::Kind::Scalar) result.text = value.scalar;
    result.quoted = value.quoted;
    result.source = source_;
    result.line = member.line;
    result.column = member.column;
    result.value_line = value.line;
    result.value_column = value.column;
    result.in_own_words = in_own_words_;
    return result;
  }

  bool is_read(const ReadKeys& read, const std::string& key, const Node& value,
               const Node& mapping) const {
    if (read.keys.contains(key)) return true;
    const auto is_covered = [&](const std::string& entry) {
      return covers(entry, key, value, mapping);
    };
    return repeats(read, key, value) || std::any_of(ignored_.begin(), ignored_.end(), is_covered) ||
           std::any_of(read.keys.begin(), read.keys.end(), is_covered);
  }

  /// Whether the same key is read with the same value in a map further in, as where the outer map
  /// of a model with a tower repeats numbers of the decoder.
  bool repeats(const ReadKeys& read, const std::string& key, const Node& value) const {
    return std::any_of(sections_.begin(), sections_.end(), [&](const ReadKeys& other) {
      if (other.path.size() <= read.path.size() || !other.keys.contains(key)) return false;
      const Node* inner = other.mapping->find(key);
      return inner != nullptr && are_equal(*inner, value);
    });
  }

  const std::vector<ReadKeys>& sections_;
  std::vector<std::string> ignored_;
  std::string source_;
  bool in_own_words_;
};

/// A key of a hostile file may be as long as the file.
std::string shortened(std::string_view name) {
  const std::string_view beginning = head(name, kLongestName);
  return fmt::format("{}{}", beginning, beginning.size() < name.size() ? "…" : "");
}

/// "3 keys not read: a, b, c", "5 keys not read: a, b, c, d, …".
std::string listed(std::string_view thing, std::string_view state,
                   const std::vector<std::string>& names) {
  std::vector<std::string> shown;
  for (const std::string& name : std::span(names).first(std::min(names.size(), kNamesInLine))) {
    shown.push_back(shortened(name));
  }
  if (shown.size() < names.size()) shown.emplace_back("…");
  return fmt::format("{} {}{} {}: {}", names.size(), thing, names.size() == 1 ? "" : "s", state,
                     fmt::join(shown, ", "));
}

}  // namespace

bool stands_for(std::string_view entry, std::string_view key) {
  const bool open_before = entry.starts_with('*');
  const bool open_after = entry.size() > 1 && entry.ends_with('*');
  if (open_before) entry.remove_prefix(1);
  if (open_after) entry.remove_suffix(1);
  if (open_before && open_after) return key.find(entry) != key.npos;
  if (open_before) return key.ends_with(entry);
  return open_after ? key.starts_with(entry) : key == entry;
}

bool is_guess(const Node& rules) { return rules.find("read_as") != nullptr; }

Node as_guess(Node rules, std::string_view read_as) {
  Node words{.kind = Node::Kind::Mapping};
  Node text{.kind = Node::Kind::Scalar, .quoted = true, .scalar = std::string(read_as)};
  words.members.push_back({"read_as", 0, 0, std::move(text)});
  return merged(std::move(rules), words);
}

void note_unread_keys(const RuleBook& types, const std::string& source, bool in_own_words,
                      Reading& reading) {
  // A section may be read by several rules: that of a model and those of its towers.
  std::vector<ReadKeys> sections;
  for (ReadKeys& read : reading.read_keys) {
    const auto same = std::find_if(sections.begin(), sections.end(), [&](const ReadKeys& each) {
      return each.mapping == read.mapping;
    });
    if (same == sections.end()) {
      sections.push_back(std::move(read));
    } else {
      same->keys.merge(read.keys);
    }
  }
  UnreadKeys unread(sections, types.ignored(), source, in_own_words);
  for (const ReadKeys& section : sections) unread.add(section, *section.mapping, {});
  std::move(unread.keys.begin(), unread.keys.end(), std::back_inserter(reading.model.unread));
}

std::string line_of_unread_keys(const ModelArchitecture& model) {
  std::vector<std::string> names;
  for (const UnreadKey& each : model.unread) {
    if (each.reason.empty()) names.push_back(each.key);
  }
  return names.empty() ? std::string() : listed("key", "not read", names);
}

void warn_of_unread_keys(ModelArchitecture& model) {
  std::string line = line_of_unread_keys(model);
  if (!line.empty()) model.warnings.push_back(std::move(line));
}

void check_no_doubts(const ModelArchitecture& model, std::string_view source) {
  std::vector<Problem> problems;
  const auto report = [&](std::string message, const std::string& field, std::string hint) {
    problems.push_back({std::move(message), {std::string(source), 0, 0, field}, std::move(hint)});
  };
  for (const Assumption& each : model.assumptions) {
    report(fmt::format("{} is assumed", each.value), each.field, each.reason);
  }
  for (const UnreadKey& each : model.unread) {
    report(each.reason.empty() ? "not read" : "not drawn", each.key, each.reason);
  }
  if (problems.size() > kMostProblems) problems.resize(kMostProblems);
  throw_if_any(std::move(problems));
}

std::string doubts_of(const ModelArchitecture& model,
                      const std::vector<std::string>& unplaced_hooks) {
  std::vector<std::string> parts;
  std::vector<std::string> assumed;
  for (const Assumption& each : model.assumptions) {
    if (each.field.ends_with("model_type")) {
      parts.push_back(fmt::format("drawn from a guess: {}", each.reason));
    } else {
      assumed.push_back(each.field);
    }
  }
  std::vector<std::string> not_read;
  std::vector<std::string> not_drawn;
  for (const UnreadKey& each : model.unread) {
    (each.reason.empty() ? not_read : not_drawn).push_back(each.key);
  }
  // That single values were assumed goes without saying in a guess.
  if (parts.empty() && !assumed.empty()) parts.push_back(listed("value", "assumed", assumed));
  if (!not_read.empty()) parts.push_back(listed("key", "not read", not_read));
  if (!not_drawn.empty()) parts.push_back(listed("key", "not drawn", not_drawn));
  if (!unplaced_hooks.empty()) parts.push_back(listed("hook", "not placed", unplaced_hooks));
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace tviz
