// SPDX-License-Identifier: MIT
#include "pattern_book.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "tviz/scene/number.hpp"

namespace tviz::svg {
namespace {

/// Numbers count in thousandths, as they are written.
using Numbers = std::vector<std::int64_t>;

// Neither can be part of a value: XML cannot hold them.
constexpr char kNumberMark = '\x1E';
constexpr char kEndMark = '\x1F';
/// In a list of places: the text of the element.
constexpr std::string_view kTextPlace;

/// Where elements of one look differ: place, extent and meaning.
bool is_place(std::string_view attribute) {
  constexpr std::array<std::string_view, 14> kPlaces{
      "x", "y",         "width",      "height", "cx",        "cy",          "r",
      "d", "transform", "textLength", "href",   "data-path", "data-detail", "aria-label"};
  return std::ranges::find(kPlaces, attribute) != kPlaces.end();
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// A number without sign, or what stands between two.
struct Piece {
  std::string_view text;
  std::optional<std::int64_t> number;
};

/// Only what append_number() would write again can be a number of a row.
std::optional<std::int64_t> number_of(std::string_view digits) {
  constexpr std::size_t kMostDigits = 12;
  if (digits.size() > kMostDigits) return std::nullopt;
  std::int64_t thousandths = 0;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t i = 0; i < point + 4; ++i) {
    if (i == point) continue;
    thousandths = thousandths * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  std::string again;
  append_number(again, static_cast<double>(thousandths) / 1000);
  return again == digits ? std::optional(thousandths) : std::nullopt;
}

Piece take_piece(std::string_view& rest) {
  const auto length_of = [&](bool digits, std::size_t from) {
    std::size_t end = from;
    while (end < rest.size() && is_digit(rest[end]) == digits) ++end;
    return end;
  };
  const bool digits = is_digit(rest.front());
  std::size_t end = length_of(digits, 0);
  if (digits && end + 1 < rest.size() && rest[end] == '.' && is_digit(rest[end + 1])) {
    end = length_of(true, end + 1);
  }
  const std::string_view text = rest.substr(0, end);
  rest.remove_prefix(end);
  return {text, digits ? number_of(text) : std::nullopt};
}

/// The name and the looks of an element, which all of its shape share.
std::string shape_of(const Element& element) {
  std::string key(element.name.text());
  for (const Attribute& attribute : element.attributes) {
    key += kEndMark;
    key += attribute.name.text();
    if (is_place(attribute.name.text())) continue;
    key += '=';
    key += attribute.value;
  }
  if (!element.text.empty()) key += kEndMark;
  return key;
}

/// Calls `visit(name, value)` for each place of an element, not of its children.
template <typename Visit>
void visit_places(const Element& element, const Visit& visit) {
  for (const Attribute& attribute : element.attributes) {
    if (is_place(attribute.name.text())) visit(attribute.name.text(), attribute.value);
  }
  if (!element.text.empty()) visit(kTextPlace, element.text);
}

template <typename Visit>
void visit_elements(const Element& element, const Visit& visit) {
  visit(element);
  for (const Element& child : element.children) visit_elements(child, visit);
}

/// What a drawing shares with those alike, and the numbers that they may differ in.
struct Parted {
  std::string common;
  Numbers numbers;
};

void take_apart(std::string_view value, Parted& parted) {
  while (!value.empty()) {
    const Piece piece = take_piece(value);
    if (piece.number) {
      parted.common += kNumberMark;
      parted.numbers.push_back(*piece.number);
    } else {
      parted.common += piece.text;
    }
  }
  parted.common += kEndMark;
}

void take_apart(const Element& element, Parted& parted) {
  parted.common += shape_of(element) + kEndMark;
  visit_places(element,
               [&](std::string_view, std::string_view value) { take_apart(value, parted); });
  for (const Element& child : element.children) take_apart(child, parted);
  parted.common += kEndMark;
}

/// The numbers that the rows of a pattern have in one place, or several equal ones.
using Column = Numbers;

/// Walks through the numbers of a pattern in their order.
class Columns {
 public:
  explicit Columns(const std::vector<Numbers>& rows) : rows_(rows) {}

  /// The number of the column that the next number is in, if the rows differ in it.
  std::optional<std::size_t> next() {
    Column column;
    for (const Numbers& row : rows_) column.push_back(row[next_]);
    ++next_;
    if (std::ranges::all_of(column, [&](auto each) { return each == column.front(); })) {
      return std::nullopt;
    }
    const auto known = std::ranges::find(columns_, column);
    const auto index = static_cast<std::size_t>(known - columns_.begin());
    if (known == columns_.end()) columns_.push_back(std::move(column));
    return index;
  }

  const std::vector<Column>& found() const { return columns_; }

 private:
  const std::vector<Numbers>& rows_;
  std::size_t next_ = 0;
  std::vector<Column> columns_;
};

/// A value: texts, and numbers of the columns that stand between them.
struct Part {
  std::string text;
  std::optional<std::size_t> column;
};

std::vector<Part> parts_of(std::string_view value, Columns& columns) {
  std::vector<Part> parts;
  while (!value.empty()) {
    const Piece piece = take_piece(value);
    const auto column = piece.number ? columns.next() : std::nullopt;
    if (column) {
      parts.push_back({{}, column});
    } else if (!parts.empty() && !parts.back().column) {
      parts.back().text += piece.text;
    } else {
      parts.push_back({std::string(piece.text), {}});
    }
  }
  return parts;
}

bool is_constant(const std::vector<Part>& parts) {
  return std::ranges::none_of(parts, [](const Part& part) { return part.column.has_value(); });
}

/// Where the elements of one shape differ.
struct Shape {
  std::size_t number = 0;
  const Element* example = nullptr;
  std::set<std::string_view> slots;
};

using Shapes = std::map<std::string, Shape>;

void add_slots(const Element& element, Columns& columns, Shapes& shapes) {
  const auto [place, added] = shapes.try_emplace(shape_of(element));
  Shape& shape = place->second;
  if (added) shape = {shapes.size() - 1, &element, {}};
  std::vector<std::string_view> of_example;
  visit_places(*shape.example,
               [&](std::string_view, std::string_view value) { of_example.push_back(value); });
  std::size_t index = 0;
  visit_places(element, [&](std::string_view name, std::string_view value) {
    const bool constant = is_constant(parts_of(value, columns));
    if (!constant || value != of_example[index]) shape.slots.insert(name);
    ++index;
  });
}

Shapes shapes_of(const auto& patterns) {
  Shapes shapes;
  for (const auto& pattern : patterns) {
    Columns columns(pattern.rows);
    visit_elements(pattern.first,
                   [&](const Element& element) { add_slots(element, columns, shapes); });
  }
  return shapes;
}

std::vector<const Shape*> in_order(const Shapes& shapes) {
  std::vector<const Shape*> ordered(shapes.size());
  for (const auto& [key, shape] : shapes) ordered[shape.number] = &shape;
  return ordered;
}

/// A text, or a number where it becomes the same text.
void write_constant(JsonWriter& json, std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const auto number = digits.empty() ? std::nullopt : number_of(digits);
  if (!number || (*number == 0 && digits != text)) {
    json.value(text);
  } else {
    json.value(static_cast<double>(digits == text ? *number : -*number) / 1000);
  }
}

void write_value(JsonWriter& json, const std::vector<Part>& parts) {
  if (is_constant(parts)) {
    write_constant(json, parts.empty() ? std::string_view() : parts.front().text);
    return;
  }
  json.begin_array();
  for (const Part& part : parts) {
    if (part.column) {
      json.value(static_cast<std::int64_t>(*part.column));
    } else {
      json.value(part.text);
    }
  }
  json.end_array();
}

/// [shape, the values of its slots, the children]
void write_element(JsonWriter& json, const Element& element, Columns& columns,
                   const Shapes& shapes) {
  const Shape& shape = shapes.at(shape_of(element));
  json.begin_array().value(static_cast<std::int64_t>(shape.number));
  visit_places(element, [&](std::string_view name, std::string_view value) {
    const std::vector<Part> parts = parts_of(value, columns);
    if (shape.slots.contains(name)) write_value(json, parts);
  });
  for (const Element& child : element.children) write_element(json, child, columns, shapes);
  json.end_array();
}

bool grows_evenly(const Column& column) {
  for (std::size_t i = 2; i < column.size(); ++i) {
    if (column[i] - column[i - 1] != column[1] - column[0]) return false;
  }
  return true;
}

/// [first, step], or all three or more numbers.
void write_column(JsonWriter& json, const Column& column) {
  const auto value = [&](std::int64_t thousandths) {
    json.value(static_cast<double>(thousandths) / 1000);
  };
  json.begin_array();
  if (grows_evenly(column)) {
    value(column[0]);
    value(column[1] - column[0]);
  } else {
    for (const std::int64_t number : column) value(number);
  }
  json.end_array();
}

}  // namespace

PatternUse PatternBook::add(Element drawing, int series) {
  Parted parted{std::to_string(series) + kEndMark, {}};
  take_apart(drawing, parted);
  const auto [known, added] =
      numbers_of_patterns_.try_emplace(std::move(parted.common), patterns_.size());
  if (added) patterns_.push_back({std::move(drawing), {}});
  auto& rows = patterns_[known->second].rows;
  rows.push_back(std::move(parted.numbers));
  return {known->second, rows.size() - 1};
}

void PatternBook::write_examples(ElementWriter& xml) const {
  const Shapes shapes = shapes_of(patterns_);
  xml.open("svg").attribute("xmlns", "http://www.w3.org/2000/svg");
  for (const Shape* shape : in_order(shapes)) {
    xml.open(shape->example->name);
    for (const Attribute& attribute : shape->example->attributes) {
      xml.attribute(attribute.name, attribute.value);
    }
    if (!shape->example->text.empty()) xml.text(shape->example->text);
    xml.close();
  }
  xml.close();
}

void PatternBook::write(JsonWriter& json) const {
  const Shapes shapes = shapes_of(patterns_);
  json.key("shapes").begin_array();
  for (const Shape* shape : in_order(shapes)) {
    json.begin_array();
    visit_places(*shape->example, [&](std::string_view name, std::string_view) {
      if (shape->slots.contains(name)) json.value(name);
    });
    json.end_array();
  }
  json.end_array().key("patterns").begin_array();
  for (const Pattern& pattern : patterns_) {
    Columns columns(pattern.rows);
    json.begin_array();
    write_element(json, pattern.first, columns, shapes);
    json.begin_array();
    for (const Column& column : columns.found()) write_column(json, column);
    json.end_array().end_array();
  }
  json.end_array();
}

}  // namespace tviz::svg
