// SPDX-License-Identifier: MIT
#include "model/tensor_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/doubts.hpp"
#include "model/rule_book.hpp"

extern "C" const char tviz_data_tensor_words_begin[];
extern "C" const char tviz_data_tensor_words_end[];

namespace tviz {
namespace {

using NamePatterns = std::vector<std::vector<std::string>>;

bool is_one_of(std::string_view part, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [part](const std::string& each) { return stands_for(each, part); });
}

/// Whether a pattern is what a name ends with.
bool ends_like(const NameParts& name, const std::vector<std::string>& pattern) {
  return pattern.size() <= name.size() &&
         std::equal(
             pattern.rbegin(), pattern.rend(), name.rbegin(),
             [](const std::string& each, std::string_view part) { return stands_for(each, part); });
}

bool ends_like_one(const NameParts& name, const NamePatterns& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::vector<std::string>& each) { return ends_like(name, each); });
}

NamePatterns patterns_of(const Node& rule, std::string_view key) {
  NamePatterns patterns;
  for (const std::string& text : texts(rule, key)) {
    std::vector<std::string>& pattern = patterns.emplace_back();
    for (const std::string_view part : parts_of(text)) pattern.emplace_back(part);
  }
  return patterns;
}

std::string word_of(const Node& rule, std::string_view key) {
  const Node* word = rule.find(key);
  return word == nullptr ? std::string() : word->scalar;
}

}  // namespace

NameParts parts_of(std::string_view name) {
  NameParts parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    parts.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool is_numeral(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(),
                                      [](char each) { return each >= '0' && each <= '9'; });
}

TensorWords::TensorWords() {
  const Document words =
      parse_json({tviz_data_tensor_words_begin, tviz_data_tensor_words_end}, "tensor_words.json");
  const auto each = [&](std::string_view key, const auto& read) {
    for (const Node& rule : words.root.find(key)->items) read(rule);
  };
  parameters_ = texts(words.root, "parameters");
  inside_modules_ = texts(words.root, "inside_modules");
  wrappers_ = texts(words.root, "wrappers");
  wrapping_prefixes_ = texts(words.root, "wrapping_prefixes");
  norms_ = texts(words.root, "norms");
  input_norms_ = patterns_of(words.root, "input_norms");
  each("buffers", [&](const Node& rule) {
    const Node* axes = rule.find("axes");
    const auto count = axes == nullptr ? 0 : as_integer(*axes).value_or(0);
    buffers_.push_back({texts(rule, "names"), static_cast<std::size_t>(count)});
  });
  each("containers", [&](const Node& rule) {
    containers_.push_back({word_of(rule, "group"), patterns_of(rule, "names")});
  });
  each("roles", [&](const Node& rule) {
    const ModuleRole is{word_of(rule, "group"), word_of(rule, "role")};
    const bool anywhere = rule.find("names") != nullptr;
    roles_.push_back(
        {is, patterns_of(rule, anywhere ? "names" : "inside"), texts(rule, "containers")});
  });
  each("ends", [&](const Node& rule) {
    ends_.push_back({word_of(rule, "kind"), patterns_of(rule, "names")});
  });
  each("norm_places", [&](const Node& rule) {
    norm_rules_.push_back({{word_of(rule, "place"), word_of(rule, "of")},
                           patterns_of(rule, "names"),
                           patterns_of(rule, "with")});
  });
  each("towers", [&](const Node& rule) {
    towers_.push_back({word_of(rule, "title"), patterns_of(rule, "names")});
  });
}

bool TensorWords::is_buffer(const TensorEntry& tensor) const {
  return std::any_of(buffers_.begin(), buffers_.end(), [&](const Buffer& each) {
    return (each.axes == 0 || each.axes == tensor.shape.size()) &&
           is_one_of(tensor.name, each.names);
  });
}

