// SPDX-License-Identifier: MIT
#include "tviz/plugin/plugin.hpp"

#include "backends.hpp"

TVIZ_PLUGIN("svg", "1.0.0", "MIT", "SVG files, interactive HTML pages and fragments of pages.",
            tviz::provide<tviz::Backend, tviz::svg::SvgBackend>("svg"),
            tviz::provide<tviz::Backend, tviz::svg::HtmlBackend>("html"),
            tviz::provide<tviz::Backend, tviz::svg::FragmentBackend>("fragment"))
