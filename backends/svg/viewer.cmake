# Joins the viewer's sources into two scripts, that of a page and that of a fragment: the style
# sheet as a constant, then the files in their order, inside one function, so that nothing becomes
# global; esbuild shortens both. Sets viewer_file, viewer_sha256 and fragment_viewer_file.
find_program(TVIZ_ESBUILD esbuild)
if(NOT TVIZ_ESBUILD)
  message(FATAL_ERROR "esbuild is missing, which shortens the page's script (Debian: esbuild)")
endif()
set(viewer_folder "${CMAKE_CURRENT_SOURCE_DIR}/viewer")
set(viewer_parts dom.js data.js copy.js values.js marks.js cells.js readout.js
                 rows.js panel.js dock.js hover.js stack.js late.js far.js item.js fold.js
                 toolbar.js announce.js keys.js search.js layers.js legend.js threshold.js zoom.js save.js state.js
                 figure.js)
file(GLOB viewer_sources CONFIGURE_DEPENDS "${viewer_folder}/*")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${viewer_sources})

# Writes what esbuild makes of a text in a language ("js", "css").
function(tviz_shorten text language file)
  file(WRITE "${file}.long" "${text}")
  execute_process(
    COMMAND "${TVIZ_ESBUILD}" --minify --target=es2020 --charset=utf8 --loader=${language}
    INPUT_FILE "${file}.long"
    OUTPUT_FILE "${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(READ "${viewer_folder}/viewer.css" viewer_style)
tviz_shorten("${viewer_style}" css "${CMAKE_CURRENT_BINARY_DIR}/viewer.css")
file(READ "${CMAKE_CURRENT_BINARY_DIR}/viewer.css" viewer_style)

# Writes the script that begins with one of the viewer's files.
function(tviz_join_viewer entry file)
  set(script "const styleSheet = `${viewer_style}`;\n")
  foreach(part IN LISTS viewer_parts ITEMS ${entry})
    file(READ "${viewer_folder}/${part}" text)
    string(APPEND script "${text}")
  endforeach()
  tviz_shorten("(() => {\n'use strict';\n${script}})();\n" js "${file}")
endfunction()

set(viewer_file "${CMAKE_CURRENT_BINARY_DIR}/viewer.js")
tviz_join_viewer(page.js "${viewer_file}")
file(SHA256 "${viewer_file}" viewer_sha256)
set(fragment_viewer_file "${CMAKE_CURRENT_BINARY_DIR}/fragment.js")
tviz_join_viewer(fragment.js "${fragment_viewer_file}")
