// SPDX-License-Identifier: MIT
// Rules files: what is refused, where, and with which word nearby; and families that a file adds.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "model/rule_book.hpp"
#include "model/rule_check.hpp"
#include "support.hpp"
#include "tviz/model/model_types.hpp"

extern "C" const char tviz_data_model_types_begin[];
extern "C" const char tviz_data_model_types_end[];

namespace tviz {
namespace {

std::string carried_text() { return {tviz_data_model_types_begin, tviz_data_model_types_end}; }

/// What is wrong with a rules file.
std::string mistakes(const std::string& text) {
  return test::thrown([&] { ModelTypes().add(parse_json(text, "rules.json")); });
}

/// What is wrong with one family.
std::string mistakes_of(const std::string& family) {
  return mistakes(R"({"model_types": {"my": )" + family + "}}");
}

/// What is wrong with the rule for a field.
std::string mistakes_in(const std::string& field, const std::string& rule) {
  return mistakes_of("{\"" + field + "\": " + rule + "}");
}

TEST(Rules, TheCarriedFileHasNoMistake) {
  const Document carried = parse_json(carried_text(), "model_types.json");
  for (const Problem& problem : check_rules(carried, RuleMap::CarriedFile, {})) {
    ADD_FAILURE() << format(problem);
  }
}

TEST(Rules, EveryWordAndEveryFieldHasAMeaning) {
  for (const RuleWord& word : rule_words()) EXPECT_FALSE(word.meaning.empty()) << word.name;
  for (const RuleField& field : rule_fields()) EXPECT_FALSE(field.meaning.empty()) << field.name;
}

TEST(Rules, AMisspeltWordIsNamedWithItsPlaceAndTheNearest) {
  EXPECT_EQ(mistakes(R"({"model_types": {
  "my": {
    "like": "llama",
    "d_head": {"kyes": ["head_dim"]},
    "n_ctx": {"keys": ["length"], "defualt": 2048},
    "paralel_attn_mlpp": true
  },
  "yours": {"like": "llamq"}
}})"),
            "rules.json:4:16: model_types.my.d_head: unknown word 'kyes' in a rule for a whole "
            "number (did you mean 'keys'?)\n"
            "rules.json:5:35: model_types.my.n_ctx: unknown word 'defualt' in a rule for a whole "
            "number (did you mean 'default'?)\n"
            "rules.json:6:5: model_types.my: unknown field 'paralel_attn_mlpp' in the rules of a "
            "family (did you mean 'parallel_attn_mlp'?)\n"
            "rules.json:8:21: model_types.yours.like: unknown family 'llamq' (did you mean "
            "'llama'?)");
}

TEST(Rules, AMisspeltFieldOfACalculationIsNamed) {
  EXPECT_EQ(
      mistakes_in("d_head", R"({"of": "d_modl", "over": "n_haeds"})"),
      "rules.json:1:42: model_types.my.d_head.of: 'd_modl' is not a number of a model (did you "
      "mean 'd_model'?)\n"
      "rules.json:1:60: model_types.my.d_head.over: 'n_haeds' is not a number of a model (did "
      "you mean 'n_heads'?)");
  EXPECT_EQ(mistakes_in("d_head", R"({"of": "d_mlp"})"),
            "rules.json:1:42: model_types.my.d_head.of: 'd_mlp' is not read before 'd_head'");
  EXPECT_EQ(mistakes_in("d_head", R"({"over": 2, "of": "d_model"})"),
            "rules.json:1:44: model_types.my.d_head.over: must stand after 'of'");
}

TEST(Rules, AWordOfAnotherKindOfRuleMeansNothing) {
  EXPECT_EQ(mistakes_in("gated_mlp", R"({"keys": ["gated"], "required": true})"),
            "rules.json:1:58: model_types.my.gated_mlp: 'required' means nothing in a rule for "
            "true or false (it may have keys, null, default, assumed, words, open, refused, "
            "warned)");
  EXPECT_EQ(mistakes_of(R"({"when": [{"key": "a", "then": {"like": "llama"}}]})")
                .find("rules.json:1:56: model_types.my.when.then: 'like' means nothing in rules "
                      "that replace others"),
            0U);
  EXPECT_EQ(mistakes_in("n_ctx", R"({"keys": ["length"], "rounded": "up"})"),
            "rules.json:1:66: model_types.my.n_ctx.rounded: means nothing without 'over'");
}

