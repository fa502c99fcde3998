// SPDX-License-Identifier: MIT
// Loads and makes its architectures well, but none of them builds a graph.
#include <exception>
#include <stdexcept>

#include "tviz/base/error.hpp"
#include "tviz/plugin/plugin.hpp"

namespace {

using tviz::Component;
using tviz::GraphBuilder;

Component attention(std::int64_t heads) {
  return {.path = "attn", .kind = "attention", .n_heads = heads};
}

/// A block whose only addition has one branch of these components.
tviz::BlockStructure block(std::vector<Component> components) {
  tviz::BlockStructure structure;
  structure.additions = {{.branches = {{std::move(components)}}}};
  return structure;
}

void throw_exception(GraphBuilder&) { throw std::runtime_error("no idea how"); }
void throw_number(GraphBuilder&) { throw 42; }
void throw_nothing_said(GraphBuilder&) { throw std::runtime_error(""); }
void throw_empty_problem(GraphBuilder&) { throw tviz::Error(tviz::Problem{}); }
void throw_no_problem(GraphBuilder&) { throw tviz::Error(std::vector<tviz::Problem>{}); }
void throw_field_alone(GraphBuilder&) {
  throw tviz::Error(tviz::Problem{.where = {.field = "d_mlp"}});
}

class Wordless final : public std::exception {
  const char* what() const noexcept override { return nullptr; }
};
void throw_wordless(GraphBuilder&) { throw Wordless(); }
void build_nothing(GraphBuilder&) {}

void build_many_heads(GraphBuilder& builder) {
  builder.begin_stream("residual");
  builder.add_structure(block({attention(1'000'000'000)}));
}

void build_without_end(GraphBuilder& builder) {
  builder.begin_stream("residual");
  while (true) builder.add_entry({.path = "again", .kind = "norm"});
}

void build_part_before_stream(GraphBuilder& builder) { builder.add_block(0); }

void build_point_after_the_end(GraphBuilder& builder) {
  builder.begin_stream("residual");
  tviz::BlockStructure structure = block({attention(1)});
  structure.stream_points = {{{.site = "resid_post"}, 7}};
  builder.add_block(builder.add_structure(structure));
}

void build_unknown_structure(GraphBuilder& builder) {
  builder.begin_stream("residual");
  builder.add_block(9);
}

void build_norm_alone(GraphBuilder& builder) {
  builder.begin_stream("residual");
  builder.add_block(builder.add_structure(block({{.path = "ln1", .kind = "norm"}})));
}

void build_same_path(GraphBuilder& builder) {
  builder.begin_stream("residual");
  builder.add_block(builder.add_structure(block({{.path = "attn", .kind = "norm"}, attention(1)})));
}

template <void (*write)(GraphBuilder&)>
class Nonsense final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture&, GraphBuilder& builder) const override {
    write(builder);
  }
};

template <void (*write)(GraphBuilder&)>
constexpr tviz::Offer nonsense(const char* name) {
  return tviz::provide<tviz::Architecture, Nonsense<write>>(name);
}

}  // namespace

TVIZ_PLUGIN("nonsense", "1.0.0", "MIT", "Builds no graph.", nonsense<throw_exception>("throws"),
            nonsense<throw_number>("throws_a_number"),
            nonsense<throw_nothing_said>("throws_nothing_said"),
            nonsense<throw_wordless>("throws_wordless"),
            nonsense<throw_empty_problem>("throws_an_empty_problem"),
            nonsense<throw_no_problem>("throws_no_problem"),
            nonsense<throw_field_alone>("throws_a_field_alone"), nonsense<build_nothing>("nothing"),
            nonsense<build_many_heads>("many_heads"), nonsense<build_without_end>("endless"),
            nonsense<build_part_before_stream>("part_before_stream"),
            nonsense<build_point_after_the_end>("point_after_the_end"),
            nonsense<build_unknown_structure>("unknown_structure"),
            nonsense<build_norm_alone>("norm_alone"), nonsense<build_same_path>("same_path"))
