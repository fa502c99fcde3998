# What every target of the project is compiled with. All of it is set for our folders only: a
# project that includes us by add_subdirectory() keeps its own flags, which tests/consumers checks.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
if(PROJECT_IS_TOP_LEVEL)
  # Otherwise both are the choice of the project that includes us.
  if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
  endif()
  find_program(TVIZ_CCACHE ccache)
  if(TVIZ_CCACHE)
    # Paths relative to the sources, so that it knows the objects of another build folder again.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
                                    "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" "${TVIZ_CCACHE}")
  endif()
endif()

# Fused multiply-add differs between processors, and so would coordinates.
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off>)

if(NOT TVIZ_BUNDLED)
  # With -O3 it compiles half as long again, and draws no sooner that one would notice.
  add_compile_options($<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CONFIG:Release>>:-O1>)
endif()

if(PROJECT_IS_TOP_LEVEL)
  # Its default is to look for free memory every few megabytes, which takes a tenth of the build.
  add_compile_options(
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:--param=ggc-min-heapsize=1048576>) # Kilobytes.
endif()

if(TVIZ_SANITIZE)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${TVIZ_SANITIZE}>
                      $<$<COMPILE_LANGUAGE:CXX>:-fno-omit-frame-pointer>)
  add_link_options(-fsanitize=${TVIZ_SANITIZE})
  if(TVIZ_SANITIZE MATCHES "undefined")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize-recover=undefined>)
  endif()
endif()
if(TVIZ_BUILD_FUZZERS)
  # Coverage feedback for the fuzzers, in everything that they call.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=fuzzer-no-link>)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
if(NOT TVIZ_SANITIZE AND NOT TVIZ_BUILD_FUZZERS)
  # Sanitizer runtimes leave symbols open in shared libraries; otherwise nothing may be open.
  add_link_options(-Wl,-z,defs)
endif()
add_link_options(-Wl,--as-needed)
if(TVIZ_BUNDLED)
  # Without symbols, and without what nothing calls of the libraries.
  add_link_options(-s -Wl,--gc-sections)
endif()

# Warnings are for our own code, not for what others build with our headers and functions.
add_library(tviz_warnings INTERFACE)
target_compile_options(
  tviz_warnings
  INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion
            -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
            -Wdouble-promotion -Wimplicit-fallthrough -Wno-missing-field-initializers>
            # g++ 12 gives both of these wrongly for std::variant and std::string under
            # optimisation (GCC bugs 105562, 105651); the sanitizer build looks for the real ones.
            $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>
            $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${TVIZ_WARNINGS_AS_ERRORS}>>:-Werror>)
