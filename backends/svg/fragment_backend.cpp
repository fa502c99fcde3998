// SPDX-License-Identifier: MIT
#include "backends.hpp"
#include "dark_rules.hpp"
#include "figure_rules.hpp"
#include "figure_writer.hpp"
#include "item_contents.hpp"
#include "page_data.hpp"
#include "tviz/base/base64.hpp"
#include "xml_writer.hpp"

namespace tviz::svg {
namespace {

/// Style sheets of the host say how pictures, preformatted text and the like look there. By its id
/// the figure wins over them, and what is inherited begins anew.
std::string rules_of(const Scene& scene, const std::string& prefix) {
  const std::string selector = '#' + prefix + "-figure";
  std::string rules = selector + "{all:initial;display:block;position:relative;color-scheme:";
  rules += color_scheme(scene);
  rules += '}' + host_scheme_rules(scene, selector);
  return rules + figure_rules(scene, selector);
}

std::string picture_of(const Scene& scene, const std::string& prefix, const TextPainter& text) {
  XmlWriter xml(LineBreaks::None);
  FigureWriter(xml, scene, prefix, text, true).write_figure();
  return std::string(xml.written());
}

/// The attributes give the page the figure's proportions before anything is loaded.
void write_picture(XmlWriter& xml, const Scene& scene, const std::string& prefix,
                   const TextPainter& text) {
  xml.open("img").attribute("alt", scene.description);
  xml.attribute("width", scene.width).attribute("height", place(scene, false).height);
  xml.attribute("style", "display:block;box-sizing:content-box;max-width:100%;height:auto;" +
                             std::string(kToolbarRoom));
  const std::string picture = picture_of(scene, prefix, text);
  xml.attribute("src", "data:image/svg+xml;base64," + base64(picture)).close();
}

void write_script(XmlWriter& xml, const Scene& scene, const std::string& prefix,
                  const TextPainter& text) {
  JsonWriter parts;
  parts.begin_object().key("id").value(prefix).key("rules").value(rules_of(scene, prefix));
  parts.key("data").value(page_data(scene, text, item_contents(scene, prefix, text)));
  parts.end_object();
  xml.open("script").markup("(()=>{const tvizFragment=").json(parts);
  xml.markup(";\n").fragment_viewer_script().markup("})()").close();
}

}  // namespace

void FragmentBackend::render(const Scene& scene, const BackendOptions& options,
                             ByteSink& sink) const {
  const std::string prefix = 't' + hash(scene);
  TextPlan plan{prefix, scene.typeface, text_runs(scene, true), {}};
  add_panel_characters(scene, plan.others);
  const auto text = make_text_painter(options.text, plan);
  XmlWriter xml(LineBreaks::None);
  xml.open("div").attribute("class", "tviz-output").attribute("data-tviz-figure", prefix);
  write_picture(xml, scene, prefix, *text);
  xml.open("pre").attribute("class", "tviz-outline");
  xml.attribute("style",
                "position:absolute;width:1px;height:1px;margin:0;padding:0;overflow:hidden;"
                "clip-path:inset(50%)");
  xml.text(scene.outline).close().close();
  write_script(xml, scene, prefix, *text);
  xml.markup("\n");
  sink.write(xml.written());
}

}  // namespace tviz::svg
