// SPDX-License-Identifier: MIT
#include "item_contents.hpp"

#include <utility>

#include "figure_writer.hpp"

namespace tviz::svg {
namespace {

class Collector {
 public:
  Collector(const Scene& scene, const std::string& prefix, const TextPainter& text)
      : scene_(scene), writer_(xml_, scene, prefix, text, true) {}

  FigureContents run() {
    const std::vector<bool> shown = place(scene_, false).item_shown;
    for (std::size_t i = 0; i < scene_.items.size(); ++i) {
      ItemContent content{state(scene_.items[i], false, !shown[i]), {}};
      if (std::holds_alternative<Fold>(scene_.items[i])) {
        content.unfolded = state(scene_.items[i], true, true);
      }
      contents_.items.push_back(std::move(content));
    }
    writer_.write_other_definitions();
    contents_.definitions = xml_.take();
    return std::move(contents_);
  }

 private:
  StateContent state(const StackItem& item, bool unfolded, bool drawn) {
    const std::span<const Band> bands = bands_of(item, unfolded);
    StateContent content;
    content.height = height_of(bands);
    writer_.write_live_regions(bands);
    content.regions = xml_.take();
    if (const Fold* fold = std::get_if<Fold>(&item)) {
      writer_.write_button(*fold, unfolded);
      content.button = xml_.take();
    }
    if (drawn) writer_.write_drawing(bands);
    content.drawing = xml_.take();
    return content;
  }

  const Scene& scene_;
  XmlWriter xml_{LineBreaks::None};
  FigureWriter writer_;
  FigureContents contents_;
};

}  // namespace

FigureContents item_contents(const Scene& scene, const std::string& prefix,
                             const TextPainter& text) {
  return Collector(scene, prefix, text).run();
}

}  // namespace tviz::svg
