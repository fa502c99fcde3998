// SPDX-License-Identifier: MIT
#include "page_data.hpp"

#include <algorithm>
#include <map>

#include "dark_rules.hpp"
#include "deflate.hpp"
#include "figure_writer.hpp"
#include "panel_rows.hpp"
#include "tviz/base/base64.hpp"
#include "tviz/scene/json_writer.hpp"

namespace tviz::svg {
namespace {

std::int64_t number_of(std::size_t index) { return static_cast<std::int64_t>(index); }

/// [[text, face, script], ...] with 0 left out at the end; equal looks are joined.
void write_equation(JsonWriter& json, const std::vector<DetailText>& equation) {
  json.begin_array();
  for (auto part = equation.begin(); part != equation.end();) {
    const Face face = part->face;
    const int script = part->script;
    std::string text;
    for (; part != equation.end() && part->face == face && part->script == script; ++part) {
      text += part->text;
    }
    json.begin_array().value(text);
    if (face != Face{} || script != 0) json.value(std::int64_t{static_cast<int>(face)});
    if (script != 0) json.value(std::int64_t{script});
    json.end_array();
  }
  json.end_array();
}

/// [[name, site, shape, note, first expert, experts], ...], without what is left out at the end.
void write_rows(JsonWriter& json, const std::vector<DetailRow>& points) {
  json.begin_array();
  for (const auto& [point, n_experts] : panel_rows(points)) {
    json.begin_array().value(point.name).value(point.site).value(point.shape);
    if (!point.note.empty() || n_experts > 0) json.value(point.note);
    if (n_experts > 0) json.value(point.expert).value(n_experts);
    json.end_array();
  }
  json.end_array();
}

bool have_equal_equations(const Detail& a, const Detail& b) {
  return std::ranges::equal(a.equation, b.equation, [](const DetailText& x, const DetailText& y) {
    return x.text == y.text && x.face == y.face && x.script == y.script;
  });
}

/// What is empty is left out; the viewer fills it in. An equation that an earlier detail has, too,
/// is the number of that.
void write_detail(JsonWriter& json, const std::vector<Detail>& details, const Detail& detail) {
  const auto same = std::ranges::find_if(
      details, [&detail](const Detail& each) { return have_equal_equations(each, detail); });
  json.begin_object().key("title").value(detail.title);
  if (!detail.summary.empty()) json.key("summary").value(detail.summary);
  if (!detail.parameters.empty()) json.key("parameters").value(detail.parameters);
  if (!detail.equation.empty()) {
    json.key("equation");
    if (&*same == &detail) {
      write_equation(json, detail.equation);
    } else {
      json.value(same - details.begin());
    }
  }
  if (detail.n_heads > 0) json.key("heads").value(detail.n_heads);
  if (detail.n_key_value_heads > 0) json.key("groups").value(detail.n_key_value_heads);
  if (detail.n_experts > 0) json.key("experts").value(detail.n_experts);
  if (!detail.rows.empty()) write_rows(json.key("rows"), detail.rows);
  if (!detail.notes.empty()) {
    json.key("notes").begin_array();
    for (const std::string& note : detail.notes) json.value(note);
    json.end_array();
  }
  json.end_object();
}

/// The classes of a mark in the page's style sheet.
std::string_view look_of(const DetailMark& mark) {
  if (mark.backward) return mark.dormant ? "backward dormant" : "backward";
  return mark.dormant ? "dormant" : "";
}

void write_mark(JsonWriter& json, const Scene& scene, const DetailMark& mark) {
  json.begin_object().key("component").value(mark.component).key("site").value(mark.site);
  json.key("heads").begin_array();
  for (const std::int64_t head : mark.heads) json.value(head);
  json.end_array()
      .key("label")
      .value(mark.label)
      .key("fill")
      .value(css_color(scene, mark.style.fill));
  json.key("stroke")
      .value(css_color(scene, mark.style.stroke))
      .key("text")
      .value(css_color(scene, mark.style.text));
  json.key("letter").value(mark.letter).key("look").value(look_of(mark));
  if (mark.expert >= 0) json.key("expert").value(mark.expert);
  json.end_object();
}

/// {path: [index, number, ...], ...}, with the index -1 for a whole component.
void write_numbers(JsonWriter& json, const std::vector<DetailValue>& values) {
  std::map<std::string_view, std::vector<const DetailValue*>> by_component;
  for (const DetailValue& value : values) by_component[value.component].push_back(&value);
  json.begin_object();
  for (const auto& [component, own] : by_component) {
    json.key(component).begin_array();
    for (const DetailValue* value : own) json.value(value->index).exact(value->number);
    json.end_array();
  }
  json.end_object();
}

void write_scale(JsonWriter& json, const Scene& scene, const DetailScale& scale) {
  json.begin_object().key("title").value(scale.title).key("low").exact(scale.low);
  json.key("high").exact(scale.high).key("steps").begin_array();
  for (const DetailColors& step : scale.steps) {
    json.begin_array().value(css_color(scene, step.fill)).value(css_color(scene, step.text));
    json.end_array();
  }
  write_numbers(json.end_array().key("numbers"), scale.values);
  json.end_object();
}

/// [path, label, detail], without the detail if there is none.
void write_places(JsonWriter& json, const std::vector<Place>& places) {
  json.begin_array();
  for (const Place& place : places) {
    json.begin_array().value(place.path).value(place.label);
    if (place.detail >= 0) json.value(place.detail);
    json.end_array();
  }
  json.end_array();
}

void write_bounds(JsonWriter& json, const Rect& bounds) {
  json.value(bounds.x).value(bounds.y).value(bounds.width).value(bounds.height);
}

/// [height, regions, button, drawing]; a region is [place, x, y, width, height, cells], without
/// the cells if there are none, and a cell is [index, x, y, width, height].
void write_state(JsonWriter& json, const StateContent& state) {
  json.begin_array().value(state.height).begin_array();
  for (const auto& [place, bounds, cells] : state.regions) {
    write_bounds(json.begin_array().value(number_of(place)), bounds);
    if (!cells.empty()) json.begin_array();
    for (const RegionCell& cell : cells) {
      write_bounds(json.begin_array().value(cell.index), cell.bounds);
      json.end_array();
    }
    if (!cells.empty()) json.end_array();
    json.end_array();
  }
  json.end_array().value(state.button).value(state.drawing).end_array();
}

/// [places, state] for a band, [places, state folded, state unfolded, id] for a fold.
void write_items(JsonWriter& json, const Scene& scene, const FigureContents& contents) {
  for (std::size_t i = 0; i < scene.items.size(); ++i) {
    const ItemContent& content = contents.items[i];
    json.begin_array();
    write_places(json, content.places);
    write_state(json, content.folded);
    if (content.unfolded) {
      write_state(json, *content.unfolded);
      json.value(std::get<Fold>(scene.items[i]).id);
    }
    json.end_array();
  }
}

/// [fold, members], ... of the folds that have members.
void write_runs(JsonWriter& json, const Scene& scene) {
  for (std::size_t i = 0; i < scene.items.size(); ++i) {
    const Fold* fold = std::get_if<Fold>(&scene.items[i]);
    if (fold == nullptr || fold->members == 0) continue;
    json.begin_array().value(number_of(i)).value(number_of(fold->members)).end_array();
  }
}

void write_stream(JsonWriter& json, const StreamLine& line) {
  json.begin_array().value(line.x).value(number_of(line.top_item)).value(line.top);
  json.value(number_of(line.bottom_item)).value(line.bottom).end_array();
}

/// [x, [item, height folded, height unfolded], ...], without the latter for no end then.
void write_rail(JsonWriter& json, const Rail& rail) {
  json.begin_array().value(rail.x);
  for (const RailEnd& end : rail.ends) {
    json.begin_array().value(number_of(end.item)).value(end.folded);
    if (end.unfolded) json.value(*end.unfolded);
    json.end_array();
  }
  json.end_array();
}

void write_style(JsonWriter& json, const Scene& scene, const TextPainter& text) {
  const PanelStyle& style = scene.panel;
  json.begin_object()
      .key("page")
      .value(css_color(scene, scene.background))
      .key("surface")
      .value(css_color(scene, style.surface))
      .key("border")
      .value(css_color(scene, style.border));
  json.key("ink")
      .value(css_color(scene, style.ink))
      .key("muted")
      .value(css_color(scene, style.muted));
  json.key("head-fill")
      .value(css_color(scene, style.head.fill))
      .key("head-stroke")
      .value(css_color(scene, style.head.stroke));
  json.key("head-text").value(css_color(scene, style.head.text));
  json.key("serif").value(text.families(Face::Serif)).key("sans");
  json.value(text.families(Face::Sans)).key("mono").value(text.families(Face::Mono));
  json.key("math").value(text.families(Face::Math)).end_object();
}

}  // namespace

std::string page_data(const Scene& scene, const TextPainter& text, const FigureContents& contents) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  write_items(json, scene, contents);
  json.end_array().key("runs").begin_array();
  write_runs(json, scene);
  json.end_array();
  json.key("definitions").value(contents.definitions).key("flow").begin_array();
  for (const std::size_t item : flow_order(scene)) json.value(number_of(item));
  json.end_array().key("columns").begin_array();
  for (const Column& column : scene.columns) {
    json.begin_array().value(number_of(column.first_item)).value(number_of(column.last_item));
    json.end_array();
  }
  json.end_array().key("streams").begin_array();
  for (const StreamLine& line : scene.streams) write_stream(json, line);
  json.end_array().key("rails").begin_array();
  for (const Rail& rail : scene.rails) write_rail(json, rail);
  json.end_array().key("style");
  write_style(json, scene, text);
  json.key("details").begin_array();
  for (const Detail& detail : scene.details) write_detail(json, scene.details, detail);
  json.end_array().key("marks").begin_array();
  for (const DetailMark& mark : scene.marks) write_mark(json, scene, mark);
  json.end_array().key("scales").begin_array();
  for (const DetailScale& scale : scene.scales) write_scale(json, scene, scale);
  json.end_array().key("snippet").value(scene.snippet).end_object();
  return base64(deflated(json.text()));
}

}  // namespace tviz::svg
