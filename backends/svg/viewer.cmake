# Joins the viewer's sources into scripts, one for a page and one for a fragment: the style sheet as
# a constant, then the files in their order, inside one function, so that nothing becomes global.
# Comments, which have lines of their own, and indentation stay in the sources. Sets viewer_file,
# viewer_sha256 and fragment_viewer_file.
set(viewer_parts dom.js copy.js panel.js hover.js pattern.js fold.js figure.js)
set(viewer_folder "${CMAKE_CURRENT_SOURCE_DIR}/viewer")
file(GLOB viewer_sources CONFIGURE_DEPENDS "${viewer_folder}/*")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${viewer_sources})

# join_viewer(FILE ENTRY)
function(join_viewer file entry)
  file(READ "${viewer_folder}/viewer.css" viewer_style)
  string(REGEX REPLACE "[ \n]*([{};:,>])[ \n]+" "\\1" viewer_style "${viewer_style}")
  set(viewer_script "\nconst styleSheet = `\n${viewer_style}`;")
  foreach(part IN LISTS viewer_parts ITEMS ${entry})
    file(READ "${viewer_folder}/${part}" viewer_part)
    string(APPEND viewer_script "\n${viewer_part}")
  endforeach()
  string(REGEX REPLACE "\n *//[^\n]*" "" viewer_script "${viewer_script}")
  string(REGEX REPLACE "\n[ \n]+" "\n" viewer_script "${viewer_script}")
  string(REGEX REPLACE "([,;{(])\n" "\\1" viewer_script "${viewer_script}")
  # No text of the viewer holds one of these.
  string(REGEX REPLACE " (=|=>|===|!==|&&|\\?|:) " "\\1" viewer_script "${viewer_script}")
  string(REPLACE ") {" "){" viewer_script "${viewer_script}")
  file(WRITE "${file}" "(() => {\n'use strict';${viewer_script}})();\n")
endfunction()

set(viewer_file "${CMAKE_CURRENT_BINARY_DIR}/viewer.js")
join_viewer("${viewer_file}" page.js)
file(SHA256 "${viewer_file}" viewer_sha256)
set(fragment_viewer_file "${CMAKE_CURRENT_BINARY_DIR}/fragment.js")
join_viewer("${fragment_viewer_file}" fragment.js)
