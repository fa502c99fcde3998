// SPDX-License-Identifier: MIT
#include "layout/marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tviz {
namespace {

bool concerns(const Highlight& highlight, std::int64_t head) {
  return highlight.heads.empty() || std::ranges::binary_search(highlight.heads, head);
}

bool names_a_part(std::string_view site, const Component& component) {
  return std::ranges::any_of(component.parts,
                             [&](const Part& part) { return lies_in_part(site, part); });
}

/// Whether a part stands for what its component does.
bool is_main(const Part& part) {
  return part.role == "expert" || part.role == "shared_expert" || part.role == "step" ||
         part.role == "gate";
}

}  // namespace

bool lies_in_part(std::string_view site, const Part& part) {
  return site.starts_with(part.path) &&
         (site.size() == part.path.size() || site[part.path.size()] == '_');
}

bool lies_on_line(std::string_view site) {
  return is_before_norm(site) || site == "out" || site == "entry" || site == "exit";
}

Marks::Marks(const Overlay& overlay, const Theme& theme)
    : overlay_(overlay), theme_(theme), value_colors_(overlay.values, theme) {
  for (const Highlight& highlight : overlay.highlights) {
    by_component_.emplace(highlight.component, &highlight);
    if (highlight.color < theme.highlights.size()) continue;
    letters_ = std::max(letters_, mark_letter(highlight.color).size());
  }
  for (const Value& value : overlay.values.list) {
    values_[value.component][value.head] = value.number;
  }
}

MarkStyle Marks::style(const Highlight& highlight) const {
  return mark_style(theme_.highlights[highlight.color % theme_.highlights.size()],
                    {letters_ > 0 ? mark_letter(highlight.color) : "", highlight.backward,
                     !highlight.needs.empty()},
                    theme_);
}

template <class Condition>
std::vector<MarkStyle> Marks::styles_where(std::string_view path, Condition condition) const {
  std::vector<MarkStyle> styles;
  const auto [first, last] = by_component_.equal_range(path);
  for (auto mark = first; mark != last; ++mark) {
    if (condition(*mark->second)) add_once(styles, style(*mark->second));
  }
  return styles;
}

std::optional<double> Marks::number(std::string_view path, std::int64_t head) const {
  const auto numbers = values_.find(path);
  if (numbers == values_.end()) return std::nullopt;
  auto number = numbers->second.find(head);
  if (number == numbers->second.end()) number = numbers->second.find(kAllHeads);
  if (number == numbers->second.end()) return std::nullopt;
  return number->second;
}

std::vector<MarkStyle> Marks::with_value(std::vector<MarkStyle> styles, std::string_view path,
                                         std::int64_t head) const {
  if (const auto own = number(path, head)) {
    styles.push_back(style_of_number(*own));
  }
  return styles;
}

MarkStyle Marks::style_of_number(double number) const {
  MarkStyle style = mark_style(value_colors_.style(number), {}, theme_);
  style.is_number = true;
  return style;
}

std::optional<double> Marks::at_position(std::string_view block_path, std::int64_t position) const {
  const auto numbers = values_.find(block_path);
  if (numbers == values_.end()) return std::nullopt;
  const auto number = numbers->second.find(position);
  return number == numbers->second.end() ? std::nullopt : std::optional(number->second);
}

std::vector<MarkStyle> Marks::anywhere(std::string_view path) const {
  return with_value(hooks(path), path, kAllHeads);
}

std::vector<MarkStyle> Marks::hooks(std::string_view path) const {
  return styles_where(path, [](const Highlight&) { return true; });
}

std::vector<MarkStyle> Marks::inside(std::string_view path) const {
  return with_value(
      styles_where(path, [](const Highlight& mark) { return !lies_on_line(mark.site); }), path,
      kAllHeads);
}

std::vector<MarkStyle> Marks::head(std::string_view path, const Component& attention,
                                   std::int64_t head) const {
  return with_value(styles_where(path,
                                 [&](const Highlight& mark) {
                                   return !lies_on_line(mark.site) &&
                                          !names_a_part(mark.site, attention) &&
                                          concerns(mark, head);
                                 }),
                    path, head);
}

std::vector<MarkStyle> Marks::cell(std::string_view path, std::int64_t head) const {
  return with_value(
      styles_where(path,
                   [&](const Highlight& mark) {
                     const bool is_another = mark.expert != kAllExperts && mark.expert != head;
                     return !lies_on_line(mark.site) && concerns(mark, head) && !is_another;
                   }),
      path, head);
}

std::vector<MarkStyle> Marks::part(std::string_view path, const Component& component,
                                   const Part& part) const {
  return part_with_expert(path, component, part, std::nullopt);
}

