// SPDX-License-Identifier: MIT
#include "tviz/plugin/plugin.hpp"

#include "formats.hpp"

TVIZ_PLUGIN("cairo", "1.0.0", "MIT", "Publication figures drawn with Cairo: PDF, PNG, PS and EPS.",
            tviz::provide<tviz::Backend, tviz::cairo::PdfBackend>("pdf"),
            tviz::provide<tviz::Backend, tviz::cairo::PngBackend>("png"),
            tviz::provide<tviz::Backend, tviz::cairo::PsBackend>("ps"),
            tviz::provide<tviz::Backend, tviz::cairo::EpsBackend>("eps"))
