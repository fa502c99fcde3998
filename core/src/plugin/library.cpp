// SPDX-License-Identifier: MIT
#include "plugin/library.hpp"

// Boost.DLL 1.74 does not include all that it uses.
#include <string>
#include <vector>
#define BOOST_DLL_USE_STD_FS
#include <dlfcn.h>
#include <fmt/format.h>

#include <boost/dll/shared_library.hpp>
#include <string_view>
#include <system_error>
#include <utility>

#include "plugin/built_in.hpp"
#include "plugin/call_plugin.hpp"
#include "plugin/elf.hpp"
#include "plugin/manifest.hpp"
#include "tviz/base/error.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

namespace {

using EntryFunction = const TvizPluginDescriptor*();

[[noreturn]] void refuse(const std::filesystem::path& file, std::string message) {
  throw Error(Problem{std::move(message), {.source = file.string()}, {}});
}

/// The loader's own words, without Boost's around them and the file's name before them.
std::string loader_message(const std::system_error& error, const std::filesystem::path& file) {
  constexpr std::string_view kBefore = "(dlerror system message: ";
  std::string text = error.what();
  if (const auto begin = text.find(kBefore); begin != std::string::npos) {
    text.erase(0, begin + kBefore.size());
    text.resize(std::min(text.rfind(')'), text.size()));
  }
  const std::string prefix = file.string() + ": ";
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

/// Runs the constructors of the library, which may throw. The C library declares that dlopen throws
/// nothing, so a compiler that sees the call may end the program instead.
void run_constructors(const std::filesystem::path& file) {
  void* (*const volatile load)(const char*, int) = ::dlopen;
  // Of what cannot be loaded, Boost tells the reason.
  load(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
}

boost::dll::shared_library open(const std::filesystem::path& file) {
  // It would bring a second copy of the library, whose types are others.
  if (!built_in_plugins().empty()) refuse(file, "a self-contained tviz cannot load plugin files");
  if (std::string wrong = check_shared_library(file); !wrong.empty()) {
    refuse(file, std::move(wrong));
  }
  namespace mode = boost::dll::load_mode;
  // Never unloaded: what a plugin leaves behind (an exception in flight, a thread, an exit
  // handler) may still need its code.
  const auto flags = mode::rtld_now | mode::rtld_local | static_cast<mode::type>(RTLD_NODELETE);
  try {
    run_constructors(file);
    // Only the throwing overload tells the loader's reason.
    return boost::dll::shared_library(file, flags);
  } catch (const std::system_error& error) {
    refuse(file, "cannot be loaded: " + loader_message(error, file));
  } catch (const std::exception& error) {
    refuse(file, fmt::format("it threw an exception while it was loaded: {}", words_of(error)));
  } catch (...) {
    refuse(file, "it threw something that is not a std::exception while it was loaded");
  }
}

const TvizPluginDescriptor* call(EntryFunction& entry, const std::filesystem::path& file) {
  try {
    return entry();
  } catch (...) {
    refuse(file, "the function " TVIZ_PLUGIN_ENTRY " threw an exception");
  }
}

}  // namespace

std::shared_ptr<const TvizPluginDescriptor> load_plugin(const std::filesystem::path& file) {
  const RunningPlugin running{file, "loading"};
  const RunningPluginScope scope(running);
  auto library = std::make_shared<boost::dll::shared_library>(open(file));
  if (!library->has(TVIZ_PLUGIN_ENTRY)) {
    refuse(file, "not a tviz plugin: it has no function " TVIZ_PLUGIN_ENTRY);
  }
  const TvizPluginDescriptor* descriptor =
      call(library->get<EntryFunction>(TVIZ_PLUGIN_ENTRY), file);
  if (std::string wrong = check_descriptor(descriptor); !wrong.empty()) {
    refuse(file, std::move(wrong));
  }
  return {std::move(library), descriptor};
}

PluginRecord inspect_plugin(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::canonical(path, error);
  if (error) refuse(path, "cannot be opened: " + error.message());
  return record_of(*load_plugin(file), file);
}

}  // namespace tviz
