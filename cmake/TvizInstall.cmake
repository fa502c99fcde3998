# What is installed besides the plugins, which tviz_add_plugin() installs. The tree can be
# moved: everything in it finds the rest relative to itself.
include(CMakePackageConfigHelpers)

install(TARGETS tviz EXPORT tviz-targets LIBRARY COMPONENT tviz_runtime
                                                 NAMELINK_COMPONENT Unspecified)
install(TARGETS tviz_program EXPORT tviz-targets)
set(manuals "${PROJECT_BINARY_DIR}/cli/manuals")
install(FILES "${manuals}/tviz.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${manuals}/tviz"
        DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions")
install(FILES "${manuals}/_tviz" DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/zsh/site-functions")
install(FILES "${manuals}/tviz.fish"
        DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/fish/vendor_completions.d")
install(DIRECTORY core/include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY themes/ DESTINATION "${CMAKE_INSTALL_DATADIR}/tviz/themes"
        FILES_MATCHING PATTERN "*.yaml")
install(FILES LICENSE docs/fonts.md DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/tviz")

# The CMake package, for what is installed and for the build tree alike.
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/tviz")
set(build_package_folder "${PROJECT_BINARY_DIR}/lib/cmake/tviz")
get_property(plugin_names GLOBAL PROPERTY TVIZ_BUILT_IN_PLUGINS)
configure_package_config_file(cmake/tviz-config.cmake.in "${build_package_folder}/tviz-config.cmake"
                              INSTALL_DESTINATION "${package_folder}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${build_package_folder}/tviz-config-version.cmake"
                                 COMPATIBILITY SameMajorVersion)
configure_file(cmake/TvizPlugin.cmake "${build_package_folder}/TvizPlugin.cmake" COPYONLY)
export(EXPORT tviz-targets NAMESPACE tviz:: FILE "${build_package_folder}/tviz-targets.cmake")
install(EXPORT tviz-targets NAMESPACE tviz:: DESTINATION "${package_folder}")
install(FILES "${build_package_folder}/tviz-config.cmake"
              "${build_package_folder}/tviz-config-version.cmake" cmake/TvizPlugin.cmake
        DESTINATION "${package_folder}")

# pkg-config, which knows where its file lies.
set(pkgconfig_folder "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH prefix_from_pkgconfig "/${pkgconfig_folder}" "/")
configure_file(cmake/tviz.pc.in tviz.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/tviz.pc" DESTINATION "${pkgconfig_folder}")

# A Debian package of all of it (`cpack -G DEB`): one, because whoever installs a figure tool to
# write plugins or link it needs the headers, and they are small.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "tviz developers <tviz@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Draws the architecture of a transformer from its configuration")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Opened when a figure has artwork, so nothing that is linked names it.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS librsvg2-2)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}")
include(CPack)