TEST(Rules, AValueOfAWrongTypeIsNamed) {
  EXPECT_EQ(mistakes_in("d_model", R"("512")"),
            "rules.json:1:36: model_types.my.d_model: must be a whole number from 0 on");
  EXPECT_EQ(mistakes_in("gated_mlp", R"("true")"),
            "rules.json:1:38: model_types.my.gated_mlp: must be true or false");
  EXPECT_EQ(mistakes_in("normalization", R"("RMSnorm")"),
            "rules.json:1:42: model_types.my.normalization: must be one of none, LayerNorm, "
            "RMSNorm (did you mean 'RMSNorm'?)");
  EXPECT_EQ(mistakes_in("d_model", R"({"keys": "hidden_size"})"),
            "rules.json:1:45: model_types.my.d_model.keys: must be a list");
  EXPECT_EQ(mistakes_in("layers.reach", R"({"pattern": [{"every": 2, "value": "locl", "at": 0}],
                                             "otherwise": "global"})"),
            "rules.json:1:76: model_types.my.layers.reach.pattern.value: must be one of global, "
            "local (did you mean 'local'?)");
  EXPECT_EQ(mistakes("[]"), "rules.json:1:1: must be a rules file: a map");
}

TEST(Rules, ARuleThatGivesNothingIsNamed) {
  EXPECT_EQ(mistakes_in("d_model", R"({"keys": []})"),
            "rules.json:1:45: model_types.my.d_model.keys: must not be empty");
  EXPECT_EQ(mistakes_in("d_model", "{}"),
            "rules.json:1:36: model_types.my.d_model: gives nothing: it has none of keys, "
            "default, count, sum, of");
  EXPECT_EQ(mistakes_of(R"({"when": [{"key": "a"}]})"),
            "rules.json:1:34: model_types.my.when: gives nothing: it has none of then, else");
  EXPECT_EQ(
      mistakes_of(R"({"when": [{"key": "a", "values": [1], "missing": true, "then": {}}]})"),
      "rules.json:1:34: model_types.my.when: has 2 tests (values, missing), but may have only one");
  EXPECT_EQ(mistakes("{}"), "rules.json:1:1: 'model_types' is missing");
}

TEST(Rules, AFamilyMayNotBeLikeItself) {
  EXPECT_EQ(mistakes(R"({"model_types": {"a": {"like": "b"}, "b": {"like": "a"}}})"),
            "rules.json:1:32: a.like: 'a' is like itself\n"
            "rules.json:1:52: b.like: 'b' is like itself");
  EXPECT_EQ(mistakes(R"({"model_types": {"a": {"like": "a"}}})"),
            "rules.json:1:32: a.like: 'a' is like itself");
  EXPECT_EQ(mistakes(R"({"model_types": {"llama": {"like": "llama"}}})"), "nothing thrown");
  std::string row = R"({"model_types": {"f0": {"like": "llama"})";
  for (int i = 1; i < 1000; ++i) {
    row += R"(, "f)" + std::to_string(i) + R"(": {"like": "f)" + std::to_string(i - 1) + "\"}";
  }
  EXPECT_NE(mistakes(row + "}}").find("a chain of more than 64"), std::string::npos);
}

TEST(Rules, AFamilyInsideItselfIsAnError) {
  ModelTypes types;
  types.add(
      parse_json(R"({"model_types": {"my": {"decoder": {"keys": ["inner"], "model_type": "my"}}}})",
                 "r.json"));
  EXPECT_EQ(
      test::thrown([&] { read_model(parse_json(R"({"model_type": "my"})", "m.json"), types); }),
      "m.json:1:1: models are nested more than 16 deep (does a family have itself as "
      "its decoder or tower?)");
}

