// SPDX-License-Identifier: MIT
#pragma once

namespace tviz::cli {

/// From now on, whoever ends the program with exit(), quick_exit() or _exit() ends it with an
/// error: a plugin must not make a success of a figure that is missing. `as_json`: how it is
/// written.
void refuse_to_end(bool as_json);

/// The work is done, and this is the program's exit code, whatever a plugin does afterwards.
int done(int exit_code);

}  // namespace tviz::cli
