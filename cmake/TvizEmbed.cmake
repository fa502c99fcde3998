# tviz_embed(TARGET FILE SYMBOL) makes a file part of a target. In C++:
#   extern "C" const char SYMBOL_begin[];  extern "C" const char SYMBOL_end[];
# The assembler copies the bytes, which is quicker than any compiler on an array.
function(tviz_embed target file symbol)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.S")
  file(
    CONFIGURE
    OUTPUT "${source}"
    CONTENT
      "  .section .rodata
  .global @symbol@_begin
  .hidden @symbol@_begin
  .global @symbol@_end
  .hidden @symbol@_end
  .balign 16
@symbol@_begin:
  .incbin \"@file@\"
@symbol@_end:
  .byte 0
  .section .note.GNU-stack,\"\",%progbits
"
    @ONLY)
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${file}")
  target_sources(${target} PRIVATE "${source}")
endfunction()