std::size_t TensorWords::module_length(const NameParts& name) const {
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (is_one_of(name[i], inside_modules_)) return i;
  }
  return name.size() > 1 && is_one_of(name.back(), parameters_) ? name.size() - 1 : name.size();
}

void TensorWords::unwrap(std::vector<TensorEntry>& tensors) const {
  for (TensorEntry& each : tensors) {
    NameParts parts = parts_of(each.name);
    const auto is_wrapper = [&](std::string_view part) { return is_one_of(part, wrappers_); };
    if (std::none_of(parts.begin(), parts.end(), is_wrapper)) continue;
    std::erase_if(parts, is_wrapper);
    each.name = fmt::format("{}", fmt::join(parts, "."));
  }
  for (const std::string& prefix : wrapping_prefixes_) {
    const bool all = std::all_of(tensors.begin(), tensors.end(), [&](const TensorEntry& each) {
      return each.name.starts_with(prefix) && each.name.size() > prefix.size();
    });
    if (!all) continue;
    for (TensorEntry& each : tensors) each.name.erase(0, prefix.size());
  }
}

bool TensorWords::is_norm(const NameParts& module) const {
  return !module.empty() && is_one_of(module.back(), norms_);
}

std::string TensorWords::container_of(const NameParts& module) const {
  std::vector<std::string_view> from_inside;
  for (std::size_t length = module.size(); length-- > 1;) {
    const NameParts around(module.begin(), module.begin() + static_cast<std::ptrdiff_t>(length));
    const auto named = std::ranges::find_if(
        containers_, [&](const Word& each) { return ends_like_one(around, each.names); });
    if (named != containers_.end()) from_inside.push_back(named->value);
  }
  if (from_inside.empty()) return {};
  // Whatever "encoder_decoder_attention.attention" holds is cross-attention.
  constexpr std::string_view kCross = "cross_attention";
  const bool crosses = from_inside.front() == "attention" &&
                       std::ranges::find(from_inside, kCross) != from_inside.end();
  return std::string(crosses ? kCross : from_inside.front());
}

ModuleRole TensorWords::role_in_layer(const NameParts& module) const {
  const std::string container = container_of(module);
  // Maps of an MLP are called as those of attention in some models, but never the other way round.
  const bool is_fixed = container == "mlp" || container == "experts";
  for (const Role& each : roles_) {
    const bool fits_group = !is_fixed || each.is.group == "mlp" || each.is.group == "experts";
    const bool fits_container =
        each.containers.empty() || std::find(each.containers.begin(), each.containers.end(),
                                             container) != each.containers.end();
    if (!fits_group || !fits_container || !ends_like_one(module, each.names)) continue;
    ModuleRole found = each.is;
    if (container == "cross_attention" && found.group == "attention") found.group = container;
    if (container == "experts" && found.group == "mlp") found.group = container;
    return found;
  }
  return {container, {}};
}

std::string TensorWords::kind_outside(const NameParts& module) const {
  for (const Word& each : ends_) {
    if (ends_like_one(module, each.names)) return each.value;
  }
  return {};
}

bool TensorWords::is_input_norm(const NameParts& module) const {
  return ends_like_one(module, input_norms_);
}

NormPlace TensorWords::place_of_norm(const NameParts& module,
                                     const std::vector<NameParts>& norms) const {
  for (const NormRule& rule : norm_rules_) {
    if (!ends_like_one(module, rule.names)) continue;
    const bool holds =
        rule.with.empty() || std::any_of(norms.begin(), norms.end(), [&](const NameParts& other) {
          return other != module && ends_like_one(other, rule.with);
        });
    if (holds) return rule.place;
  }
  return {};
}

std::string TensorWords::tower(const NameParts& stack) const {
  for (const Word& each : towers_) {
    const auto is_named = [&](std::string_view part) {
      return ends_like_one(NameParts{part}, each.names);
    };
    if (std::any_of(stack.begin(), stack.end(), is_named)) return each.value;
  }
  return {};
}

}  // namespace tviz
