// SPDX-License-Identifier: MIT
#include "layout/measured_block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "layout/in_series.hpp"
#include "layout/norms.hpp"

namespace tviz {
namespace {

OpenedWidths widths_of(const BlockStructure& structure, const OpenedLayer& opened,
                       const Style& style) {
  OpenedWidths widths;
  for (const Component* component : components_of(structure)) {
    if (!opened.opens(*component)) continue;
    widths[component->path] = least_opened_width(*component, opened, style);
  }
  return widths;
}

}  // namespace

MeasuredBlock::MeasuredBlock(const BlockStructure& structure, const std::string& block_path,
                             const Columns& columns, const Marks& marks, const Style& style,
                             HeadsShown shown, const OpenedLayer& opened)
    : structure_(structure),
      block_path_(block_path),
      columns_(columns),
      rows_(rows_of(structure, columns, style.theme)),
      marks_(marks),
      style_(style),
      theme_(style.theme),
      shown_(shown),
      opened_(opened),
      hooks_(opened),
      opened_widths_(widths_of(structure, opened, style)) {}

std::string MeasuredBlock::path(const Component& component) const {
  return fmt::format("{}.{}", block_path_, component.path);
}

Room MeasuredBlock::room_of(const Slot& slot, const Component& component) const {
  return {slot.left, slot.right, path(component), marks_, style_, shown_, &opened_};
}

/// The main component with those of its norms that stand right above and below it.
ComponentDrawing MeasuredBlock::draw(const Slot& slot) const {
  const Room room = room_of(slot);
  ComponentDrawing drawing = draw_component(*slot.main, room);
  for (const Component* each : slot.above) {
    drawing = is_norm(*each) ? with_norm_above(std::move(drawing), {each, path(*each)}, room)
                             : with_adapter_above(std::move(drawing), *each, room_of(slot, *each));
  }
  for (const Component* norm : slot.below) {
    drawing = with_norm_below(std::move(drawing), {norm, path(*norm)}, room);
  }
  return drawing;
}

double MeasuredBlock::beside_norm_on_line(const std::vector<Slot>& slots) const {
  return slots.front().on_line == nullptr ? 0 : theme_.norm_height / 2;
}

std::vector<Slot> MeasuredBlock::slots_of(const Addition& addition) const {
  std::vector<Slot> slots = rows_.slots_of(addition, opened_widths_);
  for (Slot& slot : slots) slot.left += room_above_row(*slot.main, room_of(slot));
  return slots;
}

/// What a caption below the first read of an addition needs that is not read through norms.
double MeasuredBlock::caption_below(const Addition& addition) const {
  const std::vector<Slot> slots = slots_of(addition);
  if (!addition.shared.empty() || !slots.front().before.empty()) return 0;
  double height = 0;
  for (const RowCaption& each : captions_of(slots, drawn(slots), false)) {
    height = std::max(height, height_of(each, theme_));
  }
  return height;
}

double MeasuredBlock::room_below(std::size_t index) const {
  return caption_below(structure_.additions[index]) + circles_below(index);
}

double MeasuredBlock::circles_below(std::size_t index) const {
  if (!opened_.opens_any()) return 0;
  const Addition& addition = structure_.additions[index];
  double room = 0;
  const int below = static_cast<int>(index);
  for (const StreamPoint& point : structure_.stream_points) {
    if (point.after_additions == below && circle_of(point)) room = label_room(theme_);
  }
  if (!opened_.opens_any_of(addition)) return room;
  const std::vector<Slot> slots = slots_of(addition);
  const std::vector<HookCircle> circles = first_read_circles(addition, slots);
  return circles.empty() ? room : room + height_below(circles, theme_) + theme_.norm_height / 2;
}

std::vector<HookCircle> MeasuredBlock::first_read_circles(const Addition& addition,
                                                          const std::vector<Slot>& slots) const {
  std::vector<const Component*> norms = slots.front().before;
  std::vector<const Component*> readers{slots.front().main};
  if (!addition.shared.empty()) {
    norms = {&addition.shared.front()};
    readers = mains_of(slots);
  }
  return hooks_.opens_any(readers) ? hooks_.of_read(norms, readers) : std::vector<HookCircle>();
}

double MeasuredBlock::room_above(const Addition& addition) const {
  if (!opened_.opens_any_of(addition)) return 0;
  const std::vector<Slot> slots = slots_of(addition);
  const std::vector<HookCircle> circles = hooks_.of_output(slots.front());
  return circles.empty() ? 0 : height_of(circles, theme_) + beside_norm_on_line(slots);
}

std::optional<HookCircle> MeasuredBlock::circle_of(const StreamPoint& point) const {
  const auto after = static_cast<std::size_t>(point.after_additions);
  const auto& additions = structure_.additions;
  const bool beside = (after > 0 && opened_.opens_any_of(additions[after - 1])) ||
                      (after < additions.size() && opened_.opens_any_of(additions[after]));
  return beside ? opened_.circle(point) : std::nullopt;
}

std::vector<ComponentDrawing> MeasuredBlock::drawn(const std::vector<Slot>& slots) const {
  std::vector<ComponentDrawing> mains;
  mains.reserve(slots.size());
  for (const Slot& slot : slots) mains.push_back(draw(slot));
  return mains;
}

std::vector<RowCaption> MeasuredBlock::captions_of(const std::vector<Slot>& slots,
                                                   const std::vector<ComponentDrawing>& mains,
                                                   bool is_shared) const {
  const bool has_norm = is_shared || !slots.front().before.empty();
  // The line from a norm may be moved to stand right under what it leads to.
  const double end =
      has_norm ? rows_.norm_center(slots) - theme_.norm_width / 4 : left_of_circles(slots);
  return row_captions(slots, mains, end, !is_shared, style_);
}

/// Where the labels of circles begin that hang from a line without norms, or where the rows end.
double MeasuredBlock::left_of_circles(const std::vector<Slot>& slots) const {
  double left = columns_.heads_right;
  for (const Slot& slot : slots) {
    if (!hooks_.opens_any({slot.main})) continue;
    for (const HookCircle& circle : hooks_.of_read(slot.before, {slot.main})) {
      const double middle = (columns_.heads_right + columns_.stream) / 2;
      left = std::min(left, middle - label_reach(style_, circle));
    }
  }
  return left;
}

double MeasuredBlock::left_of(const Slot& slot) const {
  return slot.left - room_above_row(*slot.main, room_of(slot));
}

Components mains_of(const std::vector<Slot>& slots) {
  Components mains;
  mains.reserve(slots.size());
  for (const Slot& slot : slots) mains.push_back(slot.main);
  return mains;
}

}  // namespace tviz
