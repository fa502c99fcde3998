# The folder of plugins beside the library. Each version of their interface has its own, so that
# tviz never meets plugins of another; the version is said in descriptor.h alone.
set(descriptor "${PROJECT_SOURCE_DIR}/core/include/tviz/plugin/descriptor.h")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${descriptor}")
file(STRINGS "${descriptor}" definition REGEX "#define TVIZ_PLUGIN_ABI_MAJOR [0-9]+")
string(REGEX REPLACE "#define TVIZ_PLUGIN_ABI_MAJOR ([0-9]+).*" "\\1" TVIZ_PLUGIN_ABI_MAJOR
                     "${definition}")
set(TVIZ_PLUGIN_FOLDER "tviz/plugins-${TVIZ_PLUGIN_ABI_MAJOR}")
# Where tviz_add_plugin() sees it, whichever project calls it.
set_property(GLOBAL PROPERTY TVIZ_PLUGIN_FOLDER "${TVIZ_PLUGIN_FOLDER}")
