// SPDX-License-Identifier: MIT
#include "model/tensor_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "model/gguf.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// Reads the maps of a list of tensors.
class TensorListReader {
 public:
  TensorListReader(const Document& document, const Limits& limits)
      : document_(document), limits_(limits) {}

  TensorList read() {
    TensorList list{.source = document_.source};
    FieldReader root(document_.root, document_.source, {}, problems_);
    list.norm_placement = root.text("norm_placement").value_or("");
    list.n_heads = root.integer("n_heads", 1, limits_.heads).value_or(0);
    root.ignore("name");
    if (const Node* classes = root.map("modules")) {
      for (const Node::Member& each : classes->members) {
        list.classes.emplace(each.key, each.value.scalar);
      }
    }
    const Node& items = *root.list("tensors");
    for (std::size_t i = 0; i < items.items.size(); ++i) {
      list.tensors.push_back(tensor(items.items[i], fmt::format("tensors[{}]", i)));
      if (problems_.size() > kMostProblemsOfList) break;
    }
    root.reject_unknown();
    throw_if_any(std::move(problems_));
    return list;
  }

 private:
  static constexpr std::size_t kMostProblemsOfList = 20;

  TensorEntry tensor(const Node& node, const std::string& path) {
    FieldReader fields(node, document_.source, path, problems_);
    TensorEntry entry{.name = fields.text("name").value_or(""), .shape = {}};
    if (entry.name.empty()) {
      fields.report("name", "a tensor has no name");
    } else if (!names_.insert(entry.name).second) {
      fields.report("name", fmt::format("the tensor '{}' appears twice", entry.name));
    }
    if (const Node* shape = fields.list("shape")) {
      for (const Node& axis : shape->items) entry.shape.push_back(size_of_axis(axis, fields));
    } else {
      fields.report("shape", "the tensor has no shape");
    }
    entry.type = fields.text("dtype").value_or("");
    entry.tied = fields.boolean("tied").value_or(false);
    fields.reject_unknown();
    return entry;
  }

  std::int64_t size_of_axis(const Node& axis, FieldReader& fields) const {
    const auto size = as_integer(axis);
    if (size && *size >= 0 && *size <= limits_.width) return *size;
    fields.report("shape", fmt::format("each size must be 0 to {}", limits_.width));
    return 0;
  }

  const Document& document_;
  const Limits& limits_;
  std::vector<Problem> problems_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace

bool is_tensor_list(const Node& root) {
  const Node* list = root.find("tensors");
  if (list == nullptr || list->kind != Node::Kind::Sequence || list->items.empty()) return false;
  return list->items.front().find("shape") != nullptr;
}

TensorList read_tensor_list(const Document& document, const Limits& limits) {
  return TensorListReader(document, limits).read();
}

TensorList tensors_of_gguf(const std::filesystem::path& path, const Limits& limits) {
  GgufInterest interest;
  interest.all_tensors = true;
  const GgufHeader header = read_gguf_header(path, interest, limits);
  TensorList list{.source = path.string(), .tensors = {}};
  for (const GgufTensor& tensor : header.tensors) {
    list.tensors.push_back({.name = tensor.name,
                            .shape = {tensor.sizes.rbegin(), tensor.sizes.rend()},
                            .type = tensor.type});
  }
  return list;
}

}  // namespace tviz
