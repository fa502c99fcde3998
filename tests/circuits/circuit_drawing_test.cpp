// SPDX-License-Identifier: MIT
// How the atlas of a circuit looks, whatever the circuit.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace tviz {
namespace {

struct CircuitCase {
  std::string model;
  RenderOptions options;
};

CircuitCase carried(const std::string& name, const std::string& model) {
  CircuitCase test{model, {}};
  test.options.circuit = carried_circuit(name);
  return test;
}

/// The edges that EAP-IG finds, the strongest or all.
CircuitCase found_by_eap(std::size_t top) {
  CircuitCase test{"gpt2", {}};
  test.options.circuit = read_circuit(std::filesystem::path(TVIZ_TEST_DATA) / "ioi_edges.txt");
  test.options.circuit_choice.top = top;
  return test;
}

std::map<std::string, CircuitCase> circuit_cases() {
  std::map<std::string, CircuitCase> cases;
  for (const auto& [name, model] :
       std::map<std::string, std::string>{{"ioi", "gpt2"},
                                          {"greater-than", "gpt2"},
                                          {"docstring", "attn-only-4l"},
                                          {"induction", "redwood_attn_2l"}}) {
    cases[name] = carried(name, model);
    cases[name + ", 3.25 in"] = carried(name, model);
    cases[name + ", 3.25 in"].options.width = 312;
  }
  cases["EAP-IG, top 100"] = found_by_eap(100);
  cases["EAP-IG, top 30, 5.5 in"] = found_by_eap(30);
  cases["EAP-IG, top 30, 5.5 in"].options.width = 528;
  cases["EAP-IG, all"] = found_by_eap(0);
  CircuitCase grouped{"llama-3.1-8b", {}};
  grouped.options.circuit = read_circuit(
      parse_yaml("edges: [[0.31, 15.0], [15.0, 31.31], [MLP 3, 31.31], [31.31, logits]]", "c").root,
      "c");
  cases["few of many"] = grouped;
  return cases;
}

/// What a scene draws in its band below the header.
struct CircuitDrawing {
  std::vector<Rect> cells;      ///< Of heads and MLPs.
  std::vector<Polyline> lines;  ///< Of edges: all lines but arrowheads.
  std::set<std::string> paths;
  double width = 0;
};

CircuitDrawing drawing_of(const Scene& scene) {
  CircuitDrawing drawing;
  drawing.width = scene.width;
  for (const Primitive& primitive : std::get<Band>(scene.items.at(1)).primitives) {
    if (const auto* region = std::get_if<Region>(&primitive)) {
      if (!region->path.starts_with("blocks.")) continue;
      drawing.cells.push_back(region->bounds);
      drawing.paths.insert(region->path);
    }
    if (const auto* line = std::get_if<Polyline>(&primitive); line != nullptr && !line->closed) {
      drawing.lines.push_back(*line);
    }
  }
  return drawing;
}

bool passes(const Point& from, const Point& to, const Rect& cell) {
  constexpr double kTouch = 0.01;
  const auto [left, right] = std::minmax(from.x, to.x);
  const auto [top, bottom] = std::minmax(from.y, to.y);
  return right > cell.x + kTouch && left < cell.right() - kTouch && bottom > cell.y + kTouch &&
         top < cell.bottom() - kTouch;
}

TEST(CircuitDrawings, HaveNoLineThroughACell) {
  for (const auto& [name, test] : circuit_cases()) {
    const CircuitDrawing drawing = drawing_of(visualize(test.model, test.options).scene());
    ASSERT_GT(drawing.cells.size(), 6U) << name;
    ASSERT_GT(drawing.lines.size(), 3U) << name;
    for (const Polyline& line : drawing.lines) {
      for (std::size_t i = 1; i < line.points.size(); ++i) {
        const Point& from = line.points[i - 1];
        const Point& to = line.points[i];
        EXPECT_TRUE(from.x == to.x || from.y == to.y) << name << ": a slanted line";
        for (const Rect& cell : drawing.cells) {
          ASSERT_FALSE(passes(from, to, cell))
              << name << ": " << from.x << "," << from.y << " to " << to.x << "," << to.y
              << " through " << cell.x << "," << cell.y;
        }
      }
    }
  }
}

TEST(CircuitDrawings, KeepCellsApartAndOnThePage) {
  for (const auto& [name, test] : circuit_cases()) {
    const CircuitDrawing drawing = drawing_of(visualize(test.model, test.options).scene());
    for (std::size_t i = 0; i < drawing.cells.size(); ++i) {
      const Rect& cell = drawing.cells[i];
      EXPECT_GT(cell.width, 1) << name;
      EXPECT_GE(cell.x, 0) << name;
      EXPECT_LE(cell.right(), drawing.width) << name;
      for (std::size_t j = 0; j < i; ++j) {
        const Rect& other = drawing.cells[j];
        const bool apart = cell.x >= other.right() || other.x >= cell.right() ||
                           cell.y >= other.bottom() || other.y >= cell.bottom();
        ASSERT_TRUE(apart) << name;
      }
    }
  }
}

/// Pieces of vertical and horizontal lines of different rails must not lie on one another.
TEST(CircuitDrawings, KeepLinesApart) {
  for (const auto& [name, test] : circuit_cases()) {
    const CircuitDrawing drawing = drawing_of(visualize(test.model, test.options).scene());
    const std::vector<Polyline>& lines = drawing.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const Point& a = lines[i].points.front();
        const Point& b = lines[i].points.back();
        const Point& c = lines[j].points.front();
        const Point& d = lines[j].points.back();
        const auto on_top = [](double a1, double a2, double b1, double b2) {
          return std::min(std::max(a1, a2), std::max(b1, b2)) -
                     std::max(std::min(a1, a2), std::min(b1, b2)) >
                 0.5;
        };
        const bool horizontal =
            a.y == b.y && c.y == d.y && a.y == c.y && on_top(a.x, b.x, c.x, d.x);
        const bool vertical = a.x == b.x && c.x == d.x && a.x == c.x && on_top(a.y, b.y, c.y, d.y);
        ASSERT_FALSE(horizontal || vertical)
            << name << ": at " << a.x << "," << a.y << " and " << c.x << "," << c.y;
      }
    }
  }
}

