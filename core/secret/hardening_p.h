#pragma once

#include <cstdlib>

// The sanitizers have a heap of their own.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SEKISHO_WIPING_HEAP
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#undef SEKISHO_WIPING_HEAP
#endif
#endif
#endif

namespace core {

#ifdef SEKISHO_WIPING_HEAP
/// Whether every library of this process has its memory from the heap that wipes (wiping_heap.cpp), and not from
/// another one that stands before it.
[[nodiscard]] bool heapWipes();
#endif

} // namespace core