// --- Families that a file adds.

constexpr const char* kConfiguration = R"({
  "model_type": "pocket", "architectures": ["PocketForCausalLM"], "layers": 3, "hidden_size": 64,
  "num_attention_heads": 4, "intermediate_size": 256, "vocab_size": 1000
})";

ModelTypes with(const std::string& rules) {
  ModelTypes types;
  types.add(parse_json(rules, "rules.json"));
  return types;
}

ModelArchitecture read(const ModelTypes& types, const std::string& text = kConfiguration) {
  return read_model(parse_json(text, "m.json"), types);
}

TEST(AddedFamily, IsKnown) {
  const ModelArchitecture model = read(with(R"({"model_types": {"pocket": {
      "like": "llama", "n_layers": {"keys": ["layers"], "required": true}, "shared_norm": true}}})"));
  EXPECT_EQ(model.n_layers, 3);
  EXPECT_TRUE(model.gated_mlp);
  EXPECT_TRUE(model.shared_norm);
  EXPECT_EQ(model.model_type, "pocket");
  EXPECT_TRUE(model.warnings.empty()) << model.warnings.front();
}

TEST(AddedFamily, IsFoundByItsClass) {
  const ModelTypes types = with(R"({"model_types": {"mine": {
      "like": "llama", "architectures": ["PocketForCausalLM"],
      "n_layers": {"keys": ["layers"], "required": true}}}})");
  EXPECT_EQ(read(types).n_layers, 3);
}

TEST(AddedFamily, ReplacesACarriedOneAndMayBeLikeIt) {
  const ModelTypes types = with(R"({"model_types": {
      "llama": {"like": "llama", "tie_word_embeddings": true}}})");
  EXPECT_FALSE(read_model("llama-7b").tie_word_embeddings);
  EXPECT_TRUE(read_model("llama-7b", types).tie_word_embeddings);
  // What is like the carried one stays as it is.
  EXPECT_EQ(read_model("mistral-7b", types), read_model("mistral-7b"));
}

TEST(AddedFamily, OfALaterFileComesFirst) {
  ModelTypes types = with(R"({"model_types": {"pocket": {
      "like": "llama", "n_layers": {"keys": ["layers"]}, "causal": false}}})");
  types.add(parse_json(R"({"model_types": {"pocket": {"like": "pocket", "causal": true},
                                           "other": {"like": "pocket"}}})",
                       "second.json"));
  EXPECT_EQ(types.added().size(), 2U);
  EXPECT_TRUE(read(types).causal);
  EXPECT_EQ(read(types).n_layers, 3);
}

TEST(AddedFamily, MayBeWrittenInYaml) {
  ModelTypes types;
  types.add(parse_yaml("model_types:\n  pocket:\n    like: llama\n    n_layers: {keys: [layers]}\n",
                       "rules.yaml"));
  EXPECT_EQ(read(types).n_layers, 3);
}

TEST(AddedFamily, MayListTensorsOfItsOwn) {
  const ModelTypes types = with(R"({"model_types": {"pocket": {
      "like": "llama", "n_layers": {"keys": ["layers"]}, "tensors": [{
        "of": "attn", "says": "keys convolved",
        "layers": {"pattern": [{"from": 1, "value": "true"}], "otherwise": "false"},
        "shapes": {"w": ["n_heads", {"of": "d_head", "times": 2, "plus": -1},
                         {"keys": ["width"], "default": 4}, 3]}}]}}})");
  const std::vector<OwnTensors> tensors = read(types).own_tensors;
  ASSERT_EQ(tensors.size(), 1U);
  EXPECT_EQ(tensors[0].of, "attn");
  EXPECT_EQ(tensors[0].shapes.front().second, (std::vector<std::int64_t>{4, 31, 4, 3}));
  EXPECT_EQ(tensors[0].layers, (std::vector<bool>{false, true, true}));
}

