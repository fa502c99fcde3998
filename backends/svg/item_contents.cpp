// SPDX-License-Identifier: MIT
#include "item_contents.hpp"

#include <utility>

#include "figure_writer.hpp"

namespace tviz::svg {
namespace {

class Collector {
 public:
  Collector(const Scene& scene, const std::string& prefix, const TextPainter& text)
      : scene_(scene), writer_(tree_, scene, prefix, text, true) {}

  FigureContents run() {
    const std::vector<bool> shown = place(scene_, false).item_shown;
    for (std::size_t i = 0; i < scene_.items.size(); ++i) {
      ItemContent content{state(scene_.items[i], false, !shown[i]), {}};
      if (std::holds_alternative<Fold>(scene_.items[i])) {
        content.unfolded = state(scene_.items[i], true, true);
      }
      contents_.items.push_back(content);
    }
    writer_.write_other_definitions();
    for (Element& element : tree_.take()) {
      contents_.definitions.push_back(contents_.book.add(std::move(element)));
    }
    return std::move(contents_);
  }

 private:
  StateContent state(const StackItem& item, bool unfolded, bool drawn) {
    const std::span<const Band> bands = bands_of(item, unfolded);
    StateContent content;
    content.height = height_of(bands);
    writer_.write_live_regions(bands);
    content.regions = take(unfolded);
    if (const Fold* fold = std::get_if<Fold>(&item)) {
      writer_.write_button(*fold, unfolded);
      content.button = take(unfolded);
    }
    if (drawn) writer_.write_drawing(bands);
    content.drawing = take(unfolded);
    return content;
  }

  /// What was written since the last time: an element or nothing.
  std::optional<PatternUse> take(bool unfolded) {
    std::vector<Element> written = tree_.take();
    if (written.empty()) return std::nullopt;
    return contents_.book.add(std::move(written.front()), unfolded ? 1 : 0);
  }

  const Scene& scene_;
  ElementTree tree_;
  FigureWriter writer_;
  FigureContents contents_;
};

}  // namespace

FigureContents item_contents(const Scene& scene, const std::string& prefix,
                             const TextPainter& text) {
  return Collector(scene, prefix, text).run();
}

}  // namespace tviz::svg
