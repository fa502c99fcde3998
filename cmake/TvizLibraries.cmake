# The libraries that tviz uses: Debian's or, with TVIZ_BUNDLED, built with it under the same names.
find_package(Threads REQUIRED)
if(TVIZ_BUNDLED)
  add_subdirectory(bundled)
  return()
endif()
find_package(nlohmann_json 3.11 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(HARFBUZZ REQUIRED IMPORTED_TARGET GLOBAL harfbuzz)
pkg_check_modules(HARFBUZZ_SUBSET REQUIRED IMPORTED_TARGET GLOBAL harfbuzz-subset)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET GLOBAL cairo cairo-ft cairo-pdf cairo-png cairo-ps
                  freetype2)
pkg_check_modules(PNG REQUIRED IMPORTED_TARGET GLOBAL libpng)
# Headers only: librsvg is opened when a scene has artwork.
pkg_check_modules(RSVG REQUIRED librsvg-2.0)
add_library(tviz_librsvg_headers INTERFACE)
target_include_directories(tviz_librsvg_headers SYSTEM INTERFACE ${RSVG_INCLUDE_DIRS})
# Headers alone: nothing is linked.
find_path(XXHASH_INCLUDE_FOLDER xxhash.h REQUIRED)
