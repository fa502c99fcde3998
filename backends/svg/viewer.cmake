# Joins the viewer's sources into one script: the style sheet as a constant, then the files in
# their order, inside one function, so that nothing becomes global; esbuild shortens both. Sets
# viewer_file and viewer_sha256.
find_program(TVIZ_ESBUILD esbuild)
if(NOT TVIZ_ESBUILD)
  message(FATAL_ERROR "esbuild is missing, which shortens the page's script (Debian: esbuild)")
endif()
set(viewer_parts dom.js copy.js panel.js hover.js pattern.js stack.js late.js item.js fold.js
                 figure.js)
list(TRANSFORM viewer_parts PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/viewer/")
set(viewer_style_file "${CMAKE_CURRENT_SOURCE_DIR}/viewer/viewer.css")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${viewer_parts}
                                       "${viewer_style_file}")

# Writes what esbuild makes of a text in a language ("js", "css").
function(tviz_shorten text language file)
  file(WRITE "${file}.long" "${text}")
  execute_process(
    COMMAND "${TVIZ_ESBUILD}" --minify --target=es2020 --charset=utf8 --loader=${language}
    INPUT_FILE "${file}.long"
    OUTPUT_FILE "${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(READ "${viewer_style_file}" viewer_style)
tviz_shorten("${viewer_style}" css "${CMAKE_CURRENT_BINARY_DIR}/viewer.css")
file(READ "${CMAKE_CURRENT_BINARY_DIR}/viewer.css" viewer_style)
set(viewer_script "const styleSheet = `${viewer_style}`;\n")
foreach(part IN LISTS viewer_parts)
  file(READ "${part}" viewer_part)
  string(APPEND viewer_script "${viewer_part}")
endforeach()
set(viewer_file "${CMAKE_CURRENT_BINARY_DIR}/viewer.js")
tviz_shorten("(() => {\n'use strict';\n${viewer_script}})();\n" js "${viewer_file}")
file(SHA256 "${viewer_file}" viewer_sha256)
