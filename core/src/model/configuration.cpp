// SPDX-License-Identifier: MIT
#include "model/configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/conditions.hpp"
#include "model/doubts.hpp"

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
  rules.read_tensors();
  rules.read_switches();
  rules.read_reals();
  rules.check_conditions();
  rules.note_assumptions();
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
  const auto move_all = [](auto& from, auto& to) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
    from.clear();
  };
  for (Assumption& each : encoder.model.assumptions) each.field.insert(0, prefix);
  move_all(encoder.model.warnings, reading.model.warnings);
  move_all(encoder.model.assumptions, reading.model.assumptions);
  move_all(encoder.model.unread, reading.model.unread);
  move_all(encoder.read_keys, reading.read_keys);
  reading.model.encoders.push_back(std::move(encoder.model));
}

/// Whether a type is that of a family's own part: "qwen3_vl_vision" in a "qwen3_vl".
bool is_part_of(const std::string& type, const Section& section) {
  const std::string whole = own_type(section);
  return !whole.empty() && type.starts_with(whole);
}

/// The rules of another type for a section whose own type has none.
Node guess_at(const Section& section, const std::string& type, const std::string& like, Node rules,
              Reading& reading) {
  std::string reason = fmt::format("model type '{}' is not known", type);
  reading.model.warnings.push_back(fmt::format("{}: {}, read as {}", section.path, reason, like));
  reading.model.assumptions.push_back({"model_type", like, std::move(reason)});
  return as_guess(std::move(rules), like);
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
  reading.read_keys.push_back({section.mapping, section.path, known_keys(rules)});
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
  const bool is_unknown = !rules && !type.empty() && !is_part_of(type, section);
  if (!rules) rules = types_.find(fallback);
  const Node* own = rule.find("rules");
  if (own != nullptr && (type.empty() || type == fallback)) rules = merged(*rules, *own);
  if (const Node* always = rule.find("always")) rules = merged(*std::move(rules), *always);
  if (is_unknown) rules = guess_at(inner, type, fallback, *std::move(rules), reading);
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
  const std::string type = own_type(inner);
  const bool is_listed = std::find(known.begin(), known.end(), type) != known.end();
  Node rules = *types_.find(is_listed ? type : known.front());
  if (const Node* own = rule.find("rules")) rules = merged(std::move(rules), *own);
  Reading encoder;
  const bool is_own = type.empty() || inner.mapping == section.mapping || is_part_of(type, section);
  if (!is_listed && !is_own) {
    rules = guess_at(inner, type, known.front(), std::move(rules), encoder);
  }
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
    std::string reason = "not given; the parameters of the positional embedding are not counted";
    model.warnings.push_back("n_ctx: " + reason);
    model.assumptions.push_back({"n_ctx", "0", std::move(reason)});
  }
  return std::move(model);
}

}  // namespace tviz
