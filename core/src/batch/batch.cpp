// SPDX-License-Identifier: MIT
#include "tviz/batch/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "base/digest.hpp"
#include "batch/fingerprint.hpp"
#include "batch/record.hpp"
#include "batch/stamps.hpp"
#include "layout/sub_figures.hpp"
#include "tviz/figure/sub_figures.hpp"
#include "tviz/figure/write_files.hpp"
#include "tviz/model/reader.hpp"

namespace tviz {
namespace {

/// The key of a figure to which the place of an error belongs.
std::string_view key_of(const Location& where) {
  if (where.source == "set") return where.source;
  return where.field.starts_with("hook ") ? std::string_view("hooks") : where.field;
}

/// Whether a problem is one of a theme's or a model's file, whatever figure uses it. Values may fit
/// to one model and not to another.
bool is_of_file(const Problem& problem, const BatchFigure& figure) {
  return problem.where.line > 0 && problem.where.source != figure.values_file.string();
}

/// Problems of a figure, each with the place in the manifest that it belongs to, unless it is one
/// of a file. Those of a sub-figure have its label as their source.
std::vector<Problem> placed(const BatchFigure& figure, const std::vector<Problem>& problems) {
  std::vector<Problem> result;
  result.reserve(problems.size());
  for (Problem& problem : in_words_of(OptionLanguage::Manifest, problems)) {
    if (is_of_file(problem, figure)) {
      result.push_back(std::move(problem));
      continue;
    }
    const BatchFigure* owner = &figure;
    std::string name = figure.name;
    for (std::size_t i = 0; i < figure.sub_figures.size(); ++i) {
      if (problem.where.source != sub_figure_label(i)) continue;
      owner = &figure.sub_figures[i];
      name += ' ' + std::exchange(problem.where.source, {});
    }
    const std::string own = format(problem.where);
    const auto key = owner->places.find(key_of(problem.where));
    problem.where = key == owner->places.end() ? owner->where : key->second;
    problem.where.field.clear();
    problem.message = own.empty() ? fmt::format("{}: {}", name, problem.message)
                                  : fmt::format("{}: {}: {}", name, own, problem.message);
    result.push_back(std::move(problem));
  }
  return result;
}

/// Problems of a sub-figure as SubFigures tells them, whatever their own source, unless it is a
/// file.
std::vector<Problem> labelled(std::size_t index, const BatchFigure& part,
                              std::vector<Problem> problems) {
  for (Problem& problem : problems) {
    if (is_of_file(problem, part)) continue;
    if (!problem.where.source.empty()) {
      problem.message = fmt::format("{}: {}", format(problem.where), problem.message);
      problem.where = {};
    }
    problem.where.source = sub_figure_label(index);
  }
  return problems;
}

class Batch {
 public:
  Batch(const Manifest& manifest, std::shared_ptr<const Registry> registry,
        const BatchOptions& options)
      : manifest_(manifest),
        registry_(std::move(registry)),
        options_(options),
        program_(program_fingerprint(*registry_)) {}

  std::vector<BatchResult> run() && {
    check_shard();
    choose();
    for_each(results_, [this](BatchResult& result) { find_changes(result); });
    check_files();
    if (!options_.keep_going) {
      // Laid out twice, but nothing is drawn of a manifest that cannot be drawn whole.
      for_each(to_draw(),
               [this](BatchResult* result) { attempt(*result, [&] { make(*result->figure); }); });
      throw_if_any(problems_of(results_));
    }
    if (options_.dry_run) return std::move(results_);
    prepare_folders();
    for (BatchResult& result : results_) {
      if (result.state != BatchState::Waiting) announce(result);
    }
    for_each(to_draw(), [this](BatchResult* result) {
      attempt(*result, [&] { draw(*result); });
      announce(*result);
    });
    return std::move(results_);
  }

 private:
  void check_shard() const {
    if (options_.shard >= 1 && options_.shard <= options_.shards) return;
    throw Error(Problem{fmt::format("'{}/{}' is not a shard", options_.shard, options_.shards),
                        {},
                        "shards count from 1: '1/4' is the first of four"});
  }

  /// The figures of this shard.
  void choose() {
    for (std::size_t i = 0; i < manifest_.figures.size(); ++i) {
      if (i % options_.shards + 1 != options_.shard) continue;
      const BatchFigure& figure = manifest_.figures[i];
      BatchResult result{.figure = &figure};
      for (const std::string& format : figure.formats) {
        result.files.push_back(manifest_.folder / (figure.name + "." + format));
      }
      results_.push_back(std::move(result));
    }
    fingerprints_.resize(results_.size());
    stamps_.resize(results_.size());
  }

