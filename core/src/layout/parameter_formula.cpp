// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

#include "layout/captions.hpp"

namespace tviz {
namespace {

// A longer sum is no easier to read than its value.
constexpr std::size_t kMostTerms = 4;
// Of a size that no symbol has, such as the 3 of fused queries, keys and values.
constexpr std::int64_t kMostTimes = 8;

/// A word and the size that it stands for.
struct Symbol {
  std::string_view word;
  std::int64_t size;
};

/// A product of symbols, by their numbers in ascending order, without its coefficient.
using Product = std::vector<std::size_t>;

/// Which numbers of a model the tensors of a kind of component have, beside d_model.
std::vector<Symbol> symbols_of_kind(const Component& component, const ModelArchitecture& model) {
  const std::string& kind = component.kind;
  if (kind.ends_with("attention")) {
    return {{"n_heads", component.n_heads},
            {"n_key_value_heads", component.n_key_value_heads},
            {"d_head", model.d_head}};
  }
  if (kind == "experts") return {{"n_experts", component.n_experts}, {"d_mlp", model.d_mlp}};
  if (kind == "mlp") return {{"d_mlp", model.d_mlp}};
  if (kind == "position_embedding") return {{"n_ctx", model.n_ctx}};
  if (kind == "embedding") return {{"d_vocab", model.d_vocab}};
  if (kind == "unembedding") return {{"d_vocab", model.d_vocab_out}, {"d_vocab", model.d_vocab}};
  return {};
}

/// The words for the sizes of a component's tensors: those of its hook points, and the model's. A
/// number that only happens to be equal is no symbol.
std::vector<Symbol> symbols_of(const Component& component, const ModelArchitecture& model) {
  std::vector<Symbol> symbols{{"d_model", model.d_model}};
  for (const HookPoint& point : component.hook_points) {
    for (const Dimension& axis : point.shape) {
      if (!axis.symbol.empty() && axis.joined_to.empty())
        symbols.push_back({axis.symbol, axis.size});
    }
  }
  std::ranges::copy(symbols_of_kind(component, model), std::back_inserter(symbols));
  std::erase_if(symbols, [](const Symbol& symbol) { return symbol.size <= 1; });
  return symbols;
}

/// The axes of a weight, where heads and what each of them has are one axis if that is the width
/// of the stream.
std::vector<std::int64_t> joined_axes(const Weight& weight, std::int64_t d_model) {
  std::vector<std::int64_t> axes = weight.shape;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (std::size_t j = i + 1; j < axes.size(); ++j) {
      if (axes[i] == 1 || axes[j] == 1 || axes[i] * axes[j] != d_model) continue;
      axes[i] = d_model;
      axes[j] = 1;
    }
  }
  return axes;
}

/// One weight as a coefficient and symbols.
std::pair<std::int64_t, Product> term_of(const Weight& weight, std::int64_t d_model,
                                         const std::vector<Symbol>& symbols) {
  std::int64_t coefficient = 1;
  Product product;
  for (const std::int64_t size : joined_axes(weight, d_model)) {
    auto symbol = std::ranges::find(symbols, size, &Symbol::size);
    if (symbol == symbols.end()) {
      symbol = std::ranges::find_if(symbols, [&](const Symbol& each) {
        return size % each.size == 0 && size / each.size <= kMostTimes;
      });
    }
    coefficient *= symbol == symbols.end() ? size : size / symbol->size;
    if (symbol == symbols.end()) continue;
    // A word may come twice.
    const auto first = std::ranges::find(symbols, symbol->word, &Symbol::word);
    product.push_back(static_cast<std::size_t>(first - symbols.begin()));
  }
  std::ranges::sort(product);
  return {coefficient, std::move(product)};
}

/// "d_model" as `d_"model"`.
std::string markup_of(std::string_view word) {
  // As the labels of these heads have it.
  if (word == "n_key_value_heads") return R"(n_"kv")";
  const std::size_t script = word.find('_');
  if (script != 1) return fmt::format("\"{}\"", word);
  return fmt::format("{}_\"{}\"", word.substr(0, 1), word.substr(2));
}

std::string markup_of(std::int64_t coefficient, const Product& product,
                      const std::vector<Symbol>& symbols) {
  std::string text;
  if (coefficient > 1 || product.empty()) text = fmt::format("\"{}\"", coefficient);
  for (auto each = product.begin(); each != product.end();) {
    const auto next = std::find_if(each, product.end(), [&](auto word) { return word != *each; });
    if (each != product.begin()) text += R"( "" )";
    text += markup_of(symbols[*each].word);
    if (next - each > 1) text += fmt::format("^{}", next - each);
    each = next;
  }
  return text;
}

}  // namespace

std::string parameter_formula(const Component& component, const ModelArchitecture& model) {
  const std::vector<Symbol> symbols = symbols_of(component, model);
  std::map<Product, std::int64_t> sum;
  for (const Weight& weight : component.weights) {
    if (weight.tied) continue;
    const auto [coefficient, product] = term_of(weight, model.d_model, symbols);
    sum[product] += coefficient;
  }
  std::vector<std::pair<Product, std::int64_t>> terms(sum.begin(), sum.end());
  const bool has_symbols =
      std::ranges::any_of(terms, [](const auto& term) { return !term.first.empty(); });
  if (!has_symbols || terms.size() > kMostTerms) return {};
  std::ranges::stable_sort(terms, std::ranges::greater(),
                           [](const auto& term) { return term.first.size(); });
  std::string text;
  for (const auto& [product, coefficient] : terms) {
    if (!text.empty()) text += " + ";
    text += markup_of(coefficient, product, symbols);
  }
  return text;
}

}  // namespace tviz
