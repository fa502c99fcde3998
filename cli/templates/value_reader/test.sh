#!/bin/sh
# Draws numbers as a user would: test.sh TVIZ PLUGIN_FOLDER
set -eu
tviz() { "$program" --plugin-dir "$plugins" "$@"; }
program=$1
plugins=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

printf 'blocks.0.mlp\t0.5\nblocks.1.attn\t-0.25\n' >"$out/numbers.tsv"
tviz scene gpt2 --values "$out/numbers.tsv" >"$out/scene"
# The ends of the scale.
grep -q '"text":"−0.5"' "$out/scene"
grep -q '"text":"0.5"' "$out/scene"

# Each wrong line is reported, and so is a component that the model lacks.
printf 'blocks.0.mlp\thigh\nblocks.1.attn 0.5\n' >"$out/wrong.tsv"
if tviz render gpt2 --values "$out/wrong.tsv" -o "$out/x.svg" 2>"$out/refusal"; then
  echo "a wrong file is drawn" >&2
  exit 1
fi
[ "$(grep -c 'wrong.tsv:[12]:1: must be a component, a tab and a number' "$out/refusal")" -eq 2 ]
printf 'blocks.0.mpl\t0.5\n' >"$out/misspelt.tsv"
if tviz render gpt2 --values "$out/misspelt.tsv" -o "$out/x.svg" 2>"$out/refusal"; then
  echo "a misspelt component is drawn" >&2
  exit 1
fi
grep "did you mean .*'blocks.0.mlp'" "$out/refusal"
