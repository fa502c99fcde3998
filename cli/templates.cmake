# Every file of templates/ becomes part of the program: templates/KIND/FILE belongs to the
# projects of plugins of that kind, templates/common/FILE to all of them. A further kind is one
# more folder.
file(GLOB template_files RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" CONFIGURE_DEPENDS
     "${CMAKE_CURRENT_SOURCE_DIR}/templates/*/*")
list(SORT template_files)
set(TVIZ_TEMPLATE_DECLARATIONS "")
set(TVIZ_TEMPLATE_ENTRIES "")
foreach(file IN LISTS template_files)
  string(MAKE_C_IDENTIFIER "tviz_${file}" symbol)
  tviz_embed(tviz_program "${file}" ${symbol})
  cmake_path(GET file PARENT_PATH folder)
  cmake_path(GET folder FILENAME kind)
  cmake_path(GET file FILENAME name)
  string(APPEND TVIZ_TEMPLATE_DECLARATIONS "extern const char ${symbol}_begin[];\n"
         "extern const char ${symbol}_end[];\n")
  string(APPEND TVIZ_TEMPLATE_ENTRIES
         "      {\"${kind}\", \"${name}\", {${symbol}_begin, ${symbol}_end}},\n")
endforeach()
configure_file(plugin_templates.cpp.in "${CMAKE_CURRENT_BINARY_DIR}/plugin_templates.cpp" @ONLY)
target_sources(tviz_program PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/plugin_templates.cpp")
target_include_directories(tviz_program PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
