// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "readers.hpp"
#include "tviz/base/error.hpp"

// The format is described at
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html: a magic text, a version,
// the length of a header, the header (a Python dictionary), the numbers.

namespace values {
namespace {

constexpr const char* kShape =
    "an array has a number for each layer, or a row for each layer and a column for each head";

[[noreturn]] void refuse(std::string message, std::string hint) {
  throw tviz::Error(tviz::Problem{std::move(message), {}, std::move(hint)});
}

[[noreturn]] void refuse_file() {
  refuse("is no array as NumPy saves it, or not all of one", "write it with numpy.save()");
}

/// What the header says of the numbers.
struct Header {
  std::string type;  ///< "<f4": byte order, kind, bytes of a number.
  bool by_columns = false;
  std::vector<std::size_t> shape;
};

std::string_view take(std::string_view& bytes, std::size_t count) {
  if (bytes.size() < count) refuse_file();
  const std::string_view taken = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return taken;
}

std::uint64_t whole_number(std::string_view bytes, bool is_big_endian) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t at = is_big_endian ? i : bytes.size() - 1 - i;
    number = (number << 8U) | static_cast<unsigned char>(bytes[at]);
  }
  return number;
}

/// What follows a key, without the space before it.
std::string_view after(std::string_view header, std::string_view key) {
  const std::size_t found = header.find(key);
  if (found == std::string_view::npos) refuse_file();
  header.remove_prefix(found + key.size());
  header.remove_prefix(std::min(header.find_first_not_of(" :"), header.size()));
  return header;
}

std::vector<std::size_t> shape_of(std::string_view text) {
  std::vector<std::size_t> shape;
  const std::size_t end = text.find(')');
  if (!text.starts_with('(') || end == std::string_view::npos) refuse_file();
  for (text = text.substr(1, end - 1); !text.empty();) {
    std::size_t size = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{}) refuse_file();
    shape.push_back(size);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    text.remove_prefix(std::min(text.find_first_not_of(", "), text.size()));
  }
  return shape;
}

Header take_header(std::string_view& bytes) {
  if (take(bytes, 6) != "\x93NUMPY") refuse_file();
  const bool is_first_version = take(bytes, 2)[0] == 1;
  const std::uint64_t length = whole_number(take(bytes, is_first_version ? 2 : 4), false);
  const std::string_view text = take(bytes, length);
  const std::string_view type = after(text, "'descr'");
  const std::size_t end = type.find('\'', 1);
  if (!type.starts_with('\'') || end == std::string_view::npos) {
    refuse("has records in place of numbers", "save an array of numbers");
  }
  return {std::string(type.substr(1, end - 1)), after(text, "'fortran_order'").starts_with("True"),
          shape_of(after(text, "'shape'"))};
}

/// IEEE 754's binary16.
double half(std::uint64_t bits) {
  const auto exponent = static_cast<int>((bits >> 10U) & 0x1FU);
  const auto fraction = static_cast<double>(bits & 0x3FFU) / 1024;
  double size = exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1 + fraction, exponent - 15);
  if (exponent == 0x1F) size = fraction > 0 ? std::nan("") : HUGE_VAL;
  return (bits >> 15U) != 0 ? -size : size;
}

/// How the numbers of an array are written.
class NumberType {
 public:
  explicit NumberType(const std::string& type) {
    static constexpr std::string_view kKnown = " b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 ";
    if (type.size() != 3 || kKnown.find(' ' + type.substr(1) + ' ') == std::string_view::npos) {
      refuse("has numbers of the type '" + type + "'",
             "save real or whole numbers: array.astype(float)");
    }
    is_big_endian_ = type[0] == '>';
    kind_ = type[1];
    width_ = static_cast<std::size_t>(type[2] - '0');
  }

  std::size_t width() const { return width_; }

