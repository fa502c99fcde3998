#!/bin/sh
# What others do with tviz: consumers.sh CASE. CMakeLists.txt sets the environment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$OUT/$1
moved=$OUT/moved # The installed tree, after its prefix was renamed.
unset LD_LIBRARY_PATH TVIZ_PLUGIN_PATH CXXFLAGS LDFLAGS
strict="-Wall -Wextra -Wpedantic -Werror"
# So that a library shows up even if it is only named and not used.
all_libraries=-Wl,--no-as-needed

fail() {
  echo "consumers.sh: $*" >&2
  exit 1
}

# builds FILE... -- OPTION...: a CMake project of copies of these files, in $work/build
builds() {
  mkdir "$work/source"
  while [ "$1" != -- ]; do
    cp "$1" "$work/source"
    shift
  done
  shift
  "$CMAKE" -S "$work/source" -B "$work/build" "-DCMAKE_CXX_COMPILER=$CXX" "$@"
  "$CMAKE" --build "$work/build" --parallel 2
}

# draws PROGRAM: it writes a PDF and a page
draws() {
  mkdir "$work/figures"
  (cd "$work/figures" && "$1")
  [ "$(head -c 5 "$work/figures/gpt2.pdf")" = "%PDF-" ] || fail "gpt2.pdf is no PDF"
  grep -q "<title.*GPT-2 small" "$work/figures/gpt2.html" || fail "gpt2.html shows no GPT-2"
}

# links_only_tviz PROGRAM: besides what g++ itself gives to every program, libm included
links_only_tviz() {
  needed=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
  echo "$needed" | grep -q '^libtviz\.so\.0$' || fail "$1 does not link libtviz"
  others=$(echo "$needed" | grep -vxE 'lib(tviz|stdc\+\+|gcc_s|c|m)\.so\.[0-9]+' || true)
  [ -z "$others" ] || fail "$1 also links" $others
}

# counts NUMBER PATTERN FILE: so many lines of the file match
counts() {
  count=$(grep -cE -e "$2" "$3" || true)
  [ "$count" -eq "$1" ] || fail "$count lines with '$2' in $3, expected $1"
}

