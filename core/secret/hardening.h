#pragma once

namespace core {

/// Called first thing in main() of every process that may hold a token: no core dump is written, and no other process
/// of the same user can trace this one or read its memory (RLIMIT_CORE 1; prctl(PR_SET_DUMPABLE, 0)). Whatever calls it
/// is linked with a heap that overwrites what it is given back (wiping_heap.cpp), so that the copies which libraries
/// make of a secret do not outlive their use.
///
/// The sign-in window must not call it: Chromium's sandbox sets up user namespaces through /proc/self, which this
/// closes. It sets the limit alone.
///
/// Thread: call before any other thread exists. Ends the process when the system refuses, or when another heap stands
/// before that one.
void forbidDumpsAndTracing();

} // namespace core
