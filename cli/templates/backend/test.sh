#!/bin/sh
# Draws a figure as a user would: test.sh TVIZ PLUGIN_FOLDER
set -eu
tviz() { "$program" --plugin-dir "$plugins" "$@"; }
program=$1
plugins=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

tviz render gpt2 --max-layers 2 -o "$out/gpt2.plugin_name"
cat "$out/gpt2.plugin_name"
for words in 'GPT-2 small' 'tokens' 'embed' 'logits'; do
  grep -q "$words" "$out/gpt2.plugin_name"
done

# Equal input gives equal bytes.
tviz render gpt2 --max-layers 2 -o "$out/again.plugin_name"
cmp "$out/gpt2.plugin_name" "$out/again.plugin_name"
