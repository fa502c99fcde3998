// SPDX-License-Identifier: MIT
#include "circuits/edge_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "circuits/node_names.hpp"

namespace tviz {
namespace {

constexpr std::string_view kArrow = "->";
constexpr std::string_view kSpaces = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) + 1 - begin);
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  return text.substr(1, text.size() - 2);
}

/// "a5.h5<q>" without what stands in the brackets, which `port` gets.
std::string_view without_port(std::string_view name, std::string& port) {
  constexpr std::size_t kLength = 3;
  if (name.size() <= kLength || name[0] == '<' || name[name.size() - kLength] != '<' ||
      name.back() != '>') {
    return name;
  }
  const char letter = name[name.size() - 2];
  if (letter != 'q' && letter != 'k' && letter != 'v') return name;
  port = std::string(1, static_cast<char>(letter - 32));
  return name.substr(0, name.size() - kLength);
}

/// What follows an edge on its line.
struct LineRest {
  std::string_view to;
  std::optional<double> weight;
};

/// "a5.h5<q> 0.25" or "a5.h5<q>, 0.25".
LineRest split_weight(std::string_view text) {
  const std::size_t cut = text.find_last_of(" \t,");
  if (cut == text.npos) return {text, std::nullopt};
  const std::string_view last = text.substr(cut + 1);
  double weight = 0;
  const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), weight);
  // "MLP 3" has a number that is none of a weight.
  std::string_view first = trimmed(text.substr(0, cut));
  if (first.ends_with(',')) first = trimmed(first.substr(0, first.size() - 1));
  std::string port;
  const bool is_number = error == std::errc{} && end == last.data() + last.size();
  if (!is_number || !parse_node(without_port(first, port))) return {text, std::nullopt};
  return {first, weight};
}

/// Reads line by line.
class EdgeLines {
 public:
  EdgeLines(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  Circuit read() && {
    std::vector<Problem> problems;
    while (!text_.empty()) {
      ++line_;
      const std::string_view line = trimmed(take_line());
      const bool is_note = line.empty() || line.starts_with('#') || line.starts_with("//");
      if (is_note || line.find(kArrow) == line.npos) {
        if (!is_note && !is_graphviz_) is_graphviz_ = line.starts_with("digraph");
        if (!is_note && !is_graphviz_) problems.push_back(no_edge());
        continue;
      }
      try {
        read_edge(line);
      } catch (const Error& error) {
        problems.insert(problems.end(), error.problems().begin(), error.problems().end());
      }
      if (problems.size() >= kMostProblems) break;
    }
    throw_if_any(std::move(problems));
    return std::move(builder_).finish();
  }

 private:
  static constexpr std::size_t kMostProblems = 20;

  std::string_view take_line() {
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    const std::string_view line = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    return line;
  }

  Problem no_edge() const {
    return {"is no edge", {source_, line_, 0, {}}, "an edge is written a0.h1->a5.h5<q>"};
  }

  void read_edge(std::string_view line) {
    const Location where{source_, line_, 0, {}};
    if (!is_graphviz_) {
      const auto edge = split_edge(line);
      const LineRest rest = split_weight(edge->to);
      return add_edge(edge->from, rest.to, rest.weight, where, builder_);
    }
    const std::size_t bracket = line.find(" [");
    std::string attributes(bracket == line.npos ? "" : line.substr(bracket));
    while (!attributes.empty() && attributes.find(']') == attributes.npos && !text_.empty()) {
      ++line_;
      attributes += take_line();
    }
    if (attributes.find("invis") != attributes.npos) return;
    auto edge = split_edge(line.substr(0, bracket));
    if (edge->to.ends_with(';')) edge->to.remove_suffix(1);
    add_edge(without_quotes(edge->from), without_quotes(edge->to), std::nullopt, where, builder_);
  }

  std::string_view text_;
  const std::string& source_;
  int line_ = 0;
  bool is_graphviz_ = false;
  CircuitBuilder builder_;
};

}  // namespace

std::optional<EdgeText> split_edge(std::string_view text) {
  const std::size_t arrow = text.find(kArrow);
  if (arrow == text.npos) return std::nullopt;
  return EdgeText{trimmed(text.substr(0, arrow)), trimmed(text.substr(arrow + kArrow.size()))};
}

Problem unknown_node(std::string_view name, Location where) {
  return {fmt::format("no component is called '{}'", name), std::move(where),
          "nodes are called 9.6 or a9.h6 (a head), MLP 3 or m3, embed, logits, or by their paths, "
          "such as blocks.9.attn.heads.6"};
}

void add_edge(std::string_view from, std::string_view to, std::optional<double> weight,
              const Location& where, CircuitBuilder& builder) {
  std::string port;
  const auto source = parse_node(from);
  if (!source) throw Error(unknown_node(from, where));
  const auto target = parse_node(without_port(to, port));
  if (!target) throw Error(unknown_node(to, where));
  const auto place = [&](CircuitMember member) {
    member.where = where;
    return builder.member(std::move(member));
  };
  CircuitEdge edge{.from = place(source->member), .to = place(target->member), .weight = weight};
  edge.ports = port.empty() ? target->ports : port;
  if (edge.from != edge.to) builder.edge(std::move(edge));
}

Circuit read_edge_list(std::string_view text, const std::string& source) {
  return EdgeLines(text, source).read();
}

}  // namespace tviz