TEST(AddedFamily, TensorsMayRepeatWithTheItemsOfLists) {
  const ModelTypes types = with(R"({"model_types": {"pocket": {
      "like": "llama", "n_layers": {"keys": ["layers"]}, "tensors": [{
        "of": "entry", "says": "a tower",
        "each": {"keys": ["widths"], "reversed": true,
                 "shapes": {"w": [{"keys": ["widths"]},
                                  {"keys": ["widths"], "shift": 1, "default": 3},
                                  {"of": {"keys": ["base"], "default": 5}, "doubled": true}]},
                 "above": {"out": [{"of": {"keys": ["base"], "default": 5}, "doubled": true}]}}}]}}})");
  std::string text = kConfiguration;
  text.insert(text.find('{') + 1, R"("widths": [7, 8],)");
  const std::vector<OwnTensors> tensors = read(types, text).own_tensors;
  ASSERT_EQ(tensors.size(), 1U);
  using Shapes = decltype(OwnTensors::shapes);
  EXPECT_EQ(tensors[0].shapes, (Shapes{{"1.w", {8, 3, 5}}, {"2.w", {7, 8, 10}}, {"out", {20}}}));
  EXPECT_TRUE(read(types).own_tensors[0].shapes.empty());
}

TEST(AddedFamily, ATensorWithASizeOfZeroDoesNotExist) {
  const ModelTypes types = with(R"({"model_types": {"pocket": {
      "like": "llama", "n_layers": {"keys": ["layers"]}, "tensors": [{
        "of": "entry", "says": "a tower", "label": "T",
        "shapes": {"w": ["d_head", 3], "grown": [{"of": "d_head", "minus": "d_head"}, 3]}}]}}})");
  const std::vector<OwnTensors> tensors = read(types).own_tensors;
  ASSERT_EQ(tensors.size(), 1U);
  ASSERT_EQ(tensors[0].shapes.size(), 1U);
  EXPECT_EQ(tensors[0].shapes[0].first, "w");
}

TEST(AddedFamily, AListMayBeCountedOrSummedInACalculation) {
  const ModelTypes types = with(R"({"model_types": {"pocket": {
      "like": "llama",
      "n_layers": {"of": {"sum": ["stages"], "default": 5}, "plus": {"count": ["extra"], "default": 1}},
      "n_labels": {"count": ["extra"], "default": 7}}}})");
  const auto read_with = [&](const std::string& keys) {
    std::string text = kConfiguration;
    return read(types, text.insert(text.find('{') + 1, keys));
  };
  const ModelArchitecture listed = read_with(R"("stages": [2, 4], "extra": [1, 1, 1],)");
  EXPECT_EQ(listed.n_layers, 9);
  EXPECT_EQ(listed.n_labels, 3);
  const ModelArchitecture without = read_with("");
  EXPECT_EQ(without.n_layers, 6);
  EXPECT_EQ(without.n_labels, 7);
}

TEST(AddedFamily, LayersMayBeListedAsMaps) {
  const ModelTypes types = with(R"({"model_types": {"pocket": {
      "like": "llama", "n_layers": {"keys": ["layers"]},
      "layers.mixer": {"keys": ["blocks"], "item": {"keys": ["attention.skip"], "default": 0},
                       "words": {"true": "none", "0": "attention"}},
      "layers.d_mlp": {"keys": ["blocks"],
                       "item": {"of": "d_model", "times": {"keys": ["factor"]}}}}}})");
  std::string text = kConfiguration;
  text.insert(text.find('{') + 1, R"("blocks": [{"attention": {"skip": true}, "factor": 2.5},
                                             {"factor": 1}, {"factor": 4}],)");
  const std::vector<LayerKind> layers = read(types, text).layers;
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_EQ(layers[0].mixer, TokenMixer::None);
  EXPECT_EQ(layers[1].mixer, TokenMixer::Attention);
  EXPECT_EQ(layers[0].d_mlp, 160);
  EXPECT_EQ(layers[1].d_mlp, 64);
  EXPECT_EQ(layers[2].d_mlp, 0);  // The model's.
}

