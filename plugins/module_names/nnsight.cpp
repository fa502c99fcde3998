// SPDX-License-Identifier: MIT
#include "data.hpp"
#include "dialects.hpp"
#include "expression.hpp"

namespace module_names {

namespace {

constexpr std::string_view kModel = "model.";
constexpr std::string_view kSource = ".source.";

/// nnsight gives every module an `output`, and so calls a module of this name otherwise.
constexpr std::string_view kOutput = "output";
constexpr std::string_view kModuleOutput = "E_output";

/// The path with parts that are called `from` called `to`.
std::string renamed(const std::string& path, std::string_view from, std::string_view to) {
  std::string text;
  for (const std::string& part : split(path, '.')) {
    if (!text.empty()) text += '.';
    text += part == from ? to : std::string_view(part);
  }
  return text;
}

/// What a module's forward function does in one of its steps.
struct Operation {
  std::string module;  ///< Path of the module whose function it is.
  std::string name;    ///< Without its number; empty: the module itself is meant.
};

/// "attn.source.self_c_proj_0" is the module "attn.c_proj". Nothing has the path "".
Operation operation_of(const std::string& path) {
  const auto at = path.find(kSource);
  if (at == std::string::npos) return {path, {}};
  Operation operation{path.substr(0, at), path.substr(at + kSource.size())};
  const auto number = operation.name.rfind('_');
  if (number == std::string::npos || !is_number(operation.name.substr(number + 1))) return {};
  operation.name.resize(number);
  constexpr std::string_view kOwn = "self_";
  if (!operation.name.starts_with(kOwn)) return operation;
  return {operation.module + '.' + operation.name.substr(kOwn.size()), {}};
}

/// Attention gives what its heads have mixed, and beside it the pattern.
std::vector<std::string> sites_of(const Operation& operation, const Expression& expression) {
  if (operation.name != "attention_interface" || expression.input) return {};
  if (expression.index == "0") return {"z"};
  if (expression.index == "1") return {"pattern"};
  return {"pattern", "z"};
}

bool is_attention(const Module& module) {
  return module.place->module == "attn" || module.place->module == "cross_attn";
}

std::vector<tviz::HookName> names_at(const std::string& name, const Module& module,
                                     const Tensors& tensors, const Operation& operation,
                                     const Expression& expression) {
  if (operation.name.empty()) return hook_names(name, module, expression.input);
  if (!is_attention(module)) return {};
  const auto sites = sites_of(operation, expression);
  return hook_names(name, tensors.find(module.place->component, sites), HeadAxes::Apart);
}

}  // namespace

void NnSight::enumerate(const tviz::Graph& graph, const tviz::Stream& stream,
                        const tviz::Block* block, tviz::HookNameSink& sink) const {
  const auto name_of = [](const std::string& path, bool input) {
    return std::string(kModel) + with_brackets(renamed(path, kOutput, kModuleOutput)) +
           (input ? ".input" : ".output");
  };
  modules_.enumerate(graph, stream, block, name_of, sink);
}

void NnSight::resolve(const tviz::Graph& graph, std::string_view name,
                      tviz::HookNameSink& sink) const {
  const auto expression = read_expression(name);
  if (!expression) return;
  const Operation operation = operation_of(renamed(expression->path, kModuleOutput, kOutput));
  bool found = false;
  const auto find = [&](std::string_view path) {
    modules_.find(graph, path, [&](const Module& module, const Tensors& tensors) {
      for (const auto& each :
           names_at(std::string(name), module, tensors, operation, *expression)) {
        found = true;
        sink.add(each);
      }
    });
  };
  const std::string_view path = operation.module;
  // The first "model" is the variable, but it may be left out, and many models have a module of
  // this name.
  if (path.starts_with(kModel)) find(path.substr(kModel.size()));
  if (!found) find(path);
}

std::string NnSight::snippet() const { return "with model.trace(prompt): saved = {name}.save()"; }

std::string NnSight::library() const { return "nnsight 0.8.1"; }

}  // namespace module_names
