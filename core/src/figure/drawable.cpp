// SPDX-License-Identifier: MIT
#include "tviz/figure/drawable.hpp"

#include <ostream>
#include <utility>

#include "plugin/call_plugin.hpp"
#include "tviz/base/error.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {
namespace {

class StringSink final : public ByteSink {
 public:
  void write(std::string_view more) override { bytes += more; }
  std::string bytes;
};

}  // namespace

Drawable::Drawable(std::shared_ptr<const Registry> registry) : registry_(std::move(registry)) {}

Drawable::~Drawable() = default;

std::string Drawable::render(std::string_view format) const {
  const auto backend = registry_->backend(format);
  StringSink sink;
  call_plugin(plugin_object(*registry_, kind_of<Backend>(), format), [&] {
    if (const auto* diagrams = dynamic_cast<const DiagramBackend*>(backend.get())) {
      diagrams->write(diagram(), output(), sink);
    } else if (backend->interactive()) {
      backend->render(interactive_scene(), output(), sink);
    } else if (backend->paged()) {
      backend->render(paper_scene(), output(), sink);
    } else {
      backend->render(scene(), output(), sink);
    }
  });
  return std::move(sink.bytes);
}

void Drawable::write(std::ostream& stream, std::string_view format) const {
  const std::string bytes = render(format);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream) throw Error(Problem{"the stream did not take all bytes", {}, {}});
}

void Drawable::save(const std::filesystem::path& path) const {
  write_file(path, render(format_of(path)));
}

}  // namespace tviz
