// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layout/mark_style.hpp"
#include "layout/value_colors.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// The overlay by place: what highlights or colours a component, a head or a dot on a line.
/// A hook's style comes before that of a number.
class Marks {
 public:
  Marks(const Overlay& overlay, const Theme& theme);

  /// Styles of all hooks of a component.
  std::vector<MarkStyle> anywhere(std::string_view path) const;
  /// The same without that of its number.
  std::vector<MarkStyle> hooks(std::string_view path) const;
  /// Styles of the hooks inside it, not of those that are dots on the lines beside it.
  std::vector<MarkStyle> inside(std::string_view path) const;
  /// Styles of the hooks inside one head of an attention component, not of those in its parts.
  std::vector<MarkStyle> head(std::string_view path, const Component& attention,
                              std::int64_t head) const;
  /// Styles of all hooks inside one head, also of those in parts: an atlas has no boxes for these.
  std::vector<MarkStyle> cell(std::string_view path, std::int64_t head) const;
  /// Styles of the hooks inside a part of a component: a site belongs to the part whose path it
  /// begins with ("router_weights"), and one that names none to the experts and steps.
  std::vector<MarkStyle> part(std::string_view path, const Component& component,
                              const Part& part) const;
  /// The same for one of the routed experts that a part stands for.
  std::vector<MarkStyle> expert(std::string_view path, const Component& mixture, const Part& part,
                                std::int64_t expert) const;
  /// Styles of the hooks at a site that is drawn as a dot on a line.
  std::vector<MarkStyle> site(std::string_view path, std::string_view site) const;
  /// The style of a component's number, if it has one.
  std::vector<MarkStyle> value(std::string_view path) const;
  /// The number of a layer at a position, and the style that it has.
  std::optional<double> at_position(std::string_view block_path, std::int64_t position) const;
  MarkStyle style_of_number(double number) const;
  /// The number of a head, or else of its component.
  std::optional<double> number(std::string_view path, std::int64_t head) const;
  /// The heads that the hooks at a site act on: "heads 0, 2"; empty if all.
  std::string heads_text(std::string_view path, std::string_view site) const;
  /// Heads that hooks single out or that have a number of their own, sorted.
  std::vector<std::int64_t> named_heads(std::string_view path) const;
  /// How many of a component's own tensors carry hooks, not counting those on the lines beside it.
  std::size_t sites_inside(std::string_view path) const;
  /// Experts that hooks single out, sorted; none if these are all.
  std::vector<std::int64_t> named_experts(std::string_view path, std::int64_t n_experts) const;
  /// Whether anything in the block carries a hook or a number.
  bool in_block(std::string_view block_path) const;

  /// All that the block carries as a text, equal for blocks that carry the same; empty if nothing.
  std::string text_in_block(std::string_view block_path) const;

  const Values& values() const { return overlay_.values; }
  const ValueColors& value_colors() const { return value_colors_; }
  const Circuit& circuit() const { return overlay_.circuit; }
  const std::vector<Highlight>& highlights() const { return overlay_.highlights; }
  const std::vector<std::string>& unplaced_hooks() const { return overlay_.unplaced_hooks; }
  /// How many letters the longest mark has: none, unless there are more functions than the theme
  /// has colours.
  std::size_t letters() const { return letters_; }
  /// How a highlight looks.
  MarkStyle style(const Highlight& highlight) const;

 private:
  std::vector<MarkStyle> part_with_expert(std::string_view path, const Component& component,
                                          const Part& part,
                                          std::optional<std::int64_t> expert) const;
  template <class Condition>
  std::vector<MarkStyle> styles_where(std::string_view path, Condition condition) const;

  /// The styles, and after them that of the number of a head or else of its component.
  std::vector<MarkStyle> with_value(std::vector<MarkStyle> styles, std::string_view path,
                                    std::int64_t head) const;

  const Overlay& overlay_;
  const Theme& theme_;
  ValueColors value_colors_;
  std::size_t letters_ = 0;
  std::multimap<std::string, const Highlight*, std::less<>> by_component_;
  std::map<std::string, std::map<std::int64_t, double>, std::less<>> values_;
};

/// Whether a site of attention or an MLP lies on the lines beside the box: "in", "out", and the
/// inputs of queries, keys and values, which are taken before the norm.
bool lies_on_line(std::string_view site);

/// Whether a site lies in a part of its component: it begins with the part's path, as
/// "router_weights" does.
bool lies_in_part(std::string_view site, const Part& part);

}  // namespace tviz
