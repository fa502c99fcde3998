// SPDX-License-Identifier: MIT
#include "layout/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "layout/captions.hpp"
#include "layout/circuit_subtitle.hpp"
#include "layout/legend.hpp"
#include "layout/value_scale.hpp"
#include "tviz/graph/low_rank.hpp"

namespace tviz {
namespace {

/// Writes lines from the top down; the band's height is what was written.
class HeaderWriter {
 public:
  HeaderWriter(const Page& page, const Style& style)
      : page_(page), style_(style), canvas_(style), y_(style.theme.margin) {}

  void title(const std::string& text) {
    const double usual = style_.theme.title_size;
    for (const std::string& line : wrap(style_.fonts, text, Face::SerifBold, usual, room())) {
      // A name cannot be broken.
      const double width = style_.fonts.width(line, Face::SerifBold, usual);
      const double size = usual * std::min(1.0, room() / width);
      y_ += size;
      write(line, Face::SerifBold, size, page_.left, style_.theme.title);
      y_ += 0.25 * size;
    }
  }

  /// Parts with dots between them, as many in a line as fit.
  void subtitle(const std::vector<std::string>& parts) {
    const double size = style_.theme.subtitle_size;
    y_ += 0.25 * size;
    std::string line;
    for (const std::string& part : parts) {
      std::string longer = line.empty() ? part : fmt::format("{} · {}", line, part);
      if (!line.empty() && style_.fonts.width(longer, Face::Sans, size) > room()) {
        subtitle_line(line, style_.theme.muted);
        longer = part;
      }
      line = std::move(longer);
    }
    subtitle_line(line, style_.theme.muted);
  }

  /// Whom a circuit is taken from.
  void citation(const std::string& text) {
    if (text.empty()) return;
    const double size = style_.theme.subtitle_size;
    const std::string credit = "after " + text;
    for (const std::string& line : wrap(style_.fonts, credit, Face::Sans, size, room())) {
      subtitle_line(line, style_.theme.muted);
    }
  }

  /// What the figure must not hide; in a page it opens the list.
  void doubts(const std::string& text) {
    if (text.empty()) return;
    const double size = style_.theme.subtitle_size;
    const double top = y_ + 0.25 * size;
    y_ = top;
    for (const std::string& line : wrap(style_.fonts, text, Face::Sans, size, room())) {
      subtitle_line(elide(style_.fonts, line, Face::Sans, size, room()), style_.theme.text);
    }
    canvas_.add(Region{kDoubts, text, kDoubts, {page_.left, top, room(), y_ + 0.25 * size - top}});
  }

  void legend(Legend legend) {
    for (Primitive& part : moved(std::move(legend.primitives), {0, y_})) {
      canvas_.add(std::move(part));
    }
    y_ += legend.height;
  }

  void scale(const Marks& marks) {
    y_ += 0.6 * style_.theme.legend_size;
    y_ += draw_value_scale(canvas_, marks, page_.left, page_.right, y_);
  }

  Band finish() && {
    const double height = std::ceil(y_ + style_.theme.header_gap);
    return {height, std::move(canvas_).take()};
  }

 private:
  void subtitle_line(const std::string& line, Color color) {
    const double size = style_.theme.subtitle_size;
    y_ += 1.2 * size;
    write(line, Face::Sans, size, page_.left, color);
    y_ += 0.25 * size;
  }

  double room() const { return page_.right - page_.left; }

  void write(std::string_view text, Face face, double size, double x, Color color) {
    canvas_.text(typeset(style_.fonts, text, face, size), {x, y_}, color);
  }

