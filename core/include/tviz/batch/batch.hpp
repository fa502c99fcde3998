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

/// The outcome for one figure of a manifest.
enum class BatchState {
  Drawn,      ///< Its files were written.
  Unchanged,  ///< Its files exist already, made from the same inputs by the same program.
  Failed,     ///< It has problems; its files were not touched.
  Waiting,    ///< Not drawn: the run ended before its turn, or was a dry run.
};

/// "drawn", "unchanged", "failed", "waiting".
TVIZ_API std::string_view name_of(BatchState state);

/// One figure in the report of a run.
struct BatchResult {
  const BatchFigure* figure = nullptr;  ///< Of the manifest.
  BatchState state = BatchState::Waiting;
  std::vector<std::filesystem::path> files{};   ///< Written, or to be written.
  std::vector<std::filesystem::path> inputs{};  ///< What it is made from, besides the manifest.
  std::vector<Problem> problems{};              ///< Only if it failed.
  std::vector<std::string> warnings{};          ///< Only if it was drawn.
};

/// The problems of all results, in order. A problem of a file that several figures use is listed
/// once.
TVIZ_API std::vector<Problem> problems_of(const std::vector<BatchResult>& results);

/// How to draw a manifest.
struct BatchOptions {
  std::size_t threads = 1;
  bool force = false;       ///< Draws unchanged figures, too.
  bool keep_going = false;  ///< If a figure has problems, draws the others.
  bool dry_run = false;     ///< Finds out what would be drawn, and draws nothing.
  /// Draws only one of `shards` parts of equal size, the one with this number, from 1. Each figure
  /// belongs to exactly one part. Several parts may be drawn into one folder at the same time.
  std::size_t shard = 1;
  std::size_t shards = 1;
  /// Files that the caller will write, such as a report. No input of a figure may be among them.
  std::vector<std::filesystem::path> other_files{};
  /// Ends the run after the figures that are being drawn.
  std::stop_token stop{};
  /// Called after each figure, by one thread at a time, with the result, the number of figures done
  /// and the number of all figures.
  std::function<void(const BatchResult&, std::size_t, std::size_t)> after_each{};
};

/// Draws the figures of a manifest into its folder, several at a time; the files do not depend on
/// how many. A file appears whole or not at all. A record of each figure in the folder `.tviz`
/// tells whether its inputs changed; if they did not, the figure is left as it is. So a run that
/// was stopped can be started again, and several runs at the same time, of the same shard or of
/// others, do no harm.
///
/// Without keep_going, every figure is laid out before the first is drawn; if any has problems,
/// Error is thrown with the problems of all. With keep_going, the problems are in the results. The
/// results have the order of the manifest and point into it, so `manifest` must outlive them. Also
/// throws Error if there is no such shard, a folder cannot be made, or an input file would be
/// overwritten.
TVIZ_API std::vector<BatchResult> draw_batch(const Manifest& manifest,
                                             std::shared_ptr<const Registry> registry,
                                             const BatchOptions& options);

/// Files that earlier runs wrote into the folder of a manifest and that the manifest no longer
/// lists: figures, unless they were edited since, and their records. Files of another manifest with
/// the same folder are among them.
TVIZ_API std::vector<std::filesystem::path> stale_files(const Manifest& manifest);

}  // namespace tviz
