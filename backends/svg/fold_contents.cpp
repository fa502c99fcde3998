// SPDX-License-Identifier: MIT
#include "fold_contents.hpp"

#include <utility>

#include "figure_writer.hpp"

namespace tviz::svg {
namespace {

class Collector {
 public:
  Collector(const Scene& scene, const std::string& prefix, const TextPainter& text)
      : scene_(scene), writer_(tree_, scene, prefix, text, true) {}

  FoldContents run() {
    for (const StackItem& item : scene_.items) {
      if (const Fold* fold = std::get_if<Fold>(&item)) add(*fold);
    }
    if (contents_.folds.empty()) return std::move(contents_);
    writer_.write_definitions_of_open_folds();
    contents_.definitions = take();
    return std::move(contents_);
  }

 private:
  void add(const Fold& fold) {
    FoldContent content;
    writer_.write_unfolded_drawing(fold);
    content.drawing = take();
    writer_.write_unfolded_regions(fold);
    content.regions = take();
    writer_.write_button(fold.unfold_button, fold.unfold_hint);
    content.unfold_button = take().front();
    writer_.write_button(fold.fold_button, fold.fold_hint);
    content.fold_button = take().front();
    contents_.folds.push_back(std::move(content));
  }

  std::vector<PatternUse> take() {
    std::vector<PatternUse> uses;
    for (Element& element : tree_.take()) uses.push_back(contents_.book.add(std::move(element)));
    return uses;
  }

  const Scene& scene_;
  ElementTree tree_;
  FigureWriter writer_;
  FoldContents contents_;
};

}  // namespace

FoldContents fold_contents(const Scene& scene, const std::string& prefix, const TextPainter& text) {
  return Collector(scene, prefix, text).run();
}

}  // namespace tviz::svg
