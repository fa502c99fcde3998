// SPDX-License-Identifier: MIT
#include "plugin/manifest.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "plugin/kinds.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"

namespace tviz {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kSchema = 1;
constexpr std::size_t kMaxBytes = 64U << 10U;

/// Reads fields that must be there; FieldReader alone takes a missing one for optional.
std::string required_text(FieldReader& fields, std::string_view key,
                          std::vector<Problem>& problems) {
  const std::size_t before = problems.size();
  std::optional<std::string> text = fields.text(key);
  if (!text && problems.size() == before) fields.report(key, "missing");
  return text.value_or("");
}

Provision provision(const Node& node, const std::string& source, std::size_t index,
                    std::vector<Problem>& problems) {
  FieldReader fields(node, source, fmt::format("provides[{}]", index), problems);
  Provision provision{required_text(fields, "kind", problems),
                      required_text(fields, "name", problems)};
  if (!provision.kind.empty() && !is_plugin_kind(provision.kind)) {
    fields.report("kind", fmt::format("unknown kind '{}'", provision.kind));
  }
  const auto order = fields.integer("order", 1, std::numeric_limits<std::uint32_t>::max());
  provision.order = static_cast<std::uint32_t>(order.value_or(0));
  fields.reject_unknown();
  return provision;
}

std::vector<Provision> provisions(FieldReader& fields, const std::string& source,
                                  std::vector<Problem>& problems) {
  std::vector<Provision> list;
  const Node* node = fields.node("provides");
  if (node == nullptr || node->kind != Node::Kind::Sequence || node->items.empty()) {
    fields.report("provides", "must be a list with what the plugin provides");
    return list;
  }
  for (const Node& item : node->items) {
    if (item.kind == Node::Kind::Mapping) {
      list.push_back(provision(item, source, list.size(), problems));
    } else {
      fields.report("provides", "must be a list of objects");
      return list;
    }
  }
  return list;
}

PluginRecord read(const Document& document, const std::filesystem::path& plugin) {
  std::vector<Problem> problems;
  if (document.root.kind != Node::Kind::Mapping) {
    throw Error(Problem{"not a JSON object", {.source = document.source}, {}});
  }
  FieldReader fields(document.root, document.source, "", problems);
  if (fields.integer("schema") != kSchema) {
    fields.report("schema", fmt::format("must be {}", kSchema));
  }
  PluginRecord record;
  record.path = plugin;
  record.name = required_text(fields, "name", problems);
  record.version = required_text(fields, "version", problems);
  record.licence = required_text(fields, "licence", problems);
  record.summary = required_text(fields, "summary", problems);
  record.provides = provisions(fields, document.source, problems);
  fields.reject_unknown();
  throw_if_any(std::move(problems));
  return record;
}

}  // namespace

PluginRecord record_of(const TvizPluginDescriptor& descriptor, const std::filesystem::path& path) {
  PluginRecord record;
  record.name = descriptor.name;
  record.version = descriptor.version;
  record.licence = descriptor.licence;
  record.summary = descriptor.summary;
  record.path = path;
  for (std::uint32_t i = 0; i < descriptor.provision_count; ++i) {
    const TvizProvision& each = descriptor.provisions[i];
    record.provides.push_back({each.kind, each.name, each.order});
  }
  record.state = PluginState::Loaded;
  return record;
}

std::filesystem::path manifest_path(const std::filesystem::path& plugin) {
  return std::filesystem::path(plugin).replace_extension(".json");
}

std::string manifest_of(const PluginRecord& record) {
  Json provides = Json::array();
  for (const Provision& each : record.provides) {
    Json provision = {{"kind", each.kind}, {"name", each.name}};
    if (each.order != 0) provision["order"] = each.order;
    provides.push_back(std::move(provision));
  }
  const Json manifest = {{"schema", kSchema},         {"name", record.name},
                         {"version", record.version}, {"licence", record.licence},
                         {"summary", record.summary}, {"provides", std::move(provides)}};
  return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<PluginRecord> read_manifest(const std::filesystem::path& plugin) {
  const std::filesystem::path path = manifest_path(plugin);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  return read(parse_json(read_file(path, kMaxBytes), path.string()), plugin);
}

bool same_plugin(const PluginRecord& a, const PluginRecord& b) {
  const auto content = [](const PluginRecord& record) {
    return std::tie(record.name, record.version, record.licence, record.summary, record.provides);
  };
  return content(a) == content(b);
}

}  // namespace tviz
