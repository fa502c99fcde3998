# tviz_stage(NAME SOURCES ... DEPENDS ... LIBRARIES ...) declares one folder of core as a
# static library. DEPENDS are the stages it may use; a test program for each stage links the
# whole stage with those alone, so that a call in the wrong direction does not link.
function(tviz_stage name)
  cmake_parse_arguments(PARSE_ARGV 1 stage "" "" "SOURCES;DEPENDS;LIBRARIES")
  add_library(tviz_${name} STATIC ${stage_SOURCES})
  target_include_directories(
    tviz_${name}
    PUBLIC "${PROJECT_SOURCE_DIR}/core/include"
    PRIVATE "${PROJECT_SOURCE_DIR}/core/src")
  list(TRANSFORM stage_DEPENDS PREPEND tviz_)
  target_link_libraries(
    tviz_${name}
    PUBLIC ${stage_DEPENDS}
    PRIVATE ${stage_LIBRARIES} tviz_warnings)
  set_property(GLOBAL APPEND PROPERTY TVIZ_STAGES ${name})
  set_property(GLOBAL APPEND PROPERTY TVIZ_STAGE_LIBRARIES ${stage_LIBRARIES})
endfunction()
