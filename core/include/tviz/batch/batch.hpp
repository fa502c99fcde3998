// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/base/export.hpp"
#include "tviz/batch/manifest.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

/// What became of a figure of a manifest.
enum class BatchState {
  Drawn,      ///< Its files were written.
  Unchanged,  ///< Its files are there, made of the same inputs by the same program.
  Failed,     ///< It has problems; its files were not touched.
  Waiting,    ///< The run ended before its turn, or nothing was to be drawn (dry run).
};

/// "drawn", "unchanged", "failed", "waiting".
TVIZ_API std::string_view name_of(BatchState state);

/// One figure in the report of a run.
struct BatchResult {
  const BatchFigure* figure = nullptr;  ///< Of the manifest.
  BatchState state = BatchState::Waiting;
  std::vector<std::filesystem::path> files{};   ///< Written, or to be written.
  std::vector<std::filesystem::path> inputs{};  ///< Files that it is made of, beside the manifest.
  std::vector<Problem> problems{};              ///< Only if it failed.
  std::vector<std::string> warnings{};          ///< Only if it was drawn.
};

/// The problems of all results, in their order; what is wrong with a file that several figures use
/// comes once.
TVIZ_API std::vector<Problem> problems_of(const std::vector<BatchResult>& results);

/// How a manifest is drawn.
struct BatchOptions {
  std::size_t threads = 1;
  bool force = false;       ///< Draws what is unchanged, too.
  bool keep_going = false;  ///< A figure with problems costs only itself.
  bool dry_run = false;     ///< Finds out what would be drawn, and draws nothing.
  /// Of `shards` parts of equal size, the one with this number, from 1: each figure belongs to
  /// exactly one. Several may be drawn into one folder at the same time.
  std::size_t shard = 1;
  std::size_t shards = 1;
  /// What the caller will write itself, such as a report: no input of the figures may be among it.
  std::vector<std::filesystem::path> other_files{};
  /// Ends the run after the figures that are being drawn.
  std::stop_token stop{};
  /// Called after each figure, by one thread at a time: the result, how many are done and how
  /// many there are.
  std::function<void(const BatchResult&, std::size_t, std::size_t)> after_each{};
};

/// Draws the figures of a manifest into its folder, several at a time; the files do not depend on
/// how many. A file appears whole or not at all, and a figure whose inputs did not change is left
/// as it is, by a record that is kept of each in the folder `.tviz`. So a run that was ended can
/// be started again, and runs at the same time, of other shards or of the same, do no harm.
///
/// Unless problems may be skipped (keep_going), every figure is laid out before the first is
/// drawn, and Error with the problems of all is thrown if there are any. Otherwise they are in the
/// results, which have the order of the manifest. `manifest` outlives them. Throws Error, too, if
/// there is no such shard, a folder cannot be made, or a file that is read would be overwritten.
TVIZ_API std::vector<BatchResult> draw_batch(const Manifest& manifest,
                                             std::shared_ptr<const Registry> registry,
                                             const BatchOptions& options);

/// What earlier runs drew into the folder of a manifest and the manifest lists no more: files of
/// figures, unless they were edited since, and the records of these figures. Those of another
/// manifest in the same folder are among them.
TVIZ_API std::vector<std::filesystem::path> stale_files(const Manifest& manifest);

}  // namespace tviz
