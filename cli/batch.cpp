// SPDX-License-Identifier: MIT
#include "tviz/batch/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <ctime>
#include <string>
#include <thread>
#include <tuple>
#include <utility>

#include "batch_report.hpp"
#include "commands.hpp"
#include "figure_options.hpp"
#include "messages.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "tviz/base/standard_input.hpp"
#include "tviz/figure/option_text.hpp"
#include "tviz/figure/write_files.hpp"

namespace tviz::cli {
namespace {

/// Turns the first interrupt into a request to stop, so that what is being drawn is finished. The
/// second ends the program, as any would without this. What whoever started the program has it
/// ignore stays ignored. It is made before other threads are, which inherit that the signals wait.
class Interrupts {
 public:
  Interrupts() {
    sigemptyset(&signals_);
    for (const int each : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction action {};
      const bool is_known = ::sigaction(each, nullptr, &action) == 0;
      if (is_known && action.sa_handler != SIG_IGN) sigaddset(&signals_, each);
    }
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    waiter_ = std::jthread([this](const std::stop_token& over) { wait(over); });
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts() {
    waiter_ = {};
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  std::stop_token token() const { return stop_.get_token(); }

  /// Ends the program as the signal would have, so that who started it learns why. Does nothing
  /// if there was none.
  void pass_on() {
    waiter_ = {};
    if (received_ != 0) end_by(received_);
  }

 private:
  void wait(const std::stop_token& over) {
    constexpr std::timespec kMoment{0, 50'000'000};
    while (!over.stop_requested()) {
      const int received = sigtimedwait(&signals_, nullptr, &kMoment);
      if (received <= 0) continue;
      if (received_ != 0) end_by(received);
      received_ = received;
      stop_.request_stop();
    }
  }

  void end_by(int signal) const {
    std::signal(signal, SIG_DFL);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    std::raise(signal);
  }

  sigset_t signals_{};
  sigset_t before_{};
  std::stop_source stop_;
  int received_ = 0;  ///< Read after the waiter has ended.
  std::jthread waiter_;
};

/// "2/3" as the numbers of a shard and of all shards.
std::pair<std::size_t, std::size_t> parse_shard(const std::string& text) {
  std::size_t shard = 0;
  std::size_t shards = 0;
  const char* const end = text.data() + text.size();
  auto result = std::from_chars(text.data(), end, shard);
  if (result.ec == std::errc{} && result.ptr != end && *result.ptr == '/') {
    result = std::from_chars(result.ptr + 1, end, shards);
    if (result.ec == std::errc{} && result.ptr == end) return {shard, shards};
  }
  throw Error(Problem{fmt::format("'{}' is not a shard", text),
                      {"", 0, 0, "--shard"},
                      "write 1/4 for the first of four"});
}

/// What is said of a figure where there is no terminal.
std::string line_of(const BatchResult& result) {
  if (result.state == BatchState::Unchanged) return {};
  return fmt::format("{} {}", name_of(result.state), result.figure->name);
}

BatchOptions options_of(const BatchArguments& arguments) {
  BatchOptions options;
  options.threads =
      arguments.threads > 0 ? arguments.threads : std::max(std::thread::hardware_concurrency(), 1U);
  options.force = arguments.force;
  options.keep_going = arguments.keep_going;
  options.dry_run = arguments.dry_run;
  std::tie(options.shard, options.shards) = parse_shard(arguments.shard);
  for (const std::string& file : {arguments.report, arguments.depfile}) {
    if (!file.empty()) options.other_files.emplace_back(file);
  }
  return options;
}

Manifest manifest_of(const BatchArguments& arguments,
                     std::vector<std::filesystem::path> model_types_files) {
  const bool is_piped = arguments.manifest == "-";
  if (is_piped == arguments.stdin_path.empty()) {
    throw Error(Problem{is_piped ? "is missing" : "needs '-' as the manifest",
                        {"", 0, 0, "--stdin-path"},
                        "a manifest from standard input needs the path of a file to stand for"});
  }
  if (!is_piped) return read_manifest(arguments.manifest, {}, std::move(model_types_files));
  const Limits limits;
  return read_manifest(
      parse_yaml(read_standard_input(limits.document_bytes), arguments.stdin_path, limits),
      std::move(model_types_files));
}

void print_warnings_of(const std::vector<BatchResult>& results) {
  std::vector<std::string> warnings;
  for (const BatchResult& result : results) {
    for (const std::string& warning : result.warnings) {
      warnings.push_back(fmt::format("{}: {}", result.figure->name, warning));
    }
  }
  print_warnings(warnings);
}

/// Whether no figure failed and, as in a dry run alone, none waits that was to be drawn.
bool is_whole(const std::vector<BatchResult>& results, bool dry_run) {
  return std::ranges::none_of(results, [dry_run](const BatchResult& result) {
    return result.state == BatchState::Failed || (result.state == BatchState::Waiting && !dry_run);
  });
}

void print_plan(const std::vector<BatchResult>& results) {
  for (const BatchResult& result : results) {
    const bool waits = result.state == BatchState::Waiting;
    print_text(fmt::format("{} {}\n", waits ? "draw" : name_of(result.state), result.figure->name));
  }
}

/// Removes files of figures that are gone, and the folders that this leaves empty.
void remove_stale(const std::vector<std::filesystem::path>& files, const Manifest& manifest,
                  const Arguments& arguments) {
  const std::filesystem::path root = (manifest.folder / "").parent_path();
  for (const std::filesystem::path& file : files) {
    const bool is_record = file.extension() == ".json";
    const std::string line = fmt::format("remove{} {}", arguments.batch.dry_run ? "" : "d",
                                         format(Location{.source = file.string()}));
    if (arguments.batch.dry_run) {
      if (!is_record) print_text(line + "\n");
      continue;
    }
    std::error_code error;
    if (!std::filesystem::remove(file, error) && error) {
      throw Error(Problem{"cannot be removed: " + error.message(), {.source = file.string()}, {}});
    }
    if (!is_record && !arguments.quiet) print_message(line);
    for (auto folder = file.parent_path(); folder != root && folder.has_parent_path();
         folder = folder.parent_path()) {
      if (!std::filesystem::remove(folder, error)) break;
    }
  }
}

void write_lists(const BatchArguments& batch, const Manifest& manifest,
                 const std::vector<BatchResult>& results) {
  std::vector<FileContent> files;
  if (!batch.report.empty()) files.push_back({batch.report, report_json(manifest, results)});
  if (!batch.depfile.empty()) {
    files.push_back({batch.depfile, depfile_text(manifest, results, batch.depfile_target)});
  }
  write_files(files);
}

}  // namespace

void draw_manifest(const Arguments& arguments) {
  const BatchArguments& batch = arguments.batch;
  BatchOptions options = options_of(batch);
  Manifest manifest = manifest_of(batch, figure_settings(arguments.figure).model_types_files);
  if (!batch.folder.empty()) manifest.folder = batch.folder;
  const std::string date = date_of_environment();
  for (BatchFigure& figure : manifest.figures) figure.options.output.date = date;
  std::vector<std::filesystem::path> stale;
  if (batch.prune) stale = stale_files(manifest);
  std::vector<BatchResult> results;
  Interrupts interrupts;
  options.stop = interrupts.token();
  {
    Progress progress(arguments.quiet);
    options.after_each = [&](const BatchResult& result, std::size_t done, std::size_t total) {
      progress.step(line_of(result), done, total);
    };
    results = draw_batch(manifest, make_registry(arguments), options);
  }
  if (batch.dry_run) print_plan(results);
  if (is_whole(results, batch.dry_run)) remove_stale(stale, manifest, arguments);
  write_lists(batch, manifest, results);
  if (!arguments.quiet) print_warnings_of(results);
  if (!arguments.quiet && !batch.dry_run) print_message(summary(results));
  interrupts.pass_on();
  throw_if_any(problems_of(results));
}

}  // namespace tviz::cli