TEST(AddedFamily, TensorsNeedAComponentAndSizes) {
  EXPECT_EQ(mistakes_of(R"({"tensors": [{"of": "atn", "says": "a scale"}]})"),
            "rules.json:1:44: model_types.my.tensors.of: must be one of attn, cross_attn, mixer, "
            "conv, mlp_first, mlp, experts, ln1, ln1_post, ln2, ln2_post, ln3, ln3_post, ln4, "
            "laurel, embed, "
            "embed.ln, pos_embed, rel_pos, patches, projector, ln_final, pooler, unembed, entry, "
            "positions, exit, read_out (did you mean 'attn'?)");
  const ModelTypes types = with(R"({"model_types": {"pocket": {
      "like": "llama", "n_layers": {"keys": ["layers"]}, "tensors": [
        {"of": "mlp", "says": "a scale", "shapes": {"w": [{"keys": ["width"]}]}}]}}})");
  EXPECT_NE(
      test::thrown([&] { read(types); }).find("the size of the family's tensor w is not known"),
      std::string::npos);
}

// --- Every word of the carried file, misspelt; every value, of every other type.

/// Below these the keys are words of configurations, not of the language.
const std::set<std::string, std::less<>> kMapsOfTheirWords{"words", "refused", "warned", "shapes",
                                                           "above"};
/// Texts that mean something to people or to configurations only.
const std::set<std::string, std::less<>> kFree{"keys",
                                               "source",
                                               "architectures",
                                               "read_as",
                                               "booleans",
                                               "ignored",
                                               "assumed",
                                               "words",
                                               "refused",
                                               "warned",
                                               "count",
                                               "key",
                                               "values",
                                               "ends",
                                               "sum",
                                               "with",
                                               "without",
                                               "unless",
                                               "message",
                                               "lacking",
                                               "act_fn",
                                               "gate_fn",
                                               "title",
                                               "model_name",
                                               "kind",
                                               "projector.act_fn",
                                               "convolution.norm",
                                               "model_type",
                                               "says",
                                               "label"};

/// What a rule is made of, without its own names and numbers.
std::string shape_of(const Node& node) {
  std::string shape(1, node.kind == Node::Kind::Scalar && !node.quoted ? '0' : 'a');
  std::set<std::string> items;
  for (const Node& item : node.items) items.insert(shape_of(item));
  for (const std::string& item : items) shape += '[' + item + ']';
  for (const Node::Member& member : node.members) {
    shape += '{' + member.key + ": " + shape_of(member.value) + '}';
  }
  return shape;
}

struct Mutations {
  const RuleBook book;
  const std::set<std::string, std::less<>> names = book.names();
  Document file{"rules.json", {.kind = Node::Kind::Mapping}};
  Node* family = nullptr;
  std::set<std::string> seen;  ///< Shapes of rules, many of which stand in several families.
  int misspelt = 0;
  int replaced = 0;
  int accepted = 0;

  std::vector<Problem> check() const { return check_rules(file, RuleMap::File, names); }

  void run(const Node::Member& rules) {
    Node families{.kind = Node::Kind::Mapping};
    families.members.push_back(rules);
    file.root.members = {{"model_types", 1, 1, std::move(families)}};
    family = &file.root.members.front().value.members.front().value;
    ASSERT_TRUE(check().empty()) << rules.key << ": " << format(check().front());
    for (Node::Member& rule : family->members) {
      if (!seen.insert(rule.key + ": " + shape_of(rule.value)).second) continue;
      misspell(rule);
      change(rule.value, rule.key, is_field(rule.key) ? rule.key : "");
    }
  }

  void change(Node& node, const std::string& key, const std::string& field) {
    if (node.kind != Node::Kind::Mapping || !kMapsOfTheirWords.contains(key)) {
      for (Node::Member& member : node.members) misspell(member);
    }
    replace(node, key, field);
    for (Node& item : node.items) change(item, key, field);
    for (Node::Member& member : node.members) {
      if (key == "shapes" || key == "above") {
        change_sizes(member, field);
      } else {
        change(member.value, kMapsOfTheirWords.contains(key) ? key : member.key,
               is_field(member.key) ? member.key : field);
      }
    }
  }

