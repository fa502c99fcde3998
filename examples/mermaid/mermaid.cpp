// SPDX-License-Identifier: MIT
// Figures as flowcharts of Mermaid, which GitHub, GitLab and Obsidian draw in Markdown. Mermaid
// places the boxes itself, so this backend needs to know only which there are and what joins them.
#include <string>
#include <string_view>
#include <tviz/plugin/plugin.hpp>

namespace {

/// Letters, digits and bytes beyond ASCII mean nothing to Mermaid.
bool is_plain(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= 'a' && letter <= 'z') || byte >= 0x80;
}

/// Text in quotes. Signs are written by their numbers, because Mermaid reads Markdown and HTML.
std::string quoted(std::string_view text) {
  std::string code = "\"";
  for (const char letter : text) {
    if (is_plain(letter) || letter == ' ' || letter == '.' || letter == ',') {
      code += letter;
    } else {
      code += '#' + std::to_string(static_cast<unsigned char>(letter)) + ';';
    }
  }
  return code + '"';
}

/// The name of a node. A letter before it keeps it apart from Mermaid's own words, such as "end".
std::string name_of(std::string_view id) {
  std::string name = "n.";
  for (const char letter : id) {
    const bool is_kept = (is_plain(letter) && static_cast<unsigned char>(letter) < 0x80) ||
                         letter == '.' || letter == '_';
    name += is_kept ? std::string(1, letter)
                    : '_' + std::to_string(static_cast<unsigned char>(letter)) + '_';
  }
  return name;
}

class Flowchart {
 public:
  explicit Flowchart(const tviz::Diagram& diagram) : diagram_(diagram) {}

  std::string write() {
    code_ = "---\ntitle: " + title() + "\n---\nflowchart BT\n";
    write_inside("", "  ");
    for (const tviz::DiagramArrow& each : diagram_.arrows) {
      const std::string text = each.text.empty() ? "" : '|' + quoted(each.text) + '|';
      code_ += "  " + name_of(each.from) + " -->" + text + ' ' + name_of(each.to) + '\n';
    }
    return code_;
  }

 private:
  /// The title as YAML, in which a backslash escapes.
  std::string title() const {
    std::string text = "\"";
    for (const char letter : diagram_.title) {
      if (letter == '"' || letter == '\\') text += '\\';
      text += letter;
    }
    return text + '"';
  }

  /// The nodes of a frame, and the frames inside it.
  void write_inside(const std::string& frame, const std::string& indent) {
    for (const tviz::DiagramNode& each : diagram_.nodes) {
      if (each.frame == frame) code_ += indent + name_of(each.id) + box(each) + '\n';
    }
    for (const tviz::DiagramFrame& each : diagram_.frames) {
      if (each.frame != frame) continue;
      code_ += indent + "subgraph " + name_of(each.id) + '[' + quoted(each.text) + "]\n";
      write_inside(each.id, indent + "  ");
      code_ += indent + "end\n";
    }
  }

  /// A circle for a sign, rounded ends for what goes in and out, a box for the rest.
  static std::string box(const tviz::DiagramNode& node) {
    const std::string text = quoted(node.text);
    if (node.kind == "sum" || node.kind == "concatenate" || node.kind == "state") {
      return "((" + text + "))";
    }
    if (node.kind == "tokens" || node.kind == "logits") return "([" + text + "])";
    if (node.kind == "norm") return '(' + text + ')';
    if (node.kind == "layers") return "[[" + text + "]]";
    return '[' + text + ']';
  }

  const tviz::Diagram& diagram_;
  std::string code_;
};

class Mermaid final : public tviz::DiagramBackend {
 public:
  void write(const tviz::Diagram& diagram, const tviz::BackendOptions& /*options*/,
             tviz::ByteSink& sink) const override {
    sink.write(Flowchart(diagram).write());
  }
};

}  // namespace

TVIZ_PLUGIN("mermaid", "1.0.0", "MIT", "Figures as Mermaid flowcharts.",
            tviz::provide<tviz::Backend, Mermaid>("mmd"))
