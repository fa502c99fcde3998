// SPDX-License-Identifier: MIT
// The files that the library carries, cut into their members as text.
#include "model/json_spans.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

extern "C" const char tviz_data_model_types_begin[];
extern "C" const char tviz_data_model_types_end[];
extern "C" const char tviz_data_models_begin[];
extern "C" const char tviz_data_models_end[];

namespace tviz {
namespace {

/// The spans of a map or list are those that the parser finds in it.
void expect_members(std::string_view text, const Node& parsed) {
  const std::vector<JsonSpan> spans = json_spans(text);
  ASSERT_EQ(spans.size(), parsed.items.size() + parsed.members.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const bool has_keys = !parsed.members.empty();
    const Node& value = has_keys ? parsed.members[i].value : parsed.items[i];
    if (has_keys) {
      EXPECT_EQ(spans[i].key, parsed.members[i].key);
    }
    const Node found = parse_json(spans[i].value, "span").root;
    EXPECT_EQ(test::text_of(found), test::text_of(value)) << spans[i].key;
  }
}

TEST(JsonSpans, AreTheMembersOfTheCarriedFiles) {
  const std::string_view models(tviz_data_models_begin, tviz_data_models_end);
  expect_members(models, parse_json(models, "models.json").root);
  for (const JsonSpan& model : json_spans(models)) {
    expect_members(model.value, parse_json(model.value, "model").root);
  }
  const std::string_view types(tviz_data_model_types_begin, tviz_data_model_types_end);
  const Node parsed = parse_json(types, "model_types.json").root;
  expect_members(types, parsed);
  for (const JsonSpan& section : json_spans(types)) {
    expect_members(section.value, *parsed.find(section.key));
  }
}

TEST(JsonSpans, MayHaveBracketsAndQuotesInTexts) {
  const std::string_view text = R"({
  "a": "}\"]",
  "b": {"c": "]", "d": [{}, "\\"]}, "e": 1,
  "f": {
    "g": "}"
  },
  "h": [{"i": [
    1
  ]}, {
    "j": 2
  }]
})";
  expect_members(text, parse_json(text, "text").root);
}

}  // namespace
}  // namespace tviz