  const Page& page_;
  const Style& style_;
  Canvas canvas_;
  double y_;
};

/// "1 head", "12 heads".
std::string counted(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

bool has_attention(const ModelArchitecture& model) {
  return model.layers.empty() || std::ranges::any_of(model.layers, [](const LayerKind& layer) {
           return layer.mixer == TokenMixer::Attention || layer.cross_attention;
         });
}

/// What follows the number of layers.
std::vector<std::string> dimensions_of(const ModelArchitecture& model) {
  std::vector<std::string> parts;
  const bool attention = has_attention(model);
  if (attention) {
    parts.push_back(fmt::format("{} × {}", counted(model.n_heads, "head"), model.d_head));
  }
  if (attention && model.n_key_value_heads < model.n_heads) {
    parts.push_back(counted(model.n_key_value_heads, "key/value head"));
  }
  parts.push_back(fmt::format("d_model {}", model.d_model));
  if (model.d_mlp > 0) {
    parts.push_back(fmt::format("d_mlp {}", model.d_mlp));
  } else if (attention && model.attn_only()) {
    parts.emplace_back("attention only");
  }
  if (model.experts.n_experts > 0) {
    parts.push_back(fmt::format("{}, top {}", counted(model.experts.n_experts, "expert"),
                                model.experts.experts_per_token));
  }
  return parts;
}

/// "6 layers", "Encoder 6 layers".
std::string layers_of(const Stream& stream) {
  const std::string layers = counted(static_cast<std::int64_t>(stream.blocks.size()), "layer");
  return stream.title.empty() ? layers : fmt::format("{} {}", stream.title, layers);
}

std::int64_t count_low_ranks(const std::vector<const Component*>& components) {
  std::int64_t sum = 0;
  for (const Component* each : components) {
    for (const LowRank& update : low_ranks_of(*each)) sum += update.parameters;
  }
  return sum;
}

/// Parameters of low-rank updates.
std::int64_t count_low_ranks(const Graph& graph) {
  std::int64_t sum = 0;
  for (const Stream& stream : graph.streams) {
    sum += count_low_ranks(components_outside_blocks(stream));
    for (const Block& block : stream.blocks) {
      sum += count_low_ranks(components_of(stream.structures[block.structure]));
      if (stream.shared_weights) break;
    }
  }
  return sum;
}

/// "124M parameters", of a mixture "46.7B parameters · 12.9B active", with low-rank updates
/// "124M parameters + 295K in LoRA".
std::string parameters_of(const Graph& graph) {
  const std::int64_t low_ranks = count_low_ranks(graph);
  const std::int64_t all = count_parameters(graph) - low_ranks;
  const std::int64_t active = count_active_parameters(graph) - low_ranks;
  std::string text = fmt::format("{} parameters", short_count(all));
  if (low_ranks > 0) text += fmt::format(" + {} in LoRA", short_count(low_ranks));
  return active == all ? text : fmt::format("{} · {} active", text, short_count(active));
}

void append(std::vector<std::string> more, std::vector<std::string>& parts) {
  std::ranges::move(more, std::back_inserter(parts));
}

}  // namespace

std::string title_of(const ModelArchitecture& model) {
  return model.title.empty() ? model.model_name : model.title;
}

std::string short_count(std::int64_t count) {
  constexpr std::array<std::pair<double, char>, 4> kUnits{
      {{1e12, 'T'}, {1e9, 'B'}, {1e6, 'M'}, {1e3, 'K'}}};
  const auto value = static_cast<double>(count);
  for (const auto& [unit, letter] : kUnits) {
    // 999,500 is already "1.00M": three figures of it round up.
    if (value < unit * 0.9995) continue;
    const double share = value / unit;
    const int decimals = share < 9.995 ? 2 : share < 99.95 ? 1 : 0;
    return fmt::format("{:.{}f}{}", share, decimals, letter);
  }
  return fmt::format("{}", count);
}

std::vector<std::vector<std::string>> dimensions_of(const Graph& graph) {
  const ModelArchitecture& model = graph.model;
  std::vector<std::vector<std::string>> lines;
  // An encoder comes before what reads it, in the model and in the graph.
  if (graph.streams.size() > 1 && graph.streams.size() == model.encoders.size() + 1) {
    for (std::size_t i = 0; i < graph.streams.size(); ++i) {
      lines.push_back({layers_of(graph.streams[i])});
      append(dimensions_of(i < model.encoders.size() ? model.encoders[i] : model), lines.back());
    }
    lines.push_back({parameters_of(graph)});
    return lines;
  }
  lines.emplace_back();
  for (const Stream& stream : graph.streams) lines.back().push_back(layers_of(stream));
  append(dimensions_of(model), lines.back());
  lines.back().push_back(parameters_of(graph));
  return lines;
}

namespace {

/// The dimensions, and what the captions tell.
std::vector<std::vector<std::string>> subtitles_of(const Graph& graph, const Style& style) {
  std::vector<std::vector<std::string>> lines = dimensions_of(graph);
  const std::string_view captions = caption_subject(style.theme);
  if (style.model != nullptr && !captions.empty()) lines.back().emplace_back(captions);
  return lines;
}

}  // namespace

bool header_fits(const Graph& graph, const Marks& marks, const Page& page, const Style& style) {
  const double room = page.right - page.left;
  const double title =
      style.fonts.width(title_of(graph.model), Face::SerifBold, style.theme.title_size);
  double widest = std::max(title, legend_width(marks, style));
  for (const std::vector<std::string>& line : subtitles_of(graph, style)) {
    for (const std::string& part : line) {
      widest = std::max(widest, style.fonts.width(part, Face::Sans, style.theme.subtitle_size));
    }
  }
  return marks.values().list.empty() && widest <= room;
}

Band draw_header(const Graph& graph, const Marks& marks, const Page& page, const Style& style,
                 bool with_scale) {
  HeaderWriter writer(page, style);
  writer.title(title_of(graph.model));
  const auto lines = marks.circuit().empty() ? subtitles_of(graph, style)
                                             : circuit_subtitle(marks.circuit(), graph);
  for (const std::vector<std::string>& line : lines) writer.subtitle(line);
  writer.citation(marks.circuit().citation);
  writer.doubts(doubts_of(graph.model, marks.unplaced_hooks()));
  writer.legend(draw_legend(marks, page.left, page.right, style));
  if (with_scale && !marks.values().list.empty()) writer.scale(marks);
  return std::move(writer).finish();
}

}  // namespace tviz
