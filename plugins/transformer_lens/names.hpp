// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "hook_table.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace transformer_lens {

/// Every name of the table that a model has inside one block, or outside the blocks of the stream
/// if `block` is nullptr, in the order of the data flow.
void list_names(const HookTable& table, const tviz::Graph& graph, const tviz::Stream& stream,
                const tviz::Block* block, tviz::HookNameSink& sink);

/// The hook point that `name` means in this model, if there is one.
void find_name(const HookTable& table, const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink);

}  // namespace transformer_lens
