// SPDX-License-Identifier: MIT
#include "model/model_title.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace tviz {
namespace {

constexpr std::size_t kLeastDigest = 16;
// Names that are written in capitals are short: "gpt2", "opt", "t5".
constexpr std::size_t kMostCapitals = 3;

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
char upper(char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }

std::string value_of(const Node& root, std::string_view key) {
  const Node* node = root.find(key);
  return node != nullptr && node->kind == Node::Kind::Scalar ? node->scalar : std::string();
}

/// Whether a name is one of the hub, "gpt2" or "meta-llama/Llama-3.1-8B", and no path.
bool is_on_hub(const std::string& name) {
  return !name.empty() && (is_letter(name.front()) || std::isdigit(name.front()) != 0) &&
         std::ranges::count(name, '/') <= 1 && name.find_first_of("\\:") == std::string::npos &&
         name.back() != '/';
}

std::string without_organisation(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

/// "Llama" of LlamaForCausalLM, "GPT2" of GPT2LMHeadModel, "Bert" of BertModel.
std::string family_of_class(const std::string& name) {
  for (const std::string_view end :
       {"LMHeadModel", "DoubleHeadsModel", "PreTrainedModel", "Model"}) {
    if (name.size() > end.size() && name.ends_with(end))
      return name.substr(0, name.size() - end.size());
  }
  const std::size_t purpose = name.find("For");
  return purpose == 0 ? std::string() : name.substr(0, purpose);
}

/// "Qwen3_moe" of qwen3_moe, "GPT2" of gpt2.
std::string family_of_type(std::string type) {
  const auto letters =
      static_cast<std::size_t>(std::ranges::find_if_not(type, is_letter) - type.begin());
  const std::size_t capitals = letters <= kMostCapitals ? letters : 1;
  std::transform(type.begin(), type.begin() + static_cast<std::ptrdiff_t>(capitals), type.begin(),
                 upper);
  return type;
}

std::string family_of(const Node& root) {
  const Node* classes = root.find("architectures");
  if (classes != nullptr && !classes->items.empty()) {
    std::string family = family_of_class(classes->items.front().scalar);
    if (!family.empty()) return family;
  }
  return family_of_type(value_of(root, "model_type"));
}

}  // namespace

std::string name_in_cache(const std::string& path) {
  constexpr std::string_view kCached = "models--";
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find_first_of("/\\", at), path.size());
    std::string part = path.substr(at, end - at);
    at = end + 1;
    if (!part.starts_with(kCached)) continue;
    part.erase(0, kCached.size());
    const std::size_t dashes = part.find("--");
    return dashes == std::string::npos ? part : part.replace(dashes, 2, "/");
  }
  return {};
}

bool is_digest(const std::string& word) {
  return word.size() >= kLeastDigest &&
         word.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string title_of_configuration(const Node& root, const std::filesystem::path& file,
                                   const ModelArchitecture& model) {
  const std::string given = value_of(root, "_name_or_path");
  if (is_on_hub(given)) return without_organisation(given);
  for (const std::string& path : {given, file.string()}) {
    const std::string cached = name_in_cache(path);
    if (!cached.empty()) return without_organisation(cached);
  }
  return fmt::format("{} architecture, {} layers", family_of(root), model.n_layers);
}

}  // namespace tviz
