#!/bin/sh
# Describes and draws the model as a user would: test.sh TVIZ PLUGIN_FOLDER
set -eu
tviz() { "$program" --plugin-dir "$plugins" "$@"; }
program=$1
plugins=$2
model=$(dirname "$0")/model.yaml
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# Embedding and unembedding have 5000 × 256 weights each, each of 4 layers 4 × 256 × 256.
tviz describe "$model" | tee "$out/description"
grep -qE '^total +3,608,576 ' "$out/description"

tviz render "$model" -o "$out/figure.svg" --hook 'blocks.2.attn.hook_pattern=ablation@0,3'
grep -q 'Attention only, 4 layers' "$out/figure.svg"
grep -q 'ablation' "$out/figure.svg"

# What it cannot draw, it refuses.
sed 's/^attn_only.*/d_mlp: 1024/' "$model" >"$out/mlp.yaml"
if tviz render "$out/mlp.yaml" -o "$out/mlp.svg" 2>"$out/refusal"; then
  echo "a model with MLPs is drawn" >&2
  exit 1
fi
grep 'plugin-name has no MLP' "$out/refusal"
