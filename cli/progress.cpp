// SPDX-License-Identifier: MIT
#include "progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

#include "messages.hpp"

namespace tviz::cli {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t kBarWidth = 30;
constexpr Seconds kBetweenBars{0.1};

/// "2:05" or "1:02:05".
std::string clock_text(double seconds) {
  const auto whole = std::lround(seconds);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

Progress::Progress(bool quiet)
    : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1), start_(Clock::now()) {}

Progress::~Progress() {
  if (has_bar_) std::fputs("\r\033[K", stderr);
}

void Progress::step(const std::string& line, std::size_t done, std::size_t total) {
  if (quiet_) return;
  if (terminal_) {
    draw_bar(done, total);
  } else if (!line.empty()) {
    print_message(line);
  }
}

void Progress::draw_bar(std::size_t done, std::size_t total) {
  const auto now = Clock::now();
  if (done < total && now - drawn_ < kBetweenBars) return;
  drawn_ = now;
  has_bar_ = true;
  const double elapsed = Seconds(now - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
  const double left = rate > 0 ? static_cast<double>(total - done) / rate : 0;
  const std::size_t full = total == 0 ? kBarWidth : kBarWidth * done / total;
  const std::string bar = fmt::format("\r[{:#<{}}{:.<{}}] {}/{}  {:.1f}/s  {} left\033[K", "", full,
                                      "", kBarWidth - full, done, total, rate, clock_text(left));
  std::fputs(bar.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace tviz::cli
