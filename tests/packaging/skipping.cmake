# Runs ctest on programs that say they skip something, and looks at what it calls them.
#   cmake -DSOURCE=... -DCTEST=... -DFOLDER=... -P skipping.cmake
include("${SOURCE}/packaging/cmake/Modules.cmake")

set(tests "")
set(wanted "")
function(expect name outcome exit_code output)
  string(APPEND tests "add_test(${name} bash -c [=[printf '${output}'; exit ${exit_code}]=])\n"
    "set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION [=[${SEKISHO_SKIPPED}]=])\n")
  set(tests "${tests}" PARENT_SCOPE)
  list(APPEND wanted "${name} \\.+[* ]*${outcome} ")
  set(wanted "${wanted}" PARENT_SCOPE)
endfunction()

set(skip "SKIP   : TestX::a() skipped: no xdotool\\n")
expect(whole_program Skipped 0 "skipped: no display\\n")
expect(whole_program_after_a_note Skipped 0 "going on without a keyring\\nskipped: no display\\n")
expect(one_row_of_many Skipped 0 "${skip}PASS   : TestX::b()\\nTotals: 2 passed, 0 failed, 1 skipped\\n")
expect(a_row_skipped_and_one_failed Failed 1 "${skip}FAIL!  : TestX::b()\\nTotals: 1 passed, 1 failed, 1 skipped\\n")
expect(a_row_skipped_and_then_a_crash Failed 1 "${skip}")
expect(nothing_skipped Passed 0 "Totals: 3 passed, 0 failed, 0 skipped\\n")

file(WRITE "${FOLDER}/CTestTestfile.cmake" "${tests}")
execute_process(COMMAND "${CTEST}" --test-dir "${FOLDER}" OUTPUT_VARIABLE said ERROR_VARIABLE said)
foreach(line IN LISTS wanted)
  if(NOT said MATCHES "${line}")
    message(FATAL_ERROR "ctest should have said [${line}], but said:\n${said}")
  endif()
endforeach()
