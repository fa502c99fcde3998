// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tviz/figure/notebook_json.hpp"
#include "tviz/tviz.hpp"

namespace tviz {
namespace {

std::vector<std::string> types_of(const std::map<std::string, std::string>& bundle) {
  std::vector<std::string> types;
  for (const auto& [type, bytes] : bundle) types.push_back(type);
  return types;
}

TEST(MimeBundle, HasWhatEachNotebookTakes) {
  const Figure figure = visualize("gpt2");
  const auto bundle = mime_bundle(figure);
  EXPECT_EQ(types_of(bundle), (std::vector<std::string>{"application/pdf", "image/svg+xml",
                                                        "text/html", "text/plain"}));
  EXPECT_TRUE(bundle.at("application/pdf").starts_with("%PDF-"));
  EXPECT_EQ(bundle.at("image/svg+xml"), figure.render("svg"));
  EXPECT_EQ(bundle.at("text/html"), figure.render("fragment"));
  EXPECT_TRUE(bundle.at("text/plain").starts_with("GPT-2 small: 12 layers, 12 heads"));
  EXPECT_NE(bundle.at("text/plain").find("MLP: 768"), std::string::npos);
}

TEST(MimeBundle, LeavesOutAPdfThatNotebooksWouldFeel) {
  const Figure figure = visualize("llama-3.1-405b", {.max_layers = 126, .expanded = {"all"}});
  ASSERT_GE(figure.render("pdf").size(), 200'000U);
  EXPECT_EQ(types_of(mime_bundle(figure)),
            (std::vector<std::string>{"image/svg+xml", "text/html", "text/plain"}));
}

TEST(MimeBundle, OfCppKernelsIsFoundByTheFiguresNamespace) {
  const Figure figure = visualize("attn-only-1l");
  const nlohmann::json bundle = mime_bundle_repr(figure);
  EXPECT_EQ(bundle.size(), 4U);
  EXPECT_EQ(bundle.at("text/html"), figure.render("fragment"));
  EXPECT_EQ(bundle.at("application/pdf"), base64(figure.render("pdf")));
  EXPECT_NO_THROW(bundle.dump());
}

}  // namespace
}  // namespace tviz
