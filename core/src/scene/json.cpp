// SPDX-License-Identifier: MIT
#include <utility>

#include "scene/scene_writer.hpp"
#include "tviz/scene/json_writer.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

std::string to_json(const Scene& scene) {
  JsonWriter json;
  SceneWriter(json).write(scene);
  return std::move(json).take() + '\n';
}

}  // namespace tviz