  /// Below the name of a tensor the language goes on.
  void change_sizes(Node::Member& tensor, const std::string& field) {
    replace(tensor.value, tensor.key, field);
    for (Node& size : tensor.value.items) {
      if (seen.insert("size: " + shape_of(size)).second) change(size, tensor.key, field);
    }
  }

  static bool is_field(const std::string& key) {
    static const std::vector<RuleField> fields = rule_fields();
    return std::ranges::find(fields, key, &RuleField::name) != fields.end();
  }

  void misspell(Node::Member& member) {
    const std::string right = member.key;
    std::string swapped = right;
    std::swap(swapped[0], swapped[1]);
    for (const std::string& wrong : {swapped, right + "q", right.substr(1)}) {
      if (wrong == right || wrong == "d_head" || wrong == "d_mlp") continue;
      member.key = wrong;
      ++misspelt;
      const std::vector<Problem> problems = check();
      const auto is_at_key = [&](const Problem& problem) {
        return problem.where.line == member.line && problem.where.column == member.column &&
               !problem.hint.empty();
      };
      EXPECT_TRUE(std::ranges::any_of(problems, is_at_key)) << right << " as " << wrong;
    }
    member.key = right;
  }

  void replace(Node& node, const std::string& key, const std::string& field) {
    static const Document others =
        parse_json(R"([null, true, -1, 2.5, "zzzz", [], {}, {"zzzz": 1}, [null], [[]]])", "others");
    const Node right = node;
    for (const Node& other : others.root.items) {
      node = other;
      node.line = right.line;
      node.column = right.column;
      ++replaced;
      const bool is_accepted = check().empty();
      if (is_accepted) {
        ++accepted;
        expect_no_crash();
      }
      const bool is_free = kFree.contains(key) || kFree.contains(field);
      const bool is_nonsense = node.scalar == "zzzz" || node.find("zzzz") != nullptr;
      if (is_nonsense && !is_free) {
        EXPECT_FALSE(is_accepted) << key << " of " << field << ", line " << right.line;
      }
    }
    node = right;
  }

  /// Whatever the rules accept reads configurations or refuses them.
  void expect_no_crash() const {
    ModelTypes types;
    types.add(file);
    const std::string& name = file.root.members.front().value.members.front().key;
    for (const std::string rest :
         {"", R"(, "num_hidden_layers": 2, "hidden_size": 8, "num_attention_heads": 2,
               "intermediate_size": 16, "vocab_size": 9, "n_layers": 2, "d_model": 8, "n_heads": 2,
               "d_vocab": 9, "num_experts": 4, "layer_types": ["full_attention"])"}) {
      const std::string text = R"({"model_type": ")" + name + "\"" + rest + "}";
      try {
        read_model(parse_json(text, "m.json"), types);
      } catch (const Error&) {
        // Refusing an input is one of the two right answers.
      }
    }
  }
};

// Parts of the families, which are tested side by side.
constexpr int kParts = 4;
// Each family is changed in hundreds of places, so sanitizers see fewer than of other things.
constexpr int kEvery = TVIZ_TEST_EVERY * TVIZ_TEST_EVERY;

class RulesMutated : public testing::TestWithParam<int> {};

TEST_P(RulesMutated, NothingCrashesAndNoMisspeltWordPasses) {
  const Document carried = parse_json(carried_text(), "model_types.json");
  Mutations mutations;
  int number = 0;
  for (const char* section : {"model_types", "dialects"}) {
    for (const Node::Member& family : carried.root.find(section)->members) {
      if (number++ % (kParts * kEvery) == GetParam() * kEvery) mutations.run(family);
    }
  }
  RecordProperty("misspelt", mutations.misspelt);
  RecordProperty("replaced", mutations.replaced);
  RecordProperty("accepted", mutations.accepted);
  EXPECT_GT(mutations.misspelt, 2000 / kEvery);
  EXPECT_GT(mutations.replaced, 8000 / kEvery);
}

INSTANTIATE_TEST_SUITE_P(Parts, RulesMutated, testing::Range(0, kParts));

}  // namespace
}  // namespace tviz
