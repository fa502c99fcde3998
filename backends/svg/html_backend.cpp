// SPDX-License-Identifier: MIT
#include "backends.hpp"
#include "dark_rules.hpp"
#include "figure_rules.hpp"
#include "figure_writer.hpp"
#include "item_contents.hpp"
#include "page_data.hpp"
#include "tviz/base/version.hpp"
#include "viewer.hpp"
#include "xml_writer.hpp"

namespace tviz::svg {
namespace {

std::string content_security_policy() {
  return "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
         "form-action 'none'; script-src '" +
         viewer_policy() + "'";
}

std::string style_sheet(const Scene& scene) {
  std::string rules = "html{color-scheme:";
  rules += color_scheme(scene);
  rules +=
      ";scrollbar-gutter:stable}body{margin:0;background:" + css_color(scene, scene.panel.page);
  // In the middle of the page, whatever opens beside it.
  rules += "}main{padding:16px}.tviz-figure{margin:0;position:relative;--side:auto}h1";
  rules += kHidden;
  return rules + figure_rules(scene, ".tviz-figure");
}

void write_meta(XmlWriter& xml, std::string_view name, std::string_view content) {
  if (content.empty()) return;
  xml.open("meta").attribute("name", name).attribute("content", content).close();
}

/// Names of the HTML standard, and Dublin Core's for what that lacks.
void write_metadata(XmlWriter& xml, const Metadata& metadata) {
  write_meta(xml, "generator", program_name());
  for (const std::string& author : metadata.authors) write_meta(xml, "author", author);
  write_meta(xml, "keywords", listed(metadata.keywords));
  write_meta(xml, "dcterms.rights", metadata.licence);
  write_meta(xml, "dcterms.source", metadata.source);
}

void write_head(XmlWriter& xml, const Scene& scene, const Metadata& metadata) {
  xml.open("head").open("meta").attribute("charset", "utf-8").close();
  xml.open("meta").attribute("http-equiv", "Content-Security-Policy");
  xml.attribute("content", content_security_policy()).close();
  xml.open("meta").attribute("name", "viewport");
  xml.attribute("content", "width=device-width,initial-scale=1").close();
  write_metadata(xml, metadata);
  // Keeps browsers from asking a server for a favicon.
  xml.open("link").attribute("rel", "icon").attribute("href", "data:,").close();
  xml.open("title").text(scene.title).close();
  xml.open("style").text(style_sheet(scene)).close().close();
}

void write_figure(XmlWriter& xml, const Scene& scene, const TextPainter& text,
                  const std::string& prefix) {
  xml.open("figure").attribute("class", "tviz-figure");
  FigureWriter(xml, scene, prefix, text, true).write_figure();
  xml.open("pre").attribute("class", "tviz-outline").text(scene.outline).close();
  xml.open("script").attribute("type", "application/zlib");
  xml.text(page_data(scene, text, item_contents(scene, prefix, text))).close().close();
}

}  // namespace

void HtmlBackend::render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const {
  const std::string prefix = 't' + hash(scene);
  TextPlan plan{prefix, scene.typeface, text_runs(scene, true), {}};
  add_panel_characters(scene, plan.others);
  const auto text = make_text_painter(options.text, plan);
  XmlWriter xml(LineBreaks::None);
  xml.markup("<!DOCTYPE html>").open("html").attribute("lang", "en");
  write_head(xml, scene, options.metadata);
  xml.open("body").open("main");
  // The figure draws its title, which is no heading to a screen reader.
  xml.open("h1").text(scene.title).close();
  write_figure(xml, scene, *text, prefix);
  xml.close().open("script").viewer_script().close();
  xml.close().close().markup("\n");
  sink.write(xml.written());
}

}  // namespace tviz::svg
