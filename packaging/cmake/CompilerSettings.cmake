# What every target is compiled with.

option(SEKISHO_BUILD_TESTS "Build the tests" ON)
option(SEKISHO_PCH "Use precompiled headers" ON)
option(SEKISHO_FUZZ "Build the libFuzzer targets (clang only)" OFF)
set(SEKISHO_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_CXX_VISIBILITY_PRESET hidden)

# Dev: quick to build, asserts on, line numbers in backtraces.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 -DQT_FORCE_ASSERTS")

# Half a second for each of a hundred and thirty test programs, where GNU's usual linker takes two.
find_program(GOLD ld.gold)
if(GOLD AND CMAKE_BUILD_TYPE STREQUAL "Dev" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=gold)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Where it is installed; dev does not install it: it makes a first build slower by a tenth, and most builds are first
  # ones or small. The extra tolerance is what it needs to reuse results that were built over a precompiled header.
  # env and not "cmake -E env": it begins ten times as fast, and is begun for every file.
  set(CMAKE_CXX_COMPILER_LAUNCHER env
    "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
    "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "${CCACHE}")
endif()

add_library(sekisho_compile INTERFACE)
target_compile_options(sekisho_compile INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fstack-protector-strong -fno-math-errno)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside Qt's and Boost's own headers, without cause.
  target_compile_options(sekisho_compile INTERFACE -Wno-error=maybe-uninitialized -Wno-error=stringop-overflow
    -Wno-error=array-bounds -Wno-error=restrict)
  # g++ 13 and later take every reference that comes of a function with a temporary for one to that temporary.
  target_compile_options(sekisho_compile INTERFACE -Wno-dangling-reference)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # clang 19 reports it inside libstdc++ 12's own std::stable_sort.
  target_compile_options(sekisho_compile INTERFACE -Wno-error=deprecated-declarations)
endif()
target_compile_definitions(sekisho_compile INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_FOREACH QT_NO_KEYWORDS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_DISABLE_DEPRECATED_BEFORE=0x060400 QT_WARN_DEPRECATED_UP_TO=0x060400)
target_compile_definitions(sekisho_compile INTERFACE $<$<CONFIG:Release>:QT_NO_DEBUG;_FORTIFY_SOURCE=2>)
target_include_directories(sekisho_compile INTERFACE "${CMAKE_SOURCE_DIR}")
if(SEKISHO_SANITIZE)
  target_compile_options(sekisho_compile INTERFACE -fsanitize=${SEKISHO_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(sekisho_compile INTERFACE -fsanitize=${SEKISHO_SANITIZE})
  if(SEKISHO_FUZZ)
    target_compile_options(sekisho_compile INTERFACE -fsanitize=fuzzer-no-link)
  endif()
endif()
target_link_options(sekisho_compile INTERFACE -Wl,-z,relro,-z,now -Wl,--as-needed)