std::vector<MarkStyle> Marks::expert(std::string_view path, const Component& mixture,
                                     const Part& part, std::int64_t expert) const {
  return part_with_expert(path, mixture, part, expert);
}

std::vector<MarkStyle> Marks::part_with_expert(std::string_view path, const Component& component,
                                               const Part& part,
                                               std::optional<std::int64_t> expert) const {
  std::vector<MarkStyle> styles = styles_where(path, [&](const Highlight& mark) {
    if (lies_on_line(mark.site)) return false;
    if (mark.expert != kAllExperts && mark.expert != expert) return false;
    return lies_in_part(mark.site, part) || (is_main(part) && !names_a_part(mark.site, component));
  });
  return is_main(part) ? with_value(std::move(styles), path, expert.value_or(kAllHeads)) : styles;
}

std::vector<MarkStyle> Marks::site(std::string_view path, std::string_view site) const {
  return styles_where(path, [site](const Highlight& mark) { return mark.site == site; });
}

std::vector<MarkStyle> Marks::value(std::string_view path) const {
  return with_value({}, path, kAllHeads);
}

std::string Marks::heads_text(std::string_view path, std::string_view site) const {
  std::string text;
  const auto [first, last] = by_component_.equal_range(path);
  for (auto mark = first; mark != last; ++mark) {
    const std::string& heads = mark->second->heads_text;
    if (mark->second->site != site || heads.empty() || text.find(heads) != std::string::npos)
      continue;
    text += (text.empty() ? "" : "; ") + heads;
  }
  return text;
}

std::vector<std::int64_t> Marks::named_heads(std::string_view path) const {
  std::vector<std::int64_t> heads;
  const auto [first, last] = by_component_.equal_range(path);
  for (auto mark = first; mark != last; ++mark) {
    const auto& named = mark->second->heads;
    if (!lies_on_line(mark->second->site)) heads.insert(heads.end(), named.begin(), named.end());
  }
  if (const auto numbers = values_.find(path); numbers != values_.end()) {
    for (const auto& [head, number] : numbers->second) {
      if (head != kAllHeads) heads.push_back(head);
    }
  }
  std::ranges::sort(heads);
  heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
  return heads;
}

std::size_t Marks::sites_inside(std::string_view path) const {
  std::set<std::string_view> sites;
  const auto [first, last] = by_component_.equal_range(path);
  for (auto mark = first; mark != last; ++mark) {
    if (!lies_on_line(mark->second->site)) sites.insert(mark->second->site);
  }
  return sites.size();
}

std::vector<std::int64_t> Marks::named_experts(std::string_view path,
                                               std::int64_t n_experts) const {
  std::set<std::int64_t> experts;
  const auto [first, last] = by_component_.equal_range(path);
  for (auto mark = first; mark != last; ++mark) {
    const std::int64_t expert = mark->second->expert;
    if (expert != kAllExperts && expert < n_experts) experts.insert(expert);
  }
  if (const auto numbers = values_.find(path); numbers != values_.end()) {
    for (const auto& [expert, number] : numbers->second) {
      if (expert != kAllHeads) experts.insert(expert);
    }
  }
  // Then none is singled out, and the row shows what fits.
  if (static_cast<std::int64_t>(experts.size()) == n_experts) return {};
  return {experts.begin(), experts.end()};
}

std::string Marks::text_in_block(std::string_view block_path) const {
  std::string text;
  const auto name_inside = [&](std::string_view path) {
    return std::string(path.substr(block_path.size()));
  };
  const auto is_inside = [&](std::string_view path) {
    return path.starts_with(block_path) &&
           (path.size() == block_path.size() || path[block_path.size()] == '.');
  };
  for (auto at = by_component_.lower_bound(block_path);
       at != by_component_.end() && at->first.starts_with(block_path); ++at) {
    if (!is_inside(at->first)) continue;
    const Highlight& mark = *at->second;
    text += fmt::format("{} {} {} {} {} {};", name_inside(at->first), mark.site,
                        fmt::join(mark.heads, ","), mark.label, mark.expert, mark.backward);
  }
  for (auto at = values_.lower_bound(block_path);
       at != values_.end() && at->first.starts_with(block_path); ++at) {
    if (!is_inside(at->first)) continue;
    for (const auto& [head, number] : at->second) {
      text += fmt::format("{} {} {};", name_inside(at->first), head, number);
    }
  }
  return text;
}

bool Marks::in_block(std::string_view block_path) const {
  const std::string prefix = std::string(block_path) + ".";
  const auto any = [&](const auto& by_path) {
    if (by_path.find(block_path) != by_path.end()) return true;
    const auto inner = by_path.lower_bound(prefix);
    return inner != by_path.end() && inner->first.starts_with(prefix);
  };
  return any(by_component_) || any(values_);
}

}  // namespace tviz
