// SPDX-License-Identifier: MIT
#include "layout/circuit_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layout/circuit_style.hpp"

namespace tviz {
namespace {

constexpr double kKeySwatch = 14;
constexpr double kKeySwatchGap = 7;
constexpr double kKeyColumnGap = 18;
constexpr double kKeyLine = 1.5;                // Of the size of text.
constexpr double kTwoColumns = 420;             // From this width on.
constexpr std::size_t kMostListedMembers = 24;  // Members of one class, in its entry.

/// One class with its members, or those that have none.
struct KeyEntry {
  std::string name;
  std::string members;
  BoxStyle style;
};

std::vector<std::string> names_of(const Circuit& circuit, std::optional<std::size_t> role) {
  std::vector<std::string> names;
  for (const CircuitMember& member : circuit.members) {
    const bool is_end = member.component.find('.') == std::string::npos;
    if (member.role == role && (role || !is_end)) names.push_back(name_of(member));
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  // Two spaces, since some names have one.
  if (names.size() <= kMostListedMembers) return fmt::format("{}", fmt::join(names, "  "));
  return fmt::format("{} members", names.size());
}

std::vector<KeyEntry> key_entries(const Circuit& circuit, const Theme& theme) {
  std::vector<KeyEntry> entries;
  for (std::size_t i = 0; i < circuit.classes.size(); ++i) {
    const auto names = names_of(circuit, i);
    if (names.empty()) continue;
    entries.push_back(
        {circuit.classes[i].name, listed(names), circuit_class_style(circuit, i, theme)});
  }
  const auto others = names_of(circuit, std::nullopt);
  if (!others.empty()) {
    entries.push_back({entries.empty() ? "in the circuit" : "other members", listed(others),
                       circuit_class_style(circuit, std::nullopt, theme)});
  }
  entries.push_back({"not in the circuit", "", outside_circuit_style(theme)});
  return entries;
}

std::vector<std::string> sentences(const Circuit& circuit) {
  std::vector<std::string> found;
  if (!circuit.edges.empty()) {
    std::string sentence =
        "A line joins each of its senders to each of its receivers that comes after it";
    if (!circuit.classes.empty()) sentence += ", and has the colour of the senders";
    found.push_back(sentence + '.');
  }
  const auto has_ports = [](const CircuitEdge& edge) { return !edge.ports.empty(); };
  if (std::ranges::any_of(circuit.edges, has_ports)) {
    found.emplace_back(
        "The bar below a head marks the inputs (queries, keys, values) that are fed.");
  }
  const auto is_negative = [](const CircuitEdge& edge) { return edge.weight.value_or(0) < 0; };
  if (std::ranges::any_of(circuit.edges, is_negative)) {
    found.emplace_back("Dashed lines have negative scores.");
  }
  if (!circuit.note.empty()) found.push_back(circuit.note);
  return found;
}

class KeyWriter {
 public:
  KeyWriter(Canvas& canvas, double left, double right)
      : canvas_(canvas),
        style_(canvas.style()),
        size_(style_.theme.legend_size),
        left_(left),
        right_(right) {}

  double write(const Circuit& circuit, double top) {
    const std::vector<KeyEntry> entries = key_entries(circuit, style_.theme);
    const std::size_t columns = right_ - left_ >= kTwoColumns ? 2 : 1;
    const double width =
        (right_ - left_ + kKeyColumnGap) / static_cast<double>(columns) - kKeyColumnGap;
    const std::size_t each = (entries.size() + columns - 1) / columns;
    double foot = top;
    double y = top;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (i % each == 0) y = top;
      const std::size_t column = i / each;
      const double x = left_ + static_cast<double>(column) * (width + kKeyColumnGap);
      y = entry(entries[i], x, width, y);
      foot = std::max(foot, y);
    }
    foot += 0.4 * size_;
    for (const std::string& sentence : sentences(circuit)) {
      for (const std::string& line :
           wrap(style_.fonts, sentence, Face::Sans, size_, right_ - left_)) {
        foot += kKeyLine * size_;
        text(line, Face::Sans, left_, foot, style_.theme.muted);
      }
    }
    return foot + 0.4 * size_;
  }

 private:
  void text(std::string_view words, Face face, double x, double y, Color color) {
    canvas_.text(typeset(style_.fonts, words, face, size_), {x, y}, color);
  }

  /// A swatch, the name and the members, which go on in a further line where they must.
  double entry(const KeyEntry& entry, double x, double width, double y) {
    y += kKeyLine * size_;
    canvas_.add(Rectangle{{x, y - 0.78 * size_, kKeySwatch, size_},
                          style_.theme.box_radius,
                          entry.style.fill,
                          Stroke{entry.style.stroke, style_.theme.box_line_width, {}}});
    const double begin = x + kKeySwatch + kKeySwatchGap;
    const std::string name = elide(style_.fonts, entry.name, Face::Sans, size_, x + width - begin);
    text(name, Face::Sans, begin, y, style_.theme.text);
    const double after = begin + style_.fonts.width(name, Face::Sans, size_) + kKeySwatchGap;
    const double room = x + width - after;
    if (style_.fonts.width(entry.members, Face::Serif, size_) <= room) {
      text(entry.members, Face::Serif, after, y, style_.theme.muted);
    } else {
      for (const std::string& line :
           wrap(style_.fonts, entry.members, Face::Serif, size_, x + width - begin)) {
        y += kKeyLine * size_;
        text(line, Face::Serif, begin, y, style_.theme.muted);
      }
    }
    const double top = y - size_;
    canvas_.add(Region{std::string(kLegendPath) + entry.name,
                       entry.members.empty() ? entry.name : entry.name + ": " + entry.members,
                       "",
                       {x, top, width, 1.3 * size_}});
    return y;
  }

  Canvas& canvas_;
  const Style& style_;
  double size_;
  double left_;
  double right_;
};

}  // namespace

double draw_circuit_key(Canvas& canvas, const Circuit& circuit, double left, double right,
                        double top) {
  return KeyWriter(canvas, left, right).write(circuit, top);
}

}  // namespace tviz
