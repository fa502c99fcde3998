// SPDX-License-Identifier: MIT
#include "dialects.hpp"

using module_names::HuggingFace;
using module_names::NnSight;
using module_names::Pyvene;
using module_names::TransformerBridge3;
using module_names::TransformerBridge4;

TVIZ_PLUGIN("module_names", "1.0.0", "MIT",
            "Hook names by the modules of a model's code: Hugging Face, nnsight, pyvene and the "
            "bridge of TransformerLens.",
            tviz::provide<tviz::HookResolver, TransformerBridge4>("transformer_bridge@4.3", 200),
            tviz::provide<tviz::HookResolver, TransformerBridge3>("transformer_bridge@3.5", 210),
            tviz::provide<tviz::HookResolver, HuggingFace>("hugging_face", 450),
            tviz::provide<tviz::HookResolver, NnSight>("nnsight", 500),
            tviz::provide<tviz::HookResolver, Pyvene>("pyvene", 400))