  /// Calls a function for each element, in as many threads as were asked for, until the run is to
  /// end. What a call throws ends the run, too, and is thrown again.
  template <class Elements, class Function>
  void for_each(Elements&& elements, const Function& function) const {
    std::atomic<std::size_t> next = 0;
    std::once_flag once;
    std::exception_ptr thrown;
    const auto work = [&] {
      try {
        for (std::size_t i = next++; i < elements.size(); i = next++) {
          if (options_.stop.stop_requested()) return;
          function(elements[i]);
        }
      } catch (...) {
        next = elements.size();
        std::call_once(once, [&thrown] { thrown = std::current_exception(); });
      }
    };
    {
      std::vector<std::jthread> others;
      start(std::min(options_.threads, elements.size()), work, others);
      work();
    }
    if (thrown) std::rethrow_exception(thrown);
  }

  /// Starts threads beside the caller's own, or as many of them as the system allows.
  template <class Work>
  static void start(std::size_t threads, const Work& work, std::vector<std::jthread>& others) {
    try {
      for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
    } catch (const std::system_error&) {
      return;
    }
  }

  /// Whatever a figure throws is a problem of this figure.
  template <class Action>
  void attempt(BatchResult& result, const Action& action) const {
    std::vector<Problem> problems;
    try {
      action();
      return;
    } catch (const Error& error) {
      problems = error.problems();
    } catch (const std::bad_alloc&) {
      problems.push_back({"there is not enough memory", {}, {}});
    } catch (const std::exception& error) {
      problems.push_back({error.what(), {}, {}});
    } catch (...) {
      problems.push_back({"an exception of an unknown type", {}, {}});
    }
    result.state = BatchState::Failed;
    result.problems = placed(*result.figure, problems);
  }

  void find_changes(BatchResult& result) {
    attempt(result, [&] {
      look_at_inputs(result);
      const BatchRecord record = read_record(record_path(manifest_.folder, result.figure->name));
      if (!options_.force && record.fingerprint == fingerprints_[index_of(result)] &&
          files_are_there(record, manifest_.folder)) {
        result.state = BatchState::Unchanged;
      }
    });
  }

  /// The stamps come first: as long as they hold, so does the fingerprint.
  void look_at_inputs(BatchResult& result) {
    const std::size_t index = index_of(result);
    result.inputs = inputs_of(*result.figure);
    stamps_[index] = stamps_of(result.inputs);
    fingerprints_[index] = fingerprint(*result.figure, result.inputs, program_);
  }

  /// Nothing that is written may be something that is read, or written twice.
  void check_files() const {
    std::vector<std::filesystem::path> read{manifest_.file};
    std::vector<std::filesystem::path> written = options_.other_files;
    for (const BatchResult& result : results_) {
      read.insert(read.end(), result.inputs.begin(), result.inputs.end());
      written.insert(written.end(), result.files.begin(), result.files.end());
    }
    check_targets(written, read);
  }

  std::size_t index_of(const BatchResult& result) const {
    return static_cast<std::size_t>(&result - results_.data());
  }

  std::vector<BatchResult*> to_draw() {
    std::vector<BatchResult*> waiting;
    for (BatchResult& result : results_) {
      if (result.state == BatchState::Waiting) waiting.push_back(&result);
    }
    return waiting;
  }

  SubFigure part_of(const BatchFigure& figure) const {
    SubFigure part{figure.model ? *figure.model
                                : read_model(figure.source, ModelTypes(figure.model_types_files)),
                   figure.options, figure.caption};
    if (!figure.values_file.empty()) {
      part.options.values =
          read_values(figure.values_file, build_graph(part.model, *registry_), *registry_);
    }
    return part;
  }

  std::vector<SubFigure> parts_of(const BatchFigure& figure) const {
    std::vector<SubFigure> parts;
    parts.reserve(figure.sub_figures.size());
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < figure.sub_figures.size(); ++i) {
      try {
        parts.push_back(part_of(figure.sub_figures[i]));
      } catch (const Error& error) {
        std::ranges::move(labelled(i, figure.sub_figures[i], error.problems()),
                          std::back_inserter(problems));
      }
    }
    throw_if_any(std::move(problems));
    return parts;
  }