TEST(CircuitDrawings, ShowEveryMember) {
  for (const auto& [name, test] : circuit_cases()) {
    const Figure figure = visualize(test.model, test.options);
    const CircuitDrawing drawing = drawing_of(figure.scene());
    for (const CircuitMember& member : figure.overlay().circuit.members) {
      if (member.head < 0) continue;
      const std::string path = member.component + ".heads." + std::to_string(member.head);
      EXPECT_TRUE(drawing.paths.contains(path)) << name << ": " << path;
    }
  }
}

TEST(CircuitDrawings, SayTheTitleTheCitationAndTheClasses) {
  RenderOptions options;
  options.circuit = carried_circuit("ioi");
  options.output.text = TextMode::System;
  const std::string svg = visualize("gpt2", options).render("svg");
  for (const char* text :
       {"Indirect object identification in GPT-2 small", "26 of 144 heads in 7 classes · 101 edges",
        "after Wang et al. 2022", "backup name mover", ">9.9<", ">11.10<", "not in the circuit",
        "Edges from the embedding and through the MLPs are left out."}) {
    EXPECT_NE(svg.find(text), std::string::npos) << text;
  }
}

TEST(CircuitDrawings, FoldLayersWithoutMembers) {
  RenderOptions options;
  options.output.text = TextMode::System;
  options.circuit = read_circuit(parse_yaml("edges: [[0.1, 11.2]]", "c").root, "c");
  const std::string svg = visualize("gpt2", options).render("svg");
  EXPECT_NE(svg.find(">1–10<"), std::string::npos);
}

TEST(CircuitDrawings, AreOfAnAtlasAndOfOneWidthAtLeast) {
  RenderOptions options;
  options.circuit = carried_circuit("ioi");
  const auto message = [&] {
    try {
      visualize("gpt2", options);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  options.view = View::Tower;
  EXPECT_EQ(message(), "view: a circuit is drawn in an atlas (leave out the view)");
  options.view = View::Automatic;
  options.width = 100;
  EXPECT_TRUE(message().starts_with("width: a width of 100 pixels is too small")) << message();
  options.width.reset();
  options.direction = Direction::Right;
  EXPECT_EQ(message(),
            "direction: only a tower flows to the right (choose the view tower, or let the figure "
            "flow upwards)");
}

/// A hook and a number fill a cell; its class has the outline.
TEST(CircuitDrawings, ShowHooksAndNumbersToo) {
  RenderOptions options;
  options.circuit = carried_circuit("ioi");
  options.hooks = {{"blocks.9.attn.hook_z", "patch", {9}}};
  options.values.list = {{"blocks.10.attn", 0, 0.5}, {"blocks.3.mlp", kAllHeads, -1}};
  options.output.text = TextMode::System;
  const std::string svg = visualize("gpt2", options).render("svg");
  EXPECT_NE(svg.find("patch"), std::string::npos);
  EXPECT_NE(svg.find("Head 0, layer 10, name mover"), std::string::npos);
}

}  // namespace
}  // namespace tviz
