# A toolchain file: clang and libc++ of the PyPI package ziglang, which builds for other systems.
# TVIZ_ZIG is the program zig, TVIZ_ZIG_TARGET what to build for, such as x86_64-linux-musl.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TVIZ_ZIG TVIZ_ZIG_TARGET)
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR "${TVIZ_ZIG_TARGET}")
set(CMAKE_SYSTEM_NAME Linux)

# CMake wants each tool as one program.
set(tools "${CMAKE_BINARY_DIR}/zig")
foreach(tool IN ITEMS cc c++ ar ranlib)
  set(target "")
  if(tool MATCHES "^c")
    set(target "-target ${TVIZ_ZIG_TARGET}")
  endif()
  file(CONFIGURE OUTPUT "${tools}/${tool}"
       CONTENT "#!/bin/sh\nexec \"${TVIZ_ZIG}\" ${tool} ${target} \"$@\"\n")
  file(CHMOD "${tools}/${tool}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endforeach()
set(CMAKE_C_COMPILER "${tools}/cc")
set(CMAKE_CXX_COMPILER "${tools}/c++")
set(CMAKE_ASM_COMPILER "${tools}/cc")
set(CMAKE_AR "${tools}/ar")
set(CMAKE_RANLIB "${tools}/ranlib")
