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

# typesets NAME: $work/figures/NAME.tex, without a complaint, into NAME-latex.pdf and its picture
typesets() {
  cd "$work/figures"
  pdflatex -halt-on-error -interaction=batchmode "-jobname=$1-latex" "$1.tex" >"$1-latex.out" ||
    fail "see $work/figures/$1-latex.log"
  counts 0 '^!|Warning|Overfull|Missing character' "$1-latex.log"
  raster "$1-latex"
}

# raster NAME: $work/figures/NAME.pdf as NAME.png, 96 pixels to an inch
raster() {
  pdftoppm -r 96 -png -singlefile "$work/figures/$1.pdf" "$work/figures/$1"
}

# same_picture EXPECTED ACTUAL: names in $work/figures; what differs is in ACTUAL-difference.png
same_picture() {
  (cd "$work/figures" && "$PYTHON" -B "$here/compare_pictures.py" "$1.png" "$2.png" \
    "$2-difference.png")
}

rm -rf "$work"
mkdir -p "$work"
case $1 in
  install)
    rm -rf "$moved"
    "$CMAKE" --install "$BUILD" --prefix "$work/first" >"$work/log"
    mv "$work/first" "$moved"
    for file in bin/tviz "$LIBDIR/libtviz.so" "$LIBDIR/cmake/tviz/tviz-config.cmake" \
      "$LIBDIR/cmake/tviz/TvizPlugin.cmake" "$PLUGINS/cairo.so" \
      "$PLUGINS/cairo.json" share/tviz/themes/circuits.yaml \
      share/doc/tviz/LICENSE share/doc/tviz/fonts.md; do
      [ -f "$moved/$file" ] || fail "$file is not installed"
    done
    named=$(grep -rlIF -e "$work/first" -e "$BUILD" -e "$SOURCE" "$moved" || true)
    [ -z "$named" ] || fail "these name a folder of the build:" $named
    for file in "$moved/bin/tviz" "$moved/$PLUGINS"/*.so; do
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
    for program in draw options readme notebook; do
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
    "$work/notebook" >"$work/notebook.out"
    counts 1 '^text/html: <div class=$' "$work/notebook.out"
    counts 1 '^application/pdf: JVBERi0xLjU$' "$work/notebook.out"
    [ -f "$(pkg-config --variable=pluginsdir tviz)/svg.so" ] || fail "pluginsdir has no plugins"
    ;;
  add_subdirectory)
    # All of tviz anew, with the options of the tested build.
    tree=$SOURCE/build/added
    rm -rf "$tree"
    builds "$here/add_subdirectory/CMakeLists.txt" "$here/draw.cpp" \
      "$SOURCE/examples/looped-decoder/looped_decoder.cpp" -- "-DTVIZ_FOLDER=$SOURCE" \
      "-DTVIZ_BUILD=$tree" "-DTVIZ_WARNINGS_AS_ERRORS=$WARNINGS_AS_ERRORS" \
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
  self_contained)
    # One program and a static library; the plugins are parts of both.
    # As deep in the sources as the tested build, and with its options, so that ccache knows most
    # objects.
    tree=$SOURCE/build/self_contained
    rm -rf "$tree"
    "$CMAKE" -S "$SOURCE" -B "$tree" -DTVIZ_STATIC_PLUGINS=ON "-DCMAKE_CXX_COMPILER=$CXX" \
      "-DTVIZ_WARNINGS_AS_ERRORS=$WARNINGS_AS_ERRORS" -DCMAKE_UNITY_BUILD=ON \
      "-DCMAKE_UNITY_BUILD_BATCH_SIZE=$UNITY_BATCH"
    "$CMAKE" --build "$tree" --parallel 2 --target tviz_all
    mkdir "$work/alone"
    cp "$tree/bin/tviz" "$work/alone"
    cd "$work/alone"
    # Built in another folder and in another way, and the same bytes.
    for model in gpt2 t5-small; do
      for format in svg html fragment pdf png ps eps; do
        ./tviz render "$model" -o "alone.$format"
        "$moved/bin/tviz" render "$model" -o "shared.$format"
        cmp "alone.$format" "shared.$format"
      done
    done
    ./tviz --plugin-dir "$moved/$PLUGINS" plugins >"$work/plugins"
    counts 6 '  loaded  ' "$work/plugins"
    counts 6 '  failed  .*a self-contained tviz cannot load plugin files' "$work/plugins"
    "$CMAKE" --install "$tree" --prefix "$work/first" >"$work/log"
    mv "$work/first" "$work/moved"
    builds "$here/find_package/CMakeLists.txt" "$here/draw.cpp" -- \
      "-DCMAKE_PREFIX_PATH=$work/moved" "-DCMAKE_CXX_FLAGS=$strict"
    draws "$work/build/draw"
    readelf -d "$work/build/draw" >"$work/needed"
    counts 0 'NEEDED.*\[libtviz' "$work/needed"
    counts 0 'NEEDED.*\[lib(rsvg|pango|gtk|X11|boost)' "$work/needed"
    ;;
  debian)
    # Into a root of its own, so that this machine keeps its packages.
    (cd "$BUILD" && "${CMAKE%cmake}cpack" -G DEB -B "$work/package" >"$work/log")
    package=$(echo "$work"/package/*.deb)
    dpkg-deb -f "$package" Depends >"$work/depends"
    counts 1 'libcairo2.*libharfbuzz0b' "$work/depends"
    mkdir -p "$work/root/var/lib/dpkg/info" "$work/root/var/lib/dpkg/updates"
    : >"$work/root/var/lib/dpkg/status"
    # The package's scripts call ldconfig, which would renew the cache of this machine.
    mkdir "$work/bin"
    printf '#!/bin/sh\necho "$@" >>"%s"\n' "$work/ldconfig.log" >"$work/bin/ldconfig"
    chmod +x "$work/bin/ldconfig"
    export PATH="$work/bin:$PATH:/usr/sbin:/sbin"
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="unshare --map-root-user"
    manage="$as_root dpkg --root=$work/root --force-depends --force-script-chrootless --log=$work/dpkg.log"
    $manage -i "$package"
    "$work/root/usr/bin/tviz" render gpt2 -o "$work/gpt2.pdf"
    builds "$here/find_package/CMakeLists.txt" "$here/draw.cpp" -- \
      "-DCMAKE_PREFIX_PATH=$work/root/usr" "-DCMAKE_CXX_FLAGS=$strict" \
      "-DCMAKE_EXE_LINKER_FLAGS=$all_libraries"
    draws "$work/build/draw"
    links_only_tviz "$work/build/draw"
    $manage -P tviz
    counts 2 '' "$work/ldconfig.log"
    [ -z "$(find "$work/root/usr" -type f)" ] || fail "the package leaves files behind"
    ;;
  headers)
    cd "$moved/include"
    find tviz -name '*.h*' >"$work/headers"
    # shellcheck disable=SC2086 # The flags are meant to be split.
    while read -r header; do
      echo "#include <$header>" | "$CXX" -std=c++20 $strict -I . -fsyntax-only -x c++ - ||
        fail "$header does not compile alone"
    done <"$work/headers"
    # An older C++ is told one thing, by whichever header comes first.
    older() { "$CXX" -std=c++17 -I . -fsyntax-only -x c++ "$@" 2>"$work/older"; }
    ! older tviz/tviz.hpp || fail "tviz.hpp compiles without C++20"
    counts 1 'error: #error "tviz needs C\+\+20: compile with -std=c\+\+20"' "$work/older"
    # shellcheck disable=SC2046 # One argument for each header.
    older $(cat "$work/headers") || true
    grep 'error:' "$work/older" | grep -v 'tviz needs C++20' >"$work/others" || true
    [ ! -s "$work/others" ] || fail "headers say more than that tviz needs C++20:" \
      "$(cat "$work/others")"
    # A header that no other includes is one that users include: a guide names it.
    while read -r header; do
      grep -rqF "\"$header\"" tviz || grep -qF "$header" "$SOURCE/docs/library.md" ||
        fail "no header and no guide leads to $header"
    done <"$work/headers"
    # shellcheck disable=SC2086 # As above.
    echo '#include <tviz/plugin/descriptor.h>' |
      "$CXX" -std=c11 $strict -I . -fsyntax-only -x c - || fail "descriptor.h is no C"
    # Of others, headers of the standard libraries alone: their names have no folder and no dot.
    # One header is for notebooks that have nlohmann/json, and no other includes it.
    grep -rhE '^ *# *include <' . | grep -v '<stdint\.h>' >"$work/includes"
    counts 1 '<[^>]*[/.]' "$work/includes"
    counts 1 '<nlohmann/json\.hpp>' tviz/figure/notebook_json.hpp
    ! grep -r '"tviz/figure/notebook_json' . || fail "a header includes notebook_json.hpp"
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
    # one loop, however many there are.
    counts 1 '^total +36,441,088 ' "$work/description"
    sed 's/^n_loops: 6$/n_loops: 60/' "$model" | tviz describe - >"$work/deep"
    counts 60 'attn .* Attention' "$work/deep"
    counts 1 '^total +36,441,088 ' "$work/deep"
    tviz render "$model" -o "$work/looped.svg" --hook 'blocks.3.attn.hook_pattern=ablation@0'
    grep -o '<title>[^<]*' "$work/looped.svg" >"$work/titles"
    counts 6 'Attention' "$work/titles"
    # The key that only it knows is read as the others are: nothing is in doubt, and a mistake has
    # its place.
    tviz render --strict "$model" -o "$work/certain.svg" 2>"$work/doubts"
    tviz describe --strict "$model" 2>>"$work/doubts" >"$work/certain"
    [ ! -s "$work/doubts" ] || fail "a figure without doubts has warnings"
    refuses() {
      sed "$1" "$model" >"$work/wrong.yaml"
      ! tviz describe "$work/wrong.yaml" 2>"$work/refusal" || fail "$1 is drawn"
      counts 1 "wrong.yaml:$2" "$work/refusal"
    }
    refuses 's/^n_loops: 6$/n_loops: 0/' '5:10: n_loops: must be at least 1, got 0'
    refuses 's/^n_loops: 6$/n_loops: six/' '5:10: n_loops: must be a whole number, got six'
    refuses 's/^n_loops/n_loop/' "5:1: unknown key 'n_loop' .did you mean 'n_loops'"
    # It refuses what it cannot draw.
    echo "gated_mlp: true" | cat "$model" - >"$work/gated.yaml"
    ! tviz render "$work/gated.yaml" -o "$work/gated.svg" 2>"$work/refusal" ||
      fail "a gated MLP is drawn"
    counts 1 'gated_mlp: a looped decoder has no gated MLP' "$work/refusal"
    "$CMAKE" --install "$work/build" --prefix "$work/prefix"
    "$moved/bin/tviz" --plugin-dir "$work/prefix/$PLUGINS" plugins |
      grep -q '^looped_decoder .* found'
    ;;
  example_drawing)
    builds "$SOURCE"/examples/key-value-mlp/* -- \
      "-DCMAKE_PREFIX_PATH=$moved" "-DCMAKE_CXX_FLAGS=$strict"
    mkdir "$work/figures"
    cd "$work/figures"
    tviz() { "$moved/bin/tviz" --plugin-dir "$work/build/plugins" "$@"; }
    tviz plugins >plugins
    counts 1 '^key_value_mlp .* found .* component_kind mlp .*key_value_mlp\.so$' plugins
    tviz render gpt2 --max-layers 2 -o gpt2.svg -o gpt2.pdf -o gpt2.png -o gpt2.html
    # Two layers share one drawing, with the activation as artwork.
    counts 1 '<image ' gpt2.svg
    counts 1 '>3072 keys *<' gpt2.svg
    pdftotext gpt2.pdf gpt2.txt
    counts 2 '3072 values' gpt2.txt
    pdfimages -list gpt2.pdf >images
    counts 2 '' images
    # The same picture by way of SVG, with another program's eyes.
    tviz render gpt2 --max-layers 2 --text outline -o outline.svg
    rsvg-convert --zoom 2 outline.svg -o outline.png
    same_picture gpt2 outline || fail "the formats draw other figures"
    # Of a model without the kind nothing is asked of the plugin.
    tviz render attn-only-2l -o none.svg
    counts 0 '<image ' none.svg
    ;;
  example_backend)
    builds "$SOURCE"/examples/tikz/* -- \
      "-DCMAKE_PREFIX_PATH=$moved" "-DCMAKE_CXX_FLAGS=$strict"
    "$CMAKE" -E chdir "$work/build" ctest --output-on-failure >"$work/ctest" ||
      fail "the example's tests fail, see $work/ctest"
    mkdir "$work/figures"
    cd "$work/figures"
    tviz() { "$moved/bin/tviz" --plugin-dir "$work/build/plugins" "$@"; }
    hooks="--hook blocks.1.attn.hook_pattern=head_ablation@0,2 --hook blocks.2.mlp.hook_post=scale"
    tviz render gpt2 -o gpt2.tex -o gpt2.pdf
    tviz render llama-3.1-8b -o llama.tex -o llama.pdf
    # shellcheck disable=SC2086 # The hooks are meant to be split.
    tviz render gpt2 $hooks --max-layers 3 --theme circuits-dark -o dark.tex -o dark.pdf
    # shellcheck disable=SC2086 # As above.
    tviz render gpt2 $hooks --max-layers 3 -o hooked.tex -o hooked.tikz -o hooked.pdf
    for name in gpt2 llama dark hooked; do
      typesets "$name"
      raster "$name"
      same_picture "$name" "$name-latex" || fail "LaTeX draws another figure"
    done

    # The comparison sees boxes that are off by two pixels, and one label that is missing.
    sed 's/^\\path\[rounded/\\path[shift={(2, 0)}, rounded/' hooked.tex >moved.tex
    sed '/{unembed[ ~]*}$/d' hooked.tex >unlabelled.tex
    for name in moved unlabelled; do
      typesets "$name"
      ! same_picture hooked "$name-latex" 2>"$name.refusal" || fail "$name.tex passes"
      counts 1 "^$name-latex.png is not hooked.png" "$name.refusal"
    done

    # A paper takes the picture more than once, in its own fonts and at its own width.
    cat >paper.tex <<'paper'
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern, tikz}
\begin{document}
\noindent\resizebox{0.4\textwidth}{!}{\input{hooked.tikz}}\hfill
\resizebox{0.4\textwidth}{!}{\input{hooked.tikz}}
\end{document}
paper
    # Each sign of the table is one that LaTeX has, and so is each letter that is written as it is.
    sed '/^\\begin{document}/q' hooked.tex >signs.tex
    sed -n 's/^{0x[0-9A-F]*, R"(\(.*\))"},.*/\1\\par/p' ../source/signs.inc >>signs.tex
    counts "$(grep -c '^{' ../source/signs.inc)" 'par$' signs.tex
    "$PYTHON" -X utf8 -c 'for code in range(0xC0, 0x17F):
      if chr(code) not in "×÷ĦħĸĿŀŉŦŧ": print(chr(code), "\\par")' >>signs.tex
    printf '%s\n' '\end{document}' >>signs.tex
    typesets paper
    typesets signs
    pdffonts signs-latex.pdf | tail -n +3 >fonts
    counts 0 'Type 3' fonts
    ;;
  older_plugins)
    # Built with the headers of the minor version before: the installed ones without what the patch
    # brought. They draw what the same sources draw that the tests of the examples built with today's.
    cp -r "$moved" "$work/before"
    defined() { sed -n "s/^#define TVIZ_PLUGIN_ABI_$1  *\([0-9]*\).*/\1/p" "$2/include/tviz/plugin/descriptor.h"; }
    newest=$(defined MAJOR "$moved").$(defined MINOR "$moved")
    if [ "$(defined MINOR "$moved")" -eq 0 ]; then
      echo "$newest is the first of its major version: no plugin is older"
      exit 0
    fi
    patch --reverse --strip 3 --directory "$work/before/include" <"$here/plugin_interface_$newest.patch"
    [ "$(defined MINOR "$work/before")" -lt "$(defined MINOR "$moved")" ] || fail "no older headers"
    mkdir -p "$work/plugins/before" "$work/plugins/today"
    for case in plugin:looped-decoder drawing:key-value-mlp backend:tikz; do
      build=$work/build/${case#*:}
      "$CMAKE" -S "$SOURCE/examples/${case#*:}" -B "$build" -DBUILD_TESTING=OFF -DCMAKE_BUILD_TYPE=Debug \
        "-DCMAKE_CXX_COMPILER=$CXX" "-DCMAKE_PREFIX_PATH=$work/before" --no-warn-unused-cli
      "$CMAKE" --build "$build" --parallel 2
      cp "$build"/plugins/* "$work/plugins/before"
      cp "$OUT/example_${case%:*}"/build/plugins/* "$work/plugins/today"
    done
    for tree in before today; do
      cd "$work/plugins/$tree"
      tviz() { "$moved/bin/tviz" --plugin-dir "$work/plugins/$tree" "$@"; }
      tviz render "$SOURCE/examples/looped-decoder/looped-6.yaml" -o looped.svg
      tviz render gpt2 --max-layers 2 -o memories.svg
      tviz render attn-only-2l -o attention.tex
      "$PYTHON" -c 'import ctypes, sys
for plugin in sys.argv[1:]:
  entry = ctypes.CDLL(plugin).tviz_plugin_descriptor_v1
  entry.restype = ctypes.POINTER(ctypes.c_uint16)
  print("{}.{}".format(*entry()[4:6]))' ./*.so >versions
    done
    counts 3 "^$(defined MAJOR "$moved")\.$(defined MINOR "$work/before")\$" "$work/plugins/before/versions"
    counts 3 "^$newest\$" "$work/plugins/today/versions"
    for file in looped.svg memories.svg attention.tex; do
      cmp "$work/plugins/before/$file" "$work/plugins/today/$file"
    done
    ;;
  example_diagram)
    builds "$SOURCE"/examples/mermaid/* -- \
      "-DCMAKE_PREFIX_PATH=$moved" "-DCMAKE_CXX_FLAGS=$strict"
    mkdir "$work/figures"
    cd "$work/figures"
    # The looped decoder of the guide. Mermaid would take its title and a label for something else.
    sed -n '/<!-- file: looped.yaml -->/,/^```$/p' "$SOURCE/docs/graph-files.md" | sed '1,2d;/^```/d' |
      sed 's/attn: {/&title: "end <b>[A] --> **B**; #1 `x`", /; s/^title: .*/title: "say: 50% \\"no\\""/' \
        >looped.yaml
    for model in gpt2 t5-small deepseek-v3 gemma-2-2b llava-1.5-7b looped.yaml; do
      "$moved/bin/tviz" --plugin-dir "$work/build/plugins" render "$model" -o "$model.mmd"
      "$PYTHON" -B "$here/flowchart.py" "$moved/bin/tviz" "$model" "$model.mmd"
    done
    "$moved/bin/tviz" --plugin-dir "$work/build/plugins" render gpt2 pythia-70m -o two.mmd
    counts 1 'subgraph n.b_58_\["#40;b#41; Pythia 70M"\]' two.mmd
    ;;
  diagram_opens)
    cd "$OUT/example_diagram/figures"
    "$PYTHON" -B "$here/flowchart_page.py" "$work" ./*.mmd
    ;;
  new_plugins)
    # Every kind that the program has templates for, built as their README.md says.
    kinds=$("$moved/bin/tviz" plugin new --help | sed -n 's/.*Kind of plugin: //p' | tr -d ,)
    # shellcheck disable=SC2086 # The words are meant to be split.
    set -- $kinds
    [ $# -ge 3 ] || fail "few kinds of plugins: $*"
    export PATH="$moved/bin:$PATH"
    for kind in "$@"; do
      (cd "$work" && tviz plugin new "my-$kind" --kind "$kind")
      cd "$work/my-$kind"
      "$CMAKE" -S . -B build "-DCMAKE_CXX_COMPILER=$CXX" "-DCMAKE_CXX_FLAGS=$strict"
      "$CMAKE" --build build
      ctest --test-dir build --output-on-failure --no-tests=error
      tviz --plugin-dir build/plugins plugins | grep -q "^my_$kind .* found .* $kind " ||
        fail "the new plugin brings no $kind"
      # What an inline variable of two plugins is must not depend on which was loaded first.
      readelf --dyn-syms --wide "build/plugins/my_$kind.so" >"$work/symbols"
      counts 0 ' UNIQUE ' "$work/symbols"
    done
    ;;
  *) fail "no case '$1'" ;;
esac
