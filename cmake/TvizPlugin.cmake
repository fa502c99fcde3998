# tviz_add_plugin(NAME SOURCES ... LIBRARIES ...) builds a plugin and writes its manifest
# beside it: what it brings, read from its own descriptor, so that the registry can list it
# without loading it.
function(tviz_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 plugin "" "" "SOURCES;LIBRARIES")
  set(target tviz_plugin_${name})
  add_library(${target} MODULE ${plugin_SOURCES})
  target_link_libraries(${target} PRIVATE tviz::tviz ${plugin_LIBRARIES})
  if(TARGET tviz_warnings)
    target_link_libraries(${target} PRIVATE tviz_warnings)
  endif()
  set_target_properties(
    ${target}
    PROPERTIES PREFIX ""
               OUTPUT_NAME "${name}"
               LIBRARY_OUTPUT_DIRECTORY "${TVIZ_PLUGIN_OUTPUT_DIRECTORY}"
               INSTALL_RPATH "$ORIGIN/../..")
  add_dependencies(${target} tviz_program)
  add_custom_command(
    TARGET ${target}
    POST_BUILD
    COMMAND tviz_program plugin inspect "$<TARGET_FILE:${target}>" --manifest
            "${TVIZ_PLUGIN_OUTPUT_DIRECTORY}/${name}.json"
    VERBATIM)
  install(TARGETS ${target} LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/tviz/plugins-1")
  install(FILES "${TVIZ_PLUGIN_OUTPUT_DIRECTORY}/${name}.json"
          DESTINATION "${CMAKE_INSTALL_LIBDIR}/tviz/plugins-1")
endfunction()
