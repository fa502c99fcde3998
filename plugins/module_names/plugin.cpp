// SPDX-License-Identifier: MIT
#include "dialects.hpp"

using module_names::HuggingFace;
using module_names::NnSight;
using module_names::Pyvene;
using module_names::TransformerBridge;

TVIZ_PLUGIN("module_names", "1.0.0", "MIT",
            "Hook names by the modules of a model's code: Hugging Face, nnsight, pyvene and the "
            "bridge of TransformerLens.",
            tviz::provide<tviz::HookResolver, TransformerBridge>("transformer_bridge", 200),
            tviz::provide<tviz::HookResolver, HuggingFace>("hugging_face", 600),
            tviz::provide<tviz::HookResolver, NnSight>("nnsight", 500),
            tviz::provide<tviz::HookResolver, Pyvene>("pyvene", 400))
