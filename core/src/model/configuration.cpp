// SPDX-License-Identifier: MIT
#include "model/configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/conditions.hpp"

namespace tviz {
namespace {

/// Published models have two levels below the first.
constexpr int kDeepest = 16;

Section inner_section(const Node& rule, const Section& section) {
  for (const std::string& key : texts(rule, "keys")) {
    const Place place = look_up(*section.mapping, key);
    if (place.value != nullptr && place.value->kind == Node::Kind::Mapping) {
      return {place.value, section.source, joined(section.path, key)};
    }
  }
  return {nullptr, section.source, section.path};
}

std::string own_type(const Section& section) {
  const Node* type = section.mapping->find("model_type");
  return type == nullptr ? std::string() : type->scalar;
}

void read_fields(RuleReader& rules, ModelArchitecture& model) {
  rules.read_texts();
  rules.read_choices();
  rules.read_dimensions();
  rules.read_layers();
  rules.read_switches();
  rules.read_reals();
  rules.check_conditions();
  // Without an MLP its activation function and form mean nothing.
  if (model.attn_only() && model.n_layers > 0) {
    model.act_fn.clear();
    model.gated_mlp = false;
  }
}

/// Takes over what was found in reading a tower.
void add_encoder(Reading encoder, Reading& reading) {
  const std::string prefix = fmt::format("encoders[{}].", reading.model.encoders.size());
  std::move(encoder.problems.begin(), encoder.problems.end(), std::back_inserter(reading.problems));
  for (auto& [field, place] : encoder.origins) reading.origins[prefix + field] = std::move(place);
  auto& warnings = reading.model.warnings;
  std::move(encoder.model.warnings.begin(), encoder.model.warnings.end(),
            std::back_inserter(warnings));
  encoder.model.warnings.clear();
  reading.model.encoders.push_back(std::move(encoder.model));
}

}  // namespace

void ModelReader::read(const Node& rules, const Section& section, Reading& reading,
                       const ModelArchitecture* reader, int depth) const {
  if (depth > kDeepest) {
    throw Error(
        Problem{fmt::format("models are nested more than {} deep", kDeepest),
                {section.source, section.mapping->line, section.mapping->column, section.path},
                "does a family have itself as its decoder or tower?"});
  }
  const Node flat = resolved(rules, *section.mapping);
  if (const Node* decoder = flat.find("decoder"))
    read_decoder(*decoder, section, reading, depth + 1);
  RuleReader fields(flat, section, limits_, reading, reader);
  read_fields(fields, reading.model);
  const Node* encoders = flat.find("encoders");
  if (encoders == nullptr) return;
  for (const Node& encoder : encoders->items) read_encoder(encoder, section, reading, depth + 1);
  const bool is_alone = reading.model.encoders.empty();
  if (is_alone && reading.model.kind == "multimodal") reading.model.kind = "decoder";
}

void ModelReader::read_decoder(const Node& rule, const Section& section, Reading& reading,
                               int depth) const {
  Section inner = inner_section(rule, section);
  const std::string& fallback = rule.find("model_type")->scalar;
  std::string type;
  if (inner.mapping == nullptr) {
    inner = section;
  } else {
    type = own_type(inner);
  }
  std::optional<Node> rules = types_.find_named(type);
  if (!rules) rules = types_.find(fallback);
  const Node* own = rule.find("rules");
  if (own != nullptr && (type.empty() || type == fallback)) rules = merged(*rules, *own);
  read(*rules, inner, reading, nullptr, depth);
}

void ModelReader::read_encoder(const Node& rule, const Section& section, Reading& reading,
                               int depth) const {
  Section inner = inner_section(rule, section);
  if (rule.find("keys") == nullptr) inner = section;
  if (inner.mapping == nullptr) {
    if (const Node* lacking = rule.find("lacking")) {
      reading.model.warnings.push_back(lacking->scalar);
    }
    return;
  }
  const std::vector<std::string> known = texts(rule, "model_types");
  const bool is_listed = std::find(known.begin(), known.end(), own_type(inner)) != known.end();
  Node rules = *types_.find(is_listed ? own_type(inner) : known.front());
  if (const Node* own = rule.find("rules")) rules = merged(std::move(rules), *own);
  Reading encoder;
  read(rules, inner, encoder, &reading.model, depth);
  if (const Node* outer = rule.find("outer")) read(*outer, section, encoder, &reading.model, depth);
  add_encoder(std::move(encoder), reading);
}

ModelArchitecture finish(Reading reading, const Node& root, const std::string& source,
                         const Limits& limits) {
  throw_if_any(std::move(reading.problems));
  ModelArchitecture& model = reading.model;
  derive(model);
  std::vector<Problem> problems;
  for (Fault& fault : faults(model, limits)) {
    const auto origin = reading.origins.find(fault.field);
    const bool is_given = origin != reading.origins.end();
    Location where =
        is_given ? origin->second : Location{source, root.line, root.column, fault.field};
    problems.push_back({std::move(fault.message), std::move(where), {}});
  }
  throw_if_any(std::move(problems));
  if (model.positional_embedding == PositionalEmbedding::Learned && model.n_ctx == 0) {
    model.warnings.emplace_back(
        "n_ctx: not given; the parameters of the positional embedding are not counted");
  }
  return std::move(model);
}

}  // namespace tviz
