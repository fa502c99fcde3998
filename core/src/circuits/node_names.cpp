// SPDX-License-Identifier: MIT
#include "circuits/node_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <utility>

namespace tviz {
namespace {

constexpr std::size_t kLongestName = 256;

/// What stands for the embedding and for the logits in the tools: EAP, Edge-Pruning, ACDC and
/// auto-circuit.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kEnds{
    {{"input", "embed"},
     {"embed", "embed"},
     {"tok_embeds", "embed"},
     {"token_embeds", "embed"},
     {"Resid Start", "embed"},
     {"blocks.0.hook_resid_pre", "embed"},
     {"hook_embed", "embed"},
     {"pos_embed", "pos_embed"},
     {"ln_final", "ln_final"},
     {"unembed", "unembed"},
     {"pos_embeds", "pos_embed"},
     {"hook_pos_embed", "pos_embed"},
     {"logits", "logits"},
     {"resid_post", "logits"},
     {"Resid End", "logits"}}};

/// Reads a name from its beginning.
class NameCursor {
 public:
  explicit NameCursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  /// Passes the first of these that the rest begins with.
  bool pass(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return true;
    }
    return false;
  }
  std::optional<std::int64_t> number() {
    std::int64_t value = 0;
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc{}) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }
  /// A letter for queries, keys or values, in upper case.
  std::string port() {
    constexpr std::string_view kLetters = "qkvQKV";
    const std::size_t at = rest_.empty() ? kLetters.npos : kLetters.find(rest_.front());
    if (at == kLetters.npos) return {};
    rest_.remove_prefix(1);
    return std::string(1, kLetters[at % 3 + 3]);
  }

 private:
  std::string_view rest_;
};

NamedNode head_of(std::int64_t layer, std::int64_t head, std::string ports = {}) {
  return {{.component = fmt::format("blocks.{}.attn", layer), .head = head}, std::move(ports)};
}

NamedNode mlp_of(std::int64_t layer) {
  return {{.component = fmt::format("blocks.{}.mlp", layer)}, {}};
}

/// "9.6", "a9.h6", "L9H6", "A9.6.Q", "a9.6_q".
std::optional<NamedNode> parse_head(std::string_view name) {
  NameCursor cursor(name);
  cursor.pass({"a", "A", "L"});
  const auto layer = cursor.number();
  if (!layer || !cursor.pass({".h", ".H", ".", "H"})) return std::nullopt;
  const auto head = cursor.number();
  if (!head) return std::nullopt;
  std::string port;
  if (cursor.pass({".", "_"})) {
    port = cursor.port();
    if (port.empty()) return std::nullopt;
  }
  if (!cursor.at_end()) return std::nullopt;
  return head_of(*layer, *head, std::move(port));
}

/// "m3", "MLP 3".
std::optional<NamedNode> parse_mlp(std::string_view name) {
  NameCursor cursor(name);
  if (!cursor.pass({"m", "MLP ", "MLP", "mlp "})) return std::nullopt;
  const auto layer = cursor.number();
  if (!layer || !cursor.at_end()) return std::nullopt;
  return mlp_of(*layer);
}

/// "blocks.9.attn.hook_q[:, :, 6]", "blocks.3.hook_mlp_in[:]", as ACDC names them.
std::optional<NamedNode> parse_hook_name(std::string_view name) {
  NameCursor cursor(name);
  const auto layer = cursor.pass({"blocks."}) ? cursor.number() : std::nullopt;
  if (!layer || !cursor.pass({"."})) return std::nullopt;
  if (cursor.pass({"hook_mlp_in", "hook_mlp_out"})) {
    cursor.pass({"[:]", "[COLON]"});
    return cursor.at_end() ? std::optional(mlp_of(*layer)) : std::nullopt;
  }
  std::string port;
  if (!cursor.pass({"attn.hook_result", "attn.hook_z"})) {
    if (!cursor.pass({"attn.hook_", "hook_"})) return std::nullopt;
    port = cursor.port();
    if (port.empty()) return std::nullopt;
    cursor.pass({"_input"});
  }
  const bool is_of_head = cursor.pass({"[:, :, ", "[COLON, COLON, "});
  const auto head = is_of_head ? cursor.number() : std::nullopt;
  if (!head || !cursor.pass({"]"}) || !cursor.at_end()) return std::nullopt;
  return head_of(*layer, *head, std::move(port));
}

/// "blocks.9.attn.heads.6", "blocks.3.ln1". A word without a dot may be the name of a class.
std::optional<NamedNode> parse_path(std::string_view name) {
  const auto is_of_path = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
  };
  const bool begins_with_letter = name.front() < '0' || name.front() > '9';
  if (!std::ranges::all_of(name, is_of_path) || !begins_with_letter ||
      name.find('.') == name.npos) {
    return std::nullopt;
  }
  constexpr std::string_view kHeads = ".heads.";
  const std::size_t heads = name.find(kHeads);
  if (heads == name.npos) return NamedNode{{.component = std::string(name)}, {}};
  NameCursor cursor(name.substr(heads + kHeads.size()));
  const auto head = cursor.number();
  if (!head || !cursor.at_end()) return std::nullopt;
  return NamedNode{{.component = std::string(name.substr(0, heads)), .head = *head}, {}};
}

}  // namespace

std::optional<NamedNode> parse_node(std::string_view name) {
  if (name.size() > 2 && name.front() == '<' && name.back() == '>') {
    name = name.substr(1, name.size() - 2);
  }
  if (name.empty() || name.size() > kLongestName) return std::nullopt;
  for (const auto& [word, path] : kEnds) {
    if (word == name) return NamedNode{{.component = std::string(path)}, {}};
  }
  for (const auto parse : {parse_head, parse_mlp, parse_hook_name, parse_path}) {
    if (auto node = parse(name)) return node;
  }
  return std::nullopt;
}

}  // namespace tviz
