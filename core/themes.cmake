# Every file of themes/ becomes part of the library; carried.cpp lists them.
file(GLOB theme_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/themes/*.yaml")
list(TRANSFORM theme_files REPLACE "\\.yaml$" "" OUTPUT_VARIABLE theme_files)
list(SORT theme_files)
list(TRANSFORM theme_files APPEND ".yaml")
set(TVIZ_THEME_DECLARATIONS "")
set(TVIZ_THEME_ENTRIES "")
foreach(file IN LISTS theme_files)
  cmake_path(GET file STEM name)
  string(REPLACE "-" "_" symbol "tviz_theme_${name}")
  string(APPEND TVIZ_THEME_DECLARATIONS "extern const char ${symbol}_begin[];\n"
         "extern const char ${symbol}_end[];\n")
  string(APPEND TVIZ_THEME_ENTRIES
         "      {\"${name}\", {${symbol}_begin, ${symbol}_end}},\n")
endforeach()
configure_file(src/theme/carried.cpp.in "${CMAKE_CURRENT_BINARY_DIR}/carried.cpp" @ONLY)

tviz_stage(theme
  SOURCES
    "${CMAKE_CURRENT_BINARY_DIR}/carried.cpp"
    src/theme/contrast.cpp
    src/theme/dark_partner.cpp
    src/theme/fields.cpp
    src/theme/theme.cpp
    src/theme/values.cpp
  DEPENDS base text
  LIBRARIES fmt::fmt)
foreach(file IN LISTS theme_files)
  cmake_path(GET file STEM name)
  string(REPLACE "-" "_" symbol "tviz_theme_${name}")
  tviz_embed(tviz_theme "${file}" ${symbol})
endforeach()
