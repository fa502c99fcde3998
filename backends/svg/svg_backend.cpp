// SPDX-License-Identifier: MIT
#include "backends.hpp"
#include "figure_writer.hpp"
#include "xml_writer.hpp"

namespace tviz::svg {

void SvgBackend::render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const {
  // An id must not begin with a digit.
  const std::string prefix = 't' + hash(scene);
  const auto text =
      make_text_painter(options.text, {prefix, scene.typeface, text_runs(scene, false), {}});
  XmlWriter xml;
  FigureWriter(xml, scene, prefix, *text, false).write_figure(&options.metadata);
  xml.markup("\n");
  sink.write(xml.written());
}

}  // namespace tviz::svg
