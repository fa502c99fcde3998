# tviz_add_plugin(NAME SOURCES file... [LIBRARIES target...])
#
# Builds the plugin NAME.so (a name of a-z, 0-9 and _) as the target tviz_plugin_NAME, and
# writes its manifest NAME.json beside it: what it brings, read from its own descriptor, so
# that the registry can list it without loading it. Both appear in the folder plugins of the
# project's build, or in TVIZ_PLUGIN_OUTPUT_DIRECTORY if that is set, and are installed where
# a tviz of the same prefix finds them.
#
# This file serves tviz itself and, installed, everyone who finds the package.
function(tviz_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 plugin "" "" "SOURCES;LIBRARIES")
  include(GNUInstallDirs)
  set(folder "${PROJECT_BINARY_DIR}/plugins")
  if(TVIZ_PLUGIN_OUTPUT_DIRECTORY)
    set(folder "${TVIZ_PLUGIN_OUTPUT_DIRECTORY}")
  endif()
  set(target tviz_plugin_${name})
  add_library(${target} MODULE ${plugin_SOURCES})
  target_link_libraries(${target} PRIVATE tviz::tviz ${plugin_LIBRARIES})
  # Only the descriptor is shown: plugins must not meet each other's symbols.
  set_target_properties(
    ${target}
    PROPERTIES PREFIX ""
               OUTPUT_NAME "${name}"
               LIBRARY_OUTPUT_DIRECTORY "${folder}"
               CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON
               INSTALL_RPATH "$ORIGIN/../..")
  # Without this, g++ makes inline variables of all libraries of the process one, hidden or not.
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  add_dependencies(${target} tviz::program)
  add_custom_command(
    TARGET ${target}
    POST_BUILD
    COMMAND tviz::program plugin inspect "$<TARGET_FILE:${target}>" --manifest
            "${folder}/${name}.json"
    VERBATIM)
  get_property(installed GLOBAL PROPERTY TVIZ_PLUGIN_FOLDER)
  set(installed "${CMAKE_INSTALL_LIBDIR}/${installed}")
  # A component, so that what runs can be installed without what only developers need.
  install(TARGETS ${target} LIBRARY DESTINATION "${installed}" COMPONENT tviz_runtime)
  install(FILES "${folder}/${name}.json" DESTINATION "${installed}" COMPONENT tviz_runtime)
endfunction()
