// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "commands.hpp"
#include "output.hpp"
#include "table.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/model/catalog.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The exact number, or null if no plugin builds models of this kind.
Json parameters_of(const ModelArchitecture& model, const Registry& registry) {
  try {
    return count_parameters(build_graph(model, registry));
  } catch (const Error&) {
    return nullptr;
  }
}

std::string provisions_text(const PluginRecord& record) {
  std::vector<std::string> parts;
  for (const Provision& provision : record.provides) {
    parts.push_back(fmt::format("{} {}", provision.kind, provision.name));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

Json record_json(const PluginRecord& record) {
  std::set<std::string> kinds;
  Json provides = Json::array();
  for (const Provision& provision : record.provides) {
    kinds.insert(provision.kind);
    Json each = {{"kind", provision.kind}, {"name", provision.name}};
    if (provision.order != 0) each["order"] = provision.order;
    provides.push_back(std::move(each));
  }
  return {{"name", record.name},    {"version", record.version}, {"path", record.path.string()},
          {"kinds", kinds},         {"provides", provides},      {"state", name_of(record.state)},
          {"reason", record.reason}};
}

}  // namespace

PluginSearch plugin_search(const Arguments& arguments) {
  PluginSearch search;
  for (const std::string& directory : arguments.plugin_directories) {
    search.directories.emplace_back(directory);
  }
  return search;
}

std::shared_ptr<const Registry> make_registry(const Arguments& arguments) {
  return std::make_shared<const Registry>(plugin_search(arguments));
}

void list_models(const Arguments& arguments) {
  const Catalog catalog;
  const std::vector<CatalogEntry> found = catalog.search(arguments.words);
  if (!arguments.json) {
    if (found.empty()) {
      throw Error(Problem{fmt::format("no model has '{}' in its name, title or kind",
                                      fmt::join(arguments.words, "' and '")),
                          {},
                          did_you_mean(arguments.words.front(), catalog.names())});
    }
    std::vector<std::vector<std::string>> rows;
    rows.reserve(found.size());
    for (const CatalogEntry& entry : found) {
      rows.push_back({entry.name, entry.title, entry.kind, entry.hugging_face});
    }
    print_table(rows);
    return;
  }
  const auto registry = make_registry(arguments);
  Json list = Json::array();
  for (const CatalogEntry& entry : found) {
    list.push_back({{"name", entry.name},
                    {"title", entry.title},
                    {"aliases", entry.aliases},
                    {"hugging_face", entry.hugging_face},
                    {"kind", entry.kind},
                    {"parameters", parameters_of(catalog.architecture(entry), *registry)}});
  }
  print_json(list);
}

void list_themes(const Arguments& arguments) {
  Json list = Json::array();
  std::vector<std::vector<std::string>> rows;
  for (const std::string& name : theme_names()) {
    list.push_back({{"name", name}, {"summary", theme_summary(name)}});
    rows.push_back({name, theme_summary(name)});
  }
  arguments.json ? print_json(list) : print_table(rows);
}

void list_plugins(const Arguments& arguments) {
  Json list = Json::array();
  std::vector<std::vector<std::string>> rows;
  for (const PluginRecord& record : make_registry(arguments)->records()) {
    list.push_back(record_json(record));
    rows.push_back({record.name, record.version, std::string(name_of(record.state)),
                    record.reason.empty() ? provisions_text(record) : record.reason,
                    record.path.string()});
  }
  arguments.json ? print_json(list) : print_table(rows);
}

}  // namespace tviz::cli
