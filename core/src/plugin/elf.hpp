// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

namespace tviz {

/// What is wrong with a file that should be a shared library; empty if it looks like one.
/// The dynamic linker maps what the headers promise without asking whether the file is that
/// long, and dies of a bus error on one that was cut short.
std::string check_shared_library(const std::filesystem::path& file);

}  // namespace tviz
