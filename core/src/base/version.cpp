// SPDX-License-Identifier: MIT
#include "tviz/base/version.hpp"

namespace tviz {

std::string_view version() { return TVIZ_VERSION; }

std::string program_name() { return "tviz " TVIZ_VERSION; }

}  // namespace tviz
