#!/bin/sh
# Draws a model as a user would: test.sh TVIZ PLUGIN_FOLDER
set -eu
tviz() { "$program" --plugin-dir "$plugins" "$@"; }
program=$1
plugins=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# One MLP in each of two layers, which share their drawing; the rest is folded.
tviz scene gpt2 --max-layers 2 >"$out/scene"
"$program" scene gpt2 --max-layers 2 >"$out/usual"
[ "$(grep -c '"text":"out"' "$out/scene")" -eq 1 ]
! grep -q '"text":"out"' "$out/usual"

tviz render gpt2 --max-layers 2 -o "$out/gpt2.pdf" -o "$out/gpt2.html"
[ "$(head -c 5 "$out/gpt2.pdf")" = "%PDF-" ]

# A hook colours it.
tviz render gpt2 --hook 'blocks.1.mlp.hook_post=ablation' -o "$out/hooked.svg"
grep -q 'ablation' "$out/hooked.svg"