rm -rf "$work"
mkdir -p "$work"
case $1 in
  install)
    rm -rf "$moved"
    "$CMAKE" --install "$BUILD" --prefix "$work/first" >"$work/log"
    mv "$work/first" "$moved"
    for file in bin/tviz "$LIBDIR/libtviz.so" "$LIBDIR/cmake/tviz/tviz-config.cmake" \
      "$LIBDIR/cmake/tviz/TvizPlugin.cmake" "$LIBDIR/tviz/plugins-1/cairo.so" \
      "$LIBDIR/tviz/plugins-1/cairo.json" share/tviz/themes/circuits.yaml \
      share/doc/tviz/LICENSE share/doc/tviz/fonts.md; do
      [ -f "$moved/$file" ] || fail "$file is not installed"
    done
    named=$(grep -rlIF -e "$work/first" -e "$BUILD" -e "$SOURCE" "$moved" || true)
    [ -z "$named" ] || fail "these name a folder of the build:" $named
    for file in "$moved/bin/tviz" "$moved/$LIBDIR"/tviz/plugins-1/*.so; do
      readelf -d "$file" | grep -q 'RUNPATH.*\[$ORIGIN/[./a-z0-9_-]*\]' ||
        fail "$file does not find libtviz relative to itself"
    done
    "$moved/bin/tviz" render gpt2 -o "$work/gpt2.svg"
    ;;
  find_package)
    builds "$here/find_package/CMakeLists.txt" "$here/draw.cpp" -- \
      "-DCMAKE_PREFIX_PATH=$moved" "-DCMAKE_CXX_FLAGS=$strict" \
      "-DCMAKE_EXE_LINKER_FLAGS=$all_libraries"
    draws "$work/build/draw"
    links_only_tviz "$work/build/draw"
    ;;
  build_tree)
    builds "$here/find_package/CMakeLists.txt" "$here/draw.cpp" -- \
      "-Dtviz_DIR=$BUILD/lib/cmake/tviz" "-DCMAKE_CXX_FLAGS=$strict"
    draws "$work/build/draw"
    ;;
  other_version)
    "$CMAKE" -S "$here/other_version" -B "$work/build" "-DCMAKE_PREFIX_PATH=$moved"
    ;;
  pkg_config)
    export PKG_CONFIG_PATH="$moved/$LIBDIR/pkgconfig"
    folder=$(pkg-config --variable=libdir tviz)
    for program in draw options readme; do
      # shellcheck disable=SC2046,SC2086 # The flags are meant to be split.
      "$CXX" -std=c++20 $strict $all_libraries "$here/$program.cpp" \
        $(pkg-config --cflags --libs tviz) "-Wl,-rpath,$folder" -o "$work/$program"
      links_only_tviz "$work/$program"
    done
    draws "$work/draw"
    (cd "$work" && ./readme && head -c 5 gpt2.pdf | grep -q '^%PDF-') ||
      fail "the README's program draws no PDF"
    "$work/options" >"$work/options.out" 2>"$work/options.log"
    counts 1 '^114944 parameters$' "$work/options.out"
    counts 1 '</svg>$' "$work/options.out"
    counts 1 "gpt3.*did you mean .*'gpt2'" "$work/options.log"
    [ -f "$(pkg-config --variable=pluginsdir tviz)/svg.so" ] || fail "pluginsdir has no plugins"
    ;;
  add_subdirectory)
    # With the flags of the build around us, so that ccache knows the objects.
    builds "$here/add_subdirectory/CMakeLists.txt" "$here/draw.cpp" \
      "$SOURCE/examples/looped-decoder/looped_decoder.cpp" -- "-DTVIZ_FOLDER=$SOURCE" \
      "-DTVIZ_WARNINGS_AS_ERRORS=$WARNINGS_AS_ERRORS" "-DCMAKE_CXX_COMPILER_LAUNCHER=$LAUNCHER" \
      "-DCMAKE_EXE_LINKER_FLAGS=$all_libraries" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
    draws "$work/build/draw"
    links_only_tviz "$work/build/draw"
    [ -f "$work/build/plugins/looped_decoder.json" ] || fail "the plugin has no manifest"
    # Our flags are our own.
    grep -E '"command".*/(draw|looped_decoder)\.cpp' "$work/build/compile_commands.json" \
      >"$work/commands"
    counts 2 . "$work/commands"
    counts 0 '-W|-ffp-contract' "$work/commands"
    ;;
  headers)
    cd "$moved/include"
    find tviz -name '*.h*' >"$work/headers"
    # shellcheck disable=SC2086 # The flags are meant to be split.
    while read -r header; do
      echo "#include <$header>" | "$CXX" -std=c++20 $strict -I . -fsyntax-only -x c++ - ||
        fail "$header does not compile alone"
    done <"$work/headers"
    # shellcheck disable=SC2086 # As above.
    echo '#include <tviz/plugin/descriptor.h>' |
      "$CXX" -std=c11 $strict -I . -fsyntax-only -x c - || fail "descriptor.h is no C"
    # Of others, headers of the standard libraries alone: their names have no folder and no dot.
    grep -rhE '^ *# *include <' . | grep -v '<stdint\.h>' >"$work/includes"
    counts 0 '<[^>]*[/.]' "$work/includes"
    echo "$(wc -l <"$work/headers") headers"
    ;;
  example_plugin)
    builds "$SOURCE"/examples/looped-decoder/* -- \
      "-DCMAKE_PREFIX_PATH=$moved" "-DCMAKE_CXX_FLAGS=$strict"
    tviz() { "$moved/bin/tviz" --plugin-dir "$work/build/plugins" "$@"; }
    tviz plugins >"$work/plugins"
    counts 1 '^looped_decoder .* found .* architecture looped-decoder .*looped_decoder\.so$' \
      "$work/plugins"
    model=$work/source/looped-6.yaml
    tviz describe "$model" >"$work/description"
    counts 6 'attn .* Attention' "$work/description"
    counts 6 'mlp .* MLP' "$work/description"
    counts 13 ' LayerNorm' "$work/description"
    # 16,384,000 twice, 524,288, 1,048,576, 2,097,152 and three norms of 1,024: the weights of
    # one layer, however many there are.
    counts 1 '^total +36,441,088 ' "$work/description"
    sed 's/^n_layers: 6$/n_layers: 60/' "$model" | tviz describe - >"$work/deep"
    counts 60 'attn .* Attention' "$work/deep"
    counts 1 '^total +36,441,088 ' "$work/deep"
    tviz render "$model" -o "$work/looped.svg" --hook 'blocks.3.attn.hook_pattern=ablation@0'
    grep -o '<title>[^<]*' "$work/looped.svg" >"$work/titles"
    counts 6 'Attention' "$work/titles"
    # It refuses what it cannot draw.
    echo "gated_mlp: true" | cat "$model" - >"$work/gated.yaml"
    ! tviz render "$work/gated.yaml" -o "$work/gated.svg" 2>"$work/refusal" ||
      fail "a gated MLP is drawn"
    counts 1 'gated_mlp: a looped decoder has no gated MLP' "$work/refusal"
    "$CMAKE" --install "$work/build" --prefix "$work/prefix"
    "$moved/bin/tviz" --plugin-dir "$work/prefix/$LIBDIR/tviz/plugins-1" plugins |
      grep -q '^looped_decoder .* found'
    ;;
  *) fail "no case '$1'" ;;
esac