  double read(std::string_view bytes) const {
    const std::uint64_t bits = whole_number(bytes, is_big_endian_);
    if (kind_ == 'f') {
      if (width_ == 2) return half(bits);
      return width_ == 4
                 ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                 : std::bit_cast<double>(bits);
    }
    if (kind_ != 'i') return static_cast<double>(bits);
    const std::size_t unused = 64 - 8 * width_;
    return static_cast<double>(std::bit_cast<std::int64_t>(bits << unused) >> unused);
  }

 private:
  bool is_big_endian_ = false;
  char kind_ = 'f';
  std::size_t width_ = 8;
};

/// The component of a layer that has heads, and how many.
struct Row {
  std::string layer;  ///< Path of its block.
  std::string component;
  std::int64_t heads = 0;
};

std::vector<Row> rows_of(const tviz::Graph& graph) {
  const auto has_blocks = [](const tviz::Stream& stream) { return !stream.blocks.empty(); };
  if (std::ranges::count_if(graph.streams, has_blocks) != 1) {
    refuse("several stacks of layers, so an array has no meaning",
           "give a .json file with a number for each path");
  }
  const tviz::Stream& stream = *std::ranges::find_if(graph.streams, has_blocks);
  std::vector<Row> rows;
  for (const tviz::Block& block : stream.blocks) {
    Row row{.layer = block.path};
    for (const tviz::Component* each : tviz::components_of(stream.structures[block.structure])) {
      if (row.heads > 0 || each->n_heads == 0) continue;
      row.component = tviz::ComponentReference{each, &stream, &block}.path();
      row.heads = each->n_heads;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// "12 × 25"
std::string words_of(const std::vector<std::size_t>& shape) {
  if (shape.empty()) return "a single number";
  if (shape.size() == 1) return "a row of " + std::to_string(shape[0]) + " numbers";
  std::string words;
  for (const std::size_t size : shape) {
    words += words.empty() ? "" : " × ";
    words += std::to_string(size);
  }
  return words;
}

/// The numbers of the array by rows.
class Array {
 public:
  Array(std::string_view bytes, const std::vector<Row>& rows) : header_(take_header(bytes)) {
    check_shape(rows);
    bytes_ = bytes;
    const std::size_t columns = is_of_layers() ? 1 : header_.shape[1];
    if (bytes_.size() != header_.shape[0] * columns * type_.width()) refuse_file();
  }

  /// Whether it has one number for each layer.
  bool is_of_layers() const { return header_.shape.size() == 1; }

  double at(std::size_t row, std::size_t column) const {
    const std::size_t columns = is_of_layers() ? 1 : header_.shape[1];
    const std::size_t place =
        header_.by_columns ? column * header_.shape[0] + row : row * columns + column;
    return type_.read(bytes_.substr(place * type_.width(), type_.width()));
  }

 private:
  void check_shape(const std::vector<Row>& rows) const {
    std::size_t heads = 0;
    for (const Row& row : rows) heads = std::max(heads, static_cast<std::size_t>(row.heads));
    const std::vector<std::size_t>& shape = header_.shape;
    if (shape == std::vector{rows.size()}) return;
    if (shape == std::vector{rows.size(), heads} && heads > 0) return;
    const bool is_turned = shape == std::vector{heads, rows.size()};
    refuse("is " + words_of(shape) + ", but the model has " + std::to_string(rows.size()) +
               " layers of " + std::to_string(heads) + " heads",
           std::string(is_turned ? "transpose it: " : "") + kShape);
  }

  Header header_;
  NumberType type_{header_.type};
  std::string_view bytes_;
};

}  // namespace

void NpyReader::read(std::string_view bytes, const tviz::Graph& graph,
                     tviz::ValueSink& sink) const {
  const std::vector<Row> rows = rows_of(graph);
  const Array array(bytes, rows);
  for (std::size_t layer = 0; layer < rows.size(); ++layer) {
    if (array.is_of_layers()) {
      sink.add({rows[layer].layer, tviz::kAllHeads, array.at(layer, 0)});
      continue;
    }
    for (std::int64_t head = 0; head < rows[layer].heads; ++head) {
      sink.add({rows[layer].component, head, array.at(layer, static_cast<std::size_t>(head))});
    }
  }
}

}  // namespace values
