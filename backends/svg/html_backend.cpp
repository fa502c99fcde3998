// SPDX-License-Identifier: MIT
#include "backends.hpp"
#include "figure_writer.hpp"
#include "item_contents.hpp"
#include "page_data.hpp"
#include "tviz/scene/number.hpp"
#include "viewer.hpp"
#include "xml_writer.hpp"

namespace tviz::svg {
namespace {

/// Room for a panel beside the figure: its gap and its width.
constexpr double kPanelRoom = 16 + 560;

std::string content_security_policy() {
  return "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
         "script-src '" +
         viewer_policy() + "'";
}

std::string style_sheet(const Scene& scene) {
  constexpr Color kBlack{0, 0, 0};
  constexpr Color kWhite{255, 255, 255};
  const bool dark = contrast(scene.panel.page, kWhite) > contrast(scene.panel.page, kBlack);
  std::string rules = "html{color-scheme:";
  rules += dark ? "dark" : "light";
  rules += ";scrollbar-gutter:stable}body{margin:0;background:" + format(scene.panel.page);
  rules += "}main{margin:0 auto;padding:16px;max-width:";
  append_number(rules, scene.width + kPanelRoom);
  rules +=
      "px}.tviz-figure{margin:0 0 16px;position:relative}"
      ".tviz-figure [tabindex]{outline:none}"
      ".tviz-figure [tabindex]:focus-visible{outline:2px solid " +
      format(scene.panel.head.stroke) +
      "}"
      // Positioned, it is painted apart from what opens over it, which so costs nothing there.
      ".tviz-figure svg{display:block;position:relative;max-width:100%;height:auto}"
      ".tviz-outline{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;"
      "clip-path:inset(50%)}";
  return rules;
}

void write_head(XmlWriter& xml, const Scene& scene) {
  xml.open("head").open("meta").attribute("charset", "utf-8").close();
  xml.open("meta").attribute("http-equiv", "Content-Security-Policy");
  xml.attribute("content", content_security_policy()).close();
  xml.open("meta").attribute("name", "viewport");
  xml.attribute("content", "width=device-width,initial-scale=1").close();
  // Keeps browsers from asking a server for a favicon.
  xml.open("link").attribute("rel", "icon").attribute("href", "data:,").close();
  xml.open("title").text(scene.title).close();
  xml.open("style").text(style_sheet(scene)).close().close();
}

void write_figure(XmlWriter& xml, const Scene& scene, const TextPainter& text,
                  const std::string& prefix) {
  xml.open("figure").attribute("class", "tviz-figure");
  FigureWriter(xml, scene, prefix, text, true).write_figure();
  const FigureContents contents = item_contents(scene, prefix, text);
  contents.book.write_examples(xml);
  xml.open("pre").attribute("class", "tviz-outline").text(scene.outline).close();
  xml.open("script").attribute("type", "application/json");
  xml.json(page_data(scene, text, contents)).close().close();
}

}  // namespace

void HtmlBackend::render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const {
  const std::string prefix = 't' + hash(scene);
  TextPlan plan{prefix, text_runs(scene, true), {}};
  add_panel_characters(scene, plan.others);
  const auto text = make_text_painter(options.text, plan);
  XmlWriter xml(LineBreaks::None);
  xml.markup("<!DOCTYPE html>").open("html").attribute("lang", "en");
  write_head(xml, scene);
  xml.open("body").open("main");
  write_figure(xml, scene, *text, prefix);
  xml.close().open("script").viewer_script().close();
  xml.close().close().markup("\n");
  sink.write(xml.written());
}

}  // namespace tviz::svg
