// SPDX-License-Identifier: MIT
#pragma once

/// Marks what the shared library shows. Everything else is hidden, so that a
/// plugin cannot replace a symbol of the core by accident.
#define TVIZ_API __attribute__((visibility("default")))
