# Joins the viewer's sources into one script: the style sheet as a constant, then the files in
# their order, inside one function, so that nothing becomes global. Comments, which have lines of
# their own, and indentation stay in the sources. Sets viewer_file and viewer_sha256.
set(viewer_parts dom.js copy.js panel.js hover.js pattern.js stack.js late.js item.js fold.js figure.js)
list(TRANSFORM viewer_parts PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/viewer/")
set(viewer_style_file "${CMAKE_CURRENT_SOURCE_DIR}/viewer/viewer.css")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${viewer_parts}
                                       "${viewer_style_file}")

file(READ "${viewer_style_file}" viewer_style)
string(REGEX REPLACE "[ \n]*([{};:,>])[ \n]+" "\\1" viewer_style "${viewer_style}")
set(viewer_script "\nconst styleSheet = `\n${viewer_style}`;")
foreach(part IN LISTS viewer_parts)
  file(READ "${part}" viewer_part)
  string(APPEND viewer_script "\n${viewer_part}")
endforeach()
string(REGEX REPLACE "\n *//[^\n]*" "" viewer_script "${viewer_script}")
string(REGEX REPLACE "\n[ \n]+" "\n" viewer_script "${viewer_script}")
string(REGEX REPLACE "([,;{(])\n" "\\1" viewer_script "${viewer_script}")
# No text of the viewer holds one of these.
string(REGEX REPLACE " (=|=>|===|!==|&&|\\?|:) " "\\1" viewer_script "${viewer_script}")
string(REPLACE ") {" "){" viewer_script "${viewer_script}")

set(viewer_file "${CMAKE_CURRENT_BINARY_DIR}/viewer.js")
file(WRITE "${viewer_file}" "(() => {\n'use strict';${viewer_script}})();\n")
file(SHA256 "${viewer_file}" viewer_sha256)