  std::unique_ptr<const Drawable> make(const BatchFigure& figure) const {
    for (const std::string& format : figure.formats) registry_->backend(format);
    if (figure.sub_figures.empty()) {
      const SubFigure only = part_of(figure);
      return std::make_unique<const Figure>(only.model, only.options, registry_);
    }
    return std::make_unique<const SubFigures>(
        parts_of(figure), options_of_whole(figure.options, figure.columns), registry_);
  }

  /// Draws a figure again if its inputs are edited meanwhile. If that does not end, the figure gets
  /// no record, so that the next run draws it.
  void draw(BatchResult& result) {
    constexpr int kMostTries = 3;
    std::vector<FileContent> files = drawn_files(result);
    bool settled = is_settled(result);
    for (int tries = 1; tries < kMostTries && !settled; ++tries) {
      look_at_inputs(result);
      files = drawn_files(result);
      settled = is_settled(result);
    }
    if (settled) files.push_back(record_of(result, files));
    write_files(files);
    result.state = BatchState::Drawn;
  }

  bool is_settled(const BatchResult& result) const {
    return stamps_of(result.inputs) == stamps_[index_of(result)];
  }

  std::vector<FileContent> drawn_files(BatchResult& result) const {
    const BatchFigure& figure = *result.figure;
    const auto made = make(figure);
    std::vector<FileContent> files;
    for (std::size_t i = 0; i < figure.formats.size(); ++i) {
      files.push_back({result.files[i], made->render(figure.formats[i])});
    }
    result.warnings = made->warnings();
    return files;
  }

  /// It is written after the files of the figure: one without it is drawn again.
  FileContent record_of(const BatchResult& result, const std::vector<FileContent>& files) const {
    const BatchFigure& figure = *result.figure;
    BatchRecord record{fingerprints_[index_of(result)], {}};
    for (std::size_t i = 0; i < files.size(); ++i) {
      record.files.emplace(figure.name + "." + figure.formats[i], digest(files[i].bytes));
    }
    return {record_path(manifest_.folder, figure.name), record_text(record)};
  }

  /// The files that are to be written, or were by a run before, by the folders that they go to.
  std::map<std::filesystem::path, std::set<std::string>> files_by_folder() const {
    std::map<std::filesystem::path, std::set<std::string>> folders;
    const auto add = [&folders](const std::filesystem::path& file) {
      folders[file.parent_path()].insert(file.filename().string());
    };
    for (const BatchResult& result : results_) {
      if (result.state == BatchState::Failed) continue;
      add(record_path(manifest_.folder, result.figure->name));
      for (const std::filesystem::path& file : result.files) add(file);
    }
    return folders;
  }

  void prepare_folders() const {
    for (const auto& [folder, files] : files_by_folder()) {
      std::error_code error;
      std::filesystem::create_directories(folder, error);
      if (error) {
        throw Error(Problem{
            fmt::format("cannot be made: {}", error.message()), {folder.string(), 0, 0, {}}, {}});
      }
      remove_leftovers(folder, files);
    }
  }

  void announce(const BatchResult& result) {
    const std::scoped_lock lock(mutex_);
    ++done_;
    if (options_.after_each) options_.after_each(result, done_, results_.size());
  }

  const Manifest& manifest_;
  std::shared_ptr<const Registry> registry_;
  const BatchOptions& options_;
  std::string program_;
  std::vector<BatchResult> results_;
  // In the order of the results.
  std::vector<std::string> fingerprints_;
  std::vector<std::vector<FileStamp>> stamps_;
  std::mutex mutex_;
  std::size_t done_ = 0;
};

}  // namespace

std::string_view name_of(BatchState state) {
  switch (state) {
    case BatchState::Drawn:
      return "drawn";
    case BatchState::Unchanged:
      return "unchanged";
    case BatchState::Failed:
      return "failed";
    case BatchState::Waiting:
      break;
  }
  return "waiting";
}

std::vector<Problem> problems_of(const std::vector<BatchResult>& results) {
  std::vector<Problem> problems;
  std::set<std::string> seen;
  for (const BatchResult& result : results) {
    for (const Problem& problem : result.problems) {
      if (seen.insert(format(problem)).second) problems.push_back(problem);
    }
  }
  return problems;
}

std::vector<BatchResult> draw_batch(const Manifest& manifest,
                                    std::shared_ptr<const Registry> registry,
                                    const BatchOptions& options) {
  return Batch(manifest, std::move(registry), options).run();
}

}  // namespace tviz
