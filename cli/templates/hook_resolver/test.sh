#!/bin/sh
# Lists and draws hooks as a user would: test.sh TVIZ PLUGIN_FOLDER
set -eu
tviz() { "$program" --plugin-dir "$plugins" "$@"; }
program=$1
plugins=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# 7 names in each of 12 layers, 4 outside of them.
tviz hooks gpt2 --dialect plugin_name | tee "$out/names"
[ "$(wc -l <"$out/names")" -eq 88 ]
grep -qE '^transformer\.h\.3\.mlp\.act +\(batch, seq_len, 3072\)' "$out/names"

tviz render gpt2 --dialect plugin_name --hook 'transformer.h.3.mlp.act=ablation' -o "$out/gpt2.svg"
grep -q 'ablation' "$out/gpt2.svg"

# A name that means nothing is an error, which names those that are near.
if tviz render gpt2 --dialect plugin_name --hook 'transformer.h.3.mlp.akt' -o "$out/x.svg" \
  2>"$out/refusal"; then
  echo "an unknown hook is drawn" >&2
  exit 1
fi
grep "did you mean .*'transformer.h.3.mlp.act'" "$out/refusal"
