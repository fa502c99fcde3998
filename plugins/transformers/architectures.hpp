// SPDX-License-Identifier: MIT
// The kinds of architecture that this plugin provides.
#pragma once

#include "tviz/plugin/plugin.hpp"

namespace transformers {

class Decoder final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const override;
};

class Encoder final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const override;
};

class EncoderDecoder final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const override;
};

class Multimodal final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const override;
};

class DualEncoder final : public tviz::Architecture {
 public:
  void build(const tviz::ModelArchitecture& model, tviz::GraphBuilder& builder) const override;
};

}  // namespace transformers
