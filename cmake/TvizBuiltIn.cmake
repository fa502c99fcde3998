# tviz_built_in_plugin(NAME SOURCES file... [LIBRARIES target...]) declares a plugin of tviz
# itself: a file like that of anyone else or, with TVIZ_STATIC_PLUGINS, a part of the library.
# Sources and libraries are the same; only the name of the entry function differs.
function(tviz_built_in_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 plugin "" "" "SOURCES;LIBRARIES")
  if(NOT TVIZ_STATIC_PLUGINS)
    tviz_add_plugin(${name} SOURCES ${plugin_SOURCES} LIBRARIES ${plugin_LIBRARIES})
    return()
  endif()
  set(target tviz_plugin_${name})
  add_library(${target} OBJECT ${plugin_SOURCES})
  target_compile_definitions(${target} PRIVATE TVIZ_PLUGIN_ENTRY_FUNCTION=${target})
  target_link_libraries(${target} PRIVATE tviz_for_plugins ${plugin_LIBRARIES})
  target_sources(tviz PRIVATE $<TARGET_OBJECTS:${target}>)
  set_property(GLOBAL APPEND PROPERTY TVIZ_BUILT_IN_PLUGINS ${name})
endfunction()

# Writes the list of the plugins that are parts of the library into its stage "plugin".
function(tviz_list_built_in_plugins)
  get_property(names GLOBAL PROPERTY TVIZ_BUILT_IN_PLUGINS)
  foreach(name IN LISTS names)
    string(APPEND declarations "extern \"C\" const TvizPluginDescriptor* tviz_plugin_${name}();\n")
    string(APPEND entries "tviz_plugin_${name}, ")
  endforeach()
  set(source "${PROJECT_BINARY_DIR}/core/built_in.cpp")
  configure_file("${PROJECT_SOURCE_DIR}/core/src/plugin/built_in.cpp.in" "${source}" @ONLY)
  target_sources(tviz_plugin PRIVATE "${source}")
endfunction()
