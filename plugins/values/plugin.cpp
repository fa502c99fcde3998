// SPDX-License-Identifier: MIT
#include "tviz/plugin/plugin.hpp"
#include "readers.hpp"

TVIZ_PLUGIN("values", "1.0.0", "MIT", "Numbers for components from JSON, CSV, and NPY files.",
            tviz::provide<tviz::ValueReader, values::JsonReader>("json"),
            tviz::provide<tviz::ValueReader, values::CsvReader>("csv"),
            tviz::provide<tviz::ValueReader, values::NpyReader>("npy"))
