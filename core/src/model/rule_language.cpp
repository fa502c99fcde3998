// SPDX-License-Identifier: MIT
#include "tviz/model/rule_language.hpp"

#include <initializer_list>

#include "model/fields.hpp"

namespace tviz {
namespace {

consteval unsigned in(std::initializer_list<RuleMap> maps) {
  unsigned bits = 0;
  for (const RuleMap map : maps) bits |= 1U << static_cast<unsigned>(map);
  return bits;
}

constexpr unsigned kValues =
    in({RuleMap::Number, RuleMap::Real, RuleMap::Switch, RuleMap::Choice, RuleMap::Text});
constexpr unsigned kTensors = in({RuleMap::Tensors, RuleMap::Stages});
constexpr unsigned kLookups = in({RuleMap::NumberLookup, RuleMap::WordLookup, RuleMap::ListLookup});
constexpr unsigned kRules = in({RuleMap::Family, RuleMap::Branch});
constexpr unsigned kConditions = in({RuleMap::Condition, RuleMap::Remark});
constexpr unsigned kNumber = in({RuleMap::Number});
constexpr unsigned kLayers = in({RuleMap::Layers});
constexpr unsigned kStep = in({RuleMap::Step});

constexpr std::array kWords{
    RuleWord{.name = "$schema",
             .maps = in({RuleMap::File}),
             .value = RuleValue::Text,
             .meaning = "Where editors find the schema of this file."},
    RuleWord{.name = "model_types",
             .maps = in({RuleMap::File, RuleMap::CarriedFile}),
             .value = RuleValue::Families,
             .meaning = "The rules of each model_type.",
             .required = true},
    RuleWord{.name = "unknown",
             .maps = in({RuleMap::CarriedFile}),
             .value = RuleValue::Guesses,
             .meaning = "What a configuration of an unknown type is read as: the first that fits."},
    RuleWord{.name = "formats",
             .maps = in({RuleMap::CarriedFile}),
             .value = RuleValue::Guesses,
             .meaning = "Files without a model_type: the first that fits."},
    RuleWord{.name = "dialects",
             .maps = in({RuleMap::CarriedFile}),
             .value = RuleValue::Families,
             .meaning = "The rules of configurations that are not Hugging Face's."},
    RuleWord{.name = "facts",
             .maps = in({RuleMap::CarriedFile}),
             .value = RuleValue::FieldNames,
             .meaning = "Fields that a dump of another library does not tell."},
    RuleWord{.name = "tower_facts",
             .maps = in({RuleMap::CarriedFile}),
             .value = RuleValue::FieldNames,
             .meaning = "The fields among these that hold for a tower, too."},

    RuleWord{.name = "source",
             .maps = in({RuleMap::Family}),
             .value = RuleValue::Text,
             .meaning = "The implementation that the rules follow."},
    RuleWord{.name = "like",
             .maps = in({RuleMap::Family}),
             .value = RuleValue::FamilyName,
             .meaning = "The family that gives every rule not given here."},
    RuleWord{.name = "architectures",
             .maps = in({RuleMap::Family}),
             .value = RuleValue::Texts,
             .meaning = "Classes of such models; the first is the one that is drawn."},
    RuleWord{.name = "read_as",
             .maps = in({RuleMap::Family}),
             .value = RuleValue::Text,
             .meaning = "What the warning says of a guess."},
    RuleWord{.name = "when",
             .maps = kRules,
             .value = RuleValue::Conditions,
             .meaning = "Rules that depend on a key; later ones replace earlier ones."},
    RuleWord{.name = "not_drawn",
             .maps = kRules,
             .value = RuleValue::Remarks,
             .meaning = "Conditions under which the model cannot be drawn."},
    RuleWord{.name = "warned",
             .maps = kRules,
             .value = RuleValue::Remarks,
             .meaning = "Conditions that cause a warning."},
    RuleWord{.name = "booleans",
             .maps = kRules,
             .value = RuleValue::Keys,
             .meaning = "Keys of conditions that must be true or false."},
    RuleWord{
        .name = "ignored",
        .maps = kRules | in({RuleMap::CarriedFile}),
        .value = RuleValue::Keys,
        .meaning = "Keys that change nothing: \"use_cache\", \"*dropout*\", \"multiplier=1\"."},
    RuleWord{.name = "tensors",
             .maps = kRules,
             .value = RuleValue::TensorsList,
             .meaning = "Learned tensors beside those that follow from the fields."},
    RuleWord{.name = "decoder",
             .maps = kRules,
             .value = RuleValue::Decoder,
             .meaning = "Where the model itself lies in a nested configuration."},
    RuleWord{.name = "encoders",
             .maps = kRules,
             .value = RuleValue::Encoders,
             .meaning = "Towers whose output the model reads."},

    RuleWord{.name = "keys",
             .maps = kValues | kLookups | kLayers | in({RuleMap::Stages}),
             .value = RuleValue::Keys,
             .meaning = "Spellings; the first one present counts; \"a.b\" is b in the map a.",
             .gives = true},
    RuleWord{.name = "null",
             .maps = kValues | kLookups | kLayers,
             .value = RuleValue::Own,
             .meaning = "The value that an explicit null stands for.",
             .needs = {"keys"}},
    RuleWord{.name = "default",
             .maps = kValues | kLookups | kLayers,
             .value = RuleValue::Own,
             .meaning = "The value if no key is present.",
             .gives = true},
    RuleWord{.name = "assumed",
             .maps = kValues,
             .value = RuleValue::Text,
             .meaning = "The warning if the default or the result of a calculation is used.",
             .needs = {"default", "of"}},
    RuleWord{.name = "required",
             .maps = kNumber | kLayers,
             .value = RuleValue::Boolean,
             .meaning = "It is an error if no key is present.",
             .needs = {"keys"}},
    RuleWord{.name = "words",
             .maps = kValues | kLayers,
             .value = RuleValue::Words,
             .meaning = "What the values of the configuration mean; null: as if there were none.",
             .needs = {"keys", "default"}},
    RuleWord{.name = "open",
             .maps = kValues,
             .value = RuleValue::Boolean,
             .meaning = "Other words than these stand for themselves.",
             .needs = {"words"}},
    RuleWord{.name = "refused",
             .maps = kValues,
             .value = RuleValue::Messages,
             .meaning = "Values of the configuration with the error that they cause.",
             .needs = {"keys"}},
    RuleWord{.name = "warned",
             .maps = kValues,
             .value = RuleValue::Messages,
             .meaning = "Values of the configuration with the warning that they cause.",
             .needs = {"keys"}},
    RuleWord{.name = "most",
             .maps = in({RuleMap::NumberLookup}),
             .value = RuleValue::Number,
             .meaning = "The largest value that the key may have.",
             .needs = {"keys"}},

    RuleWord{.name = "count",
             .maps = kNumber,
             .value = RuleValue::Keys,
             .meaning = "Keys of a list or map whose length is the value.",
             .gives = true},
    RuleWord{.name = "sum",
             .maps = kNumber,
             .value = RuleValue::Keys,
             .meaning = "Keys of a list of numbers whose sum is the value.",
             .gives = true},
    RuleWord{.name = "of",
             .maps = kNumber,
             .value = RuleValue::Start,
             .meaning = "Begins a calculation, done if no key is present; 0 ends it.",
             .gives = true},
    RuleWord{.name = "plus",
             .maps = kNumber,
             .value = RuleValue::Addend,
             .meaning = "Adds.",
             .needs = {"of"}},
    RuleWord{.name = "minus",
             .maps = kNumber,
             .value = RuleValue::Addend,
             .meaning = "Subtracts.",
             .needs = {"of"}},
    RuleWord{.name = "times",
             .maps = kNumber,
             .value = RuleValue::Factor,
             .meaning = "Multiplies.",
             .needs = {"of"}},
    RuleWord{.name = "over",
             .maps = kNumber,
             .value = RuleValue::Divisor,
             .meaning = "Divides, which must leave no remainder unless it is rounded.",
             .needs = {"of"}},
    RuleWord{.name = "rounded",
             .maps = kNumber,
             .value = RuleValue::Rounding,
             .meaning = "How the division is rounded.",
             .needs = {"over"}},
    RuleWord{.name = "share",
             .maps = kNumber,
             .value = RuleValue::Share,
             .meaning = "Takes a share, from 0 to 1.",
             .needs = {"of"}},
    RuleWord{.name = "multiple_of",
             .maps = kNumber,
             .value = RuleValue::Divisor,
             .meaning = "Rounds up to a multiple.",
             .needs = {"of"}},
    RuleWord{.name = "squared",
             .maps = kNumber,
             .value = RuleValue::True,
             .meaning = "Multiplies with itself.",
             .needs = {"of"}},
    RuleWord{.name = "doubled",
             .maps = kNumber,
             .value = RuleValue::True,
             .meaning = "Multiplies by two for each stage before; in tensors of stages.",
             .needs = {"of"}},
    RuleWord{
        .name = "shift",
        .maps = kNumber | in({RuleMap::NumberLookup}),
        .value = RuleValue::Number,
        .meaning =
            "Takes the item of a list that many stages away (-1: the one before), or at its end.",
        .needs = {"keys"}},
    RuleWord{.name = "product",
             .maps = in({RuleMap::Real}),
             .value = RuleValue::Powers,
             .meaning = "Factors; the value is their product if each of them is above 0.",
             .gives = true},
    RuleWord{.name = "of",
             .maps = in({RuleMap::Power}),
             .value = RuleValue::Start,
             .meaning = "What the factor is a power of.",
             .required = true},
    RuleWord{.name = "power",
             .maps = in({RuleMap::Power}),
             .value = RuleValue::Number,
             .meaning = "The exponent; 1 if not given."},
    RuleWord{.name = "below",
             .maps = kNumber,
             .value = RuleValue::NumberField,
             .meaning = "A value that is not below this field counts as 0."},

    RuleWord{.name = "item",
             .maps = kLayers,
             .value = RuleValue::Start,
             .meaning = "In the map that the list has for a layer: the word's place, or a number.",
             .needs = {"keys"}},
    RuleWord{.name = "letters",
             .maps = kLayers,
             .value = RuleValue::Boolean,
             .meaning = "The text under the key is a word of one letter for each layer.",
             .needs = {"keys"}},
    RuleWord{.name = "may_be_longer",
             .maps = kLayers,
             .value = RuleValue::Boolean,
             .meaning = "Layers beyond the last may be listed.",
             .needs = {"keys"}},
    RuleWord{.name = "pattern",
             .maps = kLayers,
             .value = RuleValue::Steps,
             .meaning = "Which layers have what; the first step that selects a layer counts.",
             .gives = true},
    RuleWord{.name = "otherwise",
             .maps = kLayers,
             .value = RuleValue::LayerWord,
             .meaning = "What the layers have if no step selects them.",
             .gives = true},
    RuleWord{.name = "period",
             .maps = in({RuleMap::Period}),
             .value = RuleValue::Layers,
             .meaning = "The layers of one period.",
             .required = true},
    RuleWord{.name = "value",
             .maps = kStep,
             .value = RuleValue::LayerWord,
             .meaning = "What these layers have.",
             .required = true},
    RuleWord{.name = "first",
             .maps = kStep,
             .value = RuleValue::Addend,
             .meaning = "This many layers from the beginning.",
             .gives = true},
    RuleWord{.name = "last",
             .maps = kStep,
             .value = RuleValue::Addend,
             .meaning = "This many layers before the end.",
             .gives = true},
    RuleWord{.name = "from",
             .maps = kStep,
             .value = RuleValue::Addend,
             .meaning = "Layers from this number on.",
             .gives = true},
    RuleWord{.name = "every",
             .maps = kStep,
             .value = RuleValue::Divisor,
             .meaning = "One layer out of this many.",
             .gives = true,
             .needs = {"at"}},
    RuleWord{.name = "at",
             .maps = kStep,
             .value = RuleValue::Addend,
             .meaning = "Which of them: the remainder of its number; -1 is the last.",
             .needs = {"every"}},
    RuleWord{.name = "listed",
             .maps = kStep,
             .value = RuleValue::List,
             .meaning = "Layers whose numbers the configuration lists.",
             .gives = true},

    RuleWord{.name = "key",
             .maps = kConditions,
             .value = RuleValue::Text,
             .meaning = "The key that is tested; without a test, it must be neither false nor 0.",
             .required = true},
    RuleWord{.name = "key",
             .maps = in({RuleMap::Guess}),
             .value = RuleValue::Text,
             .meaning = "The key that such configurations have."},
    RuleWord{.name = "values",
             .maps = kConditions,
             .value = RuleValue::Scalars,
             .meaning = "It is one of these."},
    RuleWord{.name = "ends",
             .maps = kConditions,
             .value = RuleValue::Scalars,
             .meaning = "It ends with one of these."},
    RuleWord{.name = "unless",
             .maps = kConditions,
             .value = RuleValue::Scalars,
             .meaning = "It is present and none of these."},
    RuleWord{.name = "missing",
             .maps = kConditions,
             .value = RuleValue::Boolean,
             .meaning = "It is absent or null."},
    RuleWord{.name = "over",
             .maps = kConditions,
             .value = RuleValue::Number,
             .meaning = "It is a number above this one."},
    RuleWord{.name = "then",
             .maps = in({RuleMap::Condition}),
             .value = RuleValue::Rules,
             .meaning = "The rules if the condition holds.",
             .gives = true},
    RuleWord{.name = "else",
             .maps = in({RuleMap::Condition}),
             .value = RuleValue::Rules,
             .meaning = "The rules if it does not.",
             .gives = true},
    RuleWord{.name = "message",
             .maps = in({RuleMap::Remark}),
             .value = RuleValue::Text,
             .meaning = "What to say if the condition holds; {} is the value of the key.",
             .required = true},

    RuleWord{
        .name = "of",
        .maps = in({RuleMap::Tensors}),
        .value = RuleValue::Component,
        .meaning =
            "The component that has them: its path (\"attn\", \"ln1\"), \"experts\", or \"entry\", "
            "\"positions\", \"exit\" or \"read_out\" for a box of their own.",
        .required = true},
    RuleWord{.name = "says",
             .maps = in({RuleMap::Tensors}),
             .value = RuleValue::Text,
             .meaning = "What they are, in words for people.",
             .required = true},
    RuleWord{.name = "label",
             .maps = in({RuleMap::Tensors}),
             .value = RuleValue::Text,
             .meaning = "Math markup of a box, which attention and the entry draw."},
    RuleWord{.name = "each",
             .maps = in({RuleMap::Tensors}),
             .value = RuleValue::Stages,
             .meaning = "Tensors that there are once for each item of a list."},
    RuleWord{.name = "reversed",
             .maps = in({RuleMap::Stages}),
             .value = RuleValue::Boolean,
             .meaning = "The stages take the items of all lists from the last to the first."},
    RuleWord{.name = "above",
             .maps = in({RuleMap::Stages}),
             .value = RuleValue::Shapes,
             .meaning = "Tensors above the last stage."},
    RuleWord{.name = "shapes",
             .maps = kTensors,
             .value = RuleValue::Shapes,
             .meaning = "Each tensor's name and sizes; one with a size of 0 does not exist."},
    RuleWord{.name = "layers",
             .maps = in({RuleMap::Tensors}),
             .value = RuleValue::Truths,
             .meaning = "The layers that have them; without it, all."},
    RuleWord{.name = "keys",
             .maps = in({RuleMap::Decoder}),
             .value = RuleValue::Keys,
             .meaning = "Where it lies; without such a key it is the whole configuration.",
             .required = true},
    RuleWord{.name = "keys",
             .maps = in({RuleMap::Encoder}),
             .value = RuleValue::Keys,
             .meaning = "Where the tower lies; if not given, in the whole configuration."},
    RuleWord{.name = "model_type",
             .maps = in({RuleMap::Decoder}),
             .value = RuleValue::FamilyName,
             .meaning = "The family of the decoder, if its configuration names none that is known.",
             .required = true},
    RuleWord{
        .name = "model_types",
        .maps = in({RuleMap::Encoder}),
        .value = RuleValue::FamilyNames,
        .meaning = "Families that the tower may have; one of another family is read as the first.",
        .required = true},
    RuleWord{.name = "lacking",
             .maps = in({RuleMap::Encoder}),
             .value = RuleValue::Text,
             .meaning = "The warning if there is no such key.",
             .needs = {"keys"}},
    RuleWord{.name = "rules",
             .maps = in({RuleMap::Decoder, RuleMap::Encoder}),
             .value = RuleValue::Rules,
             .meaning = "Rules that replace those of the family."},
    RuleWord{.name = "always",
             .maps = in({RuleMap::Decoder}),
             .value = RuleValue::Rules,
             .meaning = "Rules that replace those of the family, whichever it is."},
    RuleWord{.name = "outer",
             .maps = in({RuleMap::Encoder}),
             .value = RuleValue::Rules,
             .meaning = "Rules for the configuration that the tower lies in."},
    RuleWord{.name = "with",
             .maps = in({RuleMap::Guess}),
             .value = RuleValue::Keys,
             .meaning = "Further keys that they all have."},
    RuleWord{.name = "without",
             .maps = in({RuleMap::Guess}),
             .value = RuleValue::Keys,
             .meaning = "Keys that none of them has."},
    RuleWord{.name = "values",
             .maps = in({RuleMap::Guess}),
             .value = RuleValue::Scalars,
             .meaning = "The key is one of these."},
    RuleWord{.name = "rules",
             .maps = in({RuleMap::Guess}),
             .value = RuleValue::Family,
             .meaning = "Its rules.",
             .required = true},
};

template <class Row>
void add(std::span<const Row> rows, RuleMap rule, std::vector<RuleField>& fields) {
  for (const Row& row : rows) fields.push_back({row.field, rule, {}, row.meaning});
}

template <class Row>
void add_with_words(std::span<const Row> rows, RuleMap rule, std::vector<RuleField>& fields) {
  for (const Row& row : rows) fields.push_back({row.field, rule, row.words(), row.meaning});
}

}  // namespace

std::span<const RuleWord> rule_words() { return kWords; }

std::span<const std::string_view> components_with_tensors() {
  static constexpr std::array<std::string_view, 28> kComponents{
      "attn",     "cross_attn", "mixer",    "conv",      "mlp_first", "mlp",      "experts",
      "ln1",      "ln1_post",   "ln2",      "ln2_post",  "ln3",       "ln3_post", "ln4",
      "laurel",   "embed",      "embed.ln", "pos_embed", "rel_pos",   "patches",  "projector",
      "ln_final", "pooler",     "unembed",  "entry",     "positions", "exit",     "read_out"};
  return kComponents;
}

std::vector<RuleField> rule_fields() {
  std::vector<RuleField> fields;
  add(text_fields(), RuleMap::Text, fields);
  add_with_words(choices(), RuleMap::Choice, fields);
  add(dimensions(), RuleMap::Number, fields);
  add_with_words(layer_fields(), RuleMap::Layers, fields);
  add(switches(), RuleMap::Switch, fields);
  add(real_fields(), RuleMap::Real, fields);
  return fields;
}

std::string_view name_of(RuleMap map) {
  switch (map) {
    case RuleMap::File:
      return "a rules file";
    case RuleMap::CarriedFile:
      return "model_types.json";
    case RuleMap::Family:
      return "the rules of a family";
    case RuleMap::Branch:
      return "rules that replace others";
    case RuleMap::Number:
      return "a rule for a whole number";
    case RuleMap::Real:
      return "a rule for a number";
    case RuleMap::Switch:
      return "a rule for true or false";
    case RuleMap::Choice:
      return "a rule for a word";
    case RuleMap::Text:
      return "a rule for a text";
    case RuleMap::Layers:
      return "a rule for layers";
    case RuleMap::NumberLookup:
      return "the place of a number";
    case RuleMap::WordLookup:
      return "the place of a layer's word";
    case RuleMap::ListLookup:
      return "the place of a list";
    case RuleMap::Period:
      return "a period of layers";
    case RuleMap::Step:
      return "a step of a pattern";
    case RuleMap::Power:
      return "a factor of a product";
    case RuleMap::Condition:
      return "a condition";
    case RuleMap::Remark:
      return "a remark";
    case RuleMap::Tensors:
      return "tensors of a family";
    case RuleMap::Stages:
      return "tensors of stages";
    case RuleMap::Decoder:
      return "a decoder";
    case RuleMap::Encoder:
      return "a tower";
    case RuleMap::Guess:
      return "a guess";
  }
  return {};
}

}  // namespace tviz
