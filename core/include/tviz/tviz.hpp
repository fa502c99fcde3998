// SPDX-License-Identifier: MIT
#pragma once

/// Everything that a program needs to draw figures.

#include "tviz/base/error.hpp"
#include "tviz/base/version.hpp"
#include "tviz/batch/batch.hpp"
#include "tviz/circuits/circuits.hpp"
#include "tviz/compare/compare.hpp"
#include "tviz/figure/compared_models.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/figure/notebook.hpp"
#include "tviz/figure/option_text.hpp"
#include "tviz/figure/sub_figures.hpp"
#include "tviz/graph/graph_file.hpp"
#include "tviz/graph/low_rank.hpp"
#include "tviz/hooks/hook_check.hpp"
#include "tviz/model/catalog.hpp"
#include "tviz/model/reader.hpp"
