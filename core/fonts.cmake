# The carried fonts: found, reduced to the characters that figures use, made part of tviz_text.
set(TVIZ_FONT_DIRECTORIES "" CACHE STRING "Folders that are searched for fonts before Debian's")
set(debian_font_directories
    /usr/share/texmf/fonts/opentype/public/tex-gyre
    /usr/share/texmf/fonts/opentype/public/tex-gyre-math
    /usr/share/texmf/fonts/opentype/public/lm
    /usr/share/texmf/fonts/opentype/public/lm-math
    /usr/share/fonts/opentype/inter
    /usr/share/fonts/truetype/dejavu)
find_program(TVIZ_HB_SUBSET hb-subset)
if(NOT TVIZ_HB_SUBSET)
  message(FATAL_ERROR "The program hb-subset is missing (Debian package libharfbuzz-bin)")
endif()

# Letters and digits, punctuation, letter-like signs, arrows, mathematics, geometric shapes.
string(CONCAT TVIZ_FONT_SIGNS "U+00B7,U+00D7,U+2000-206F,U+2070-209F,U+2100-214F,U+2190-21FF,"
              "U+2200-22FF,U+2300-2312,U+25A0-25FF,U+FFFD")
set(TVIZ_FONT_TEXT "U+0020-007E,U+00A0-017F,U+0370-03FF,${TVIZ_FONT_SIGNS}")
# No letters and digits for the mathematical face: these come from the text faces.
set(TVIZ_FONT_MATH "U+0020-002F,U+003A-0040,U+005B-0060,U+007B-007E,U+00AC,U+00B1,U+00F7,U+03F5")
string(APPEND TVIZ_FONT_MATH ",${TVIZ_FONT_SIGNS}")
# Latin Modern has small Greek letters in its mathematical face alone. That hangs √ below the line,
# for TeX to raise: the text face's stands on it.
string(REPLACE "U+2200-22FF" "U+2200-2219,U+221B-22FF" TVIZ_FONT_MODERN_MATH
               "${TVIZ_FONT_MATH},U+0370-03FF")

# tviz_carry_font(SYMBOL FILE CHARACTERS PACKAGE)
function(tviz_carry_font symbol file characters package)
  find_file(original "${file}" PATHS ${TVIZ_FONT_DIRECTORIES} ${debian_font_directories}
            NO_DEFAULT_PATH NO_CACHE)
  if(NOT original)
    message(FATAL_ERROR "The font ${file} is missing (Debian package ${package}); "
                        "TVIZ_FONT_DIRECTORIES names the folders that are searched")
  endif()
  cmake_path(GET file EXTENSION LAST_ONLY extension)
  set(subset "${CMAKE_CURRENT_BINARY_DIR}/fonts/${symbol}${extension}")
  add_custom_command(
    OUTPUT "${subset}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${CMAKE_CURRENT_BINARY_DIR}/fonts"
    COMMAND
      "${TVIZ_HB_SUBSET}" "${original}" "--unicodes=${characters}" --layout-features=kern
      --no-hinting --notdef-outline "--output-file=${subset}"
    DEPENDS "${original}"
    COMMENT "Reducing ${file}"
    VERBATIM)
  # As a source of the target, or its command would belong to no target.
  target_sources(tviz_text PRIVATE "${subset}")
  tviz_embed(tviz_text "${subset}" ${symbol})
endfunction()

tviz_carry_font(tviz_font_termes texgyretermes-regular.otf "${TVIZ_FONT_TEXT}" fonts-texgyre)
tviz_carry_font(tviz_font_termes_italic texgyretermes-italic.otf "${TVIZ_FONT_TEXT}" fonts-texgyre)
tviz_carry_font(tviz_font_termes_bold texgyretermes-bold.otf "${TVIZ_FONT_TEXT}" fonts-texgyre)
tviz_carry_font(tviz_font_termes_math texgyretermes-math.otf "${TVIZ_FONT_MATH}" fonts-texgyre-math)
tviz_carry_font(tviz_font_roman lmroman10-regular.otf "${TVIZ_FONT_TEXT}" fonts-lmodern)
tviz_carry_font(tviz_font_roman_italic lmroman10-italic.otf "${TVIZ_FONT_TEXT}" fonts-lmodern)
tviz_carry_font(tviz_font_roman_bold lmroman10-bold.otf "${TVIZ_FONT_TEXT}" fonts-lmodern)
tviz_carry_font(tviz_font_modern_sans lmsans10-regular.otf "${TVIZ_FONT_TEXT}" fonts-lmodern)
tviz_carry_font(tviz_font_modern_mono lmmono10-regular.otf "${TVIZ_FONT_TEXT}" fonts-lmodern)
tviz_carry_font(tviz_font_modern_math latinmodern-math.otf "${TVIZ_FONT_MODERN_MATH}"
                fonts-lmodern)
tviz_carry_font(tviz_font_inter Inter-Regular.otf "${TVIZ_FONT_TEXT}" fonts-inter)
tviz_carry_font(tviz_font_inter_italic Inter-Italic.otf "${TVIZ_FONT_TEXT}" fonts-inter)
tviz_carry_font(tviz_font_inter_bold Inter-Bold.otf "${TVIZ_FONT_TEXT}" fonts-inter)
tviz_carry_font(tviz_font_dejavu_sans DejaVuSans.ttf "${TVIZ_FONT_MATH}" fonts-dejavu-core)
tviz_carry_font(tviz_font_dejavu_mono DejaVuSansMono.ttf "${TVIZ_FONT_TEXT}" fonts-dejavu-core)
