// SPDX-License-Identifier: MIT
// A plugin as it should be: one architecture and one backend that counts its renderings.
#include "tviz/plugin/plugin.hpp"

#ifndef ZOO_NAME
#define ZOO_NAME "good"
#endif
#ifndef ZOO_VERSION
#define ZOO_VERSION "1.0.0"
#endif

namespace {

class Chain final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture&, tviz::GraphBuilder& builder) const override {
    builder.begin_stream(ZOO_NAME);
    tviz::BlockStructure block;
    block.additions = {{.branches = {{{{.path = "mix", .kind = "mixer"}}}}}};
    builder.add_block(builder.add_structure(block));
  }
};

class Shout final : public tviz::Backend {
 public:
  bool interactive() const override { return false; }
  void render(const tviz::Scene& scene, const tviz::BackendOptions&,
              tviz::ByteSink& sink) const override {
    sink.write(ZOO_NAME ": " + scene.title);
  }
};

}  // namespace

TVIZ_PLUGIN(ZOO_NAME, ZOO_VERSION, "MIT", "A plugin of the tests.",
            tviz::provide<tviz::Architecture, Chain>("chain"),
            tviz::provide<tviz::Backend, Shout>("shout"))
