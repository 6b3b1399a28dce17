// The C library's heap, with every block overwritten before it is given back, for every library of the process: Qt,
// OpenSSL, libsecret and the rest copy what passes through them, and none of it can be asked to wipe its copies.
// Every program that links this module has it; forbidDumpsAndTracing() ends one that has another heap all the same.
//
// Whoever replaces one of these functions replaces all of them (glibc manual, "Replacing malloc").

#include "core/secret/hardening_p.h"

#ifdef SEKISHO_WIPING_HEAP

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <dlfcn.h>
#include <malloc.h>
#include <unistd.h>

#define HEAP_FUNCTION extern "C" __attribute__((visibility("default")))

extern "C" { // NOLINTBEGIN(bugprone-reserved-identifier): the names are the C library's own
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* block);
} // NOLINTEND(bugprone-reserved-identifier)

HEAP_FUNCTION void* malloc(std::size_t size)
{
    return __libc_malloc(size);
}
HEAP_FUNCTION void* calloc(std::size_t count, std::size_t size)
{
    return __libc_calloc(count, size);
}
HEAP_FUNCTION void free(void* block)
{
    if (block == nullptr) return;
    explicit_bzero(block, malloc_usable_size(block));
    __libc_free(block);
}
HEAP_FUNCTION void* realloc(void* block, std::size_t size)
{
    if (block == nullptr) return __libc_malloc(size);
    if (size == 0) {
        free(block);
        return nullptr;
    }
    // Never the library's own: where that moves a block, the old one stays as it was.
    const auto had = malloc_usable_size(block);
    if (size <= had && size >= had / 2) return block;
    void* moved = __libc_malloc(size);
    if (moved == nullptr) return nullptr;
    std::memcpy(moved, block, std::min(size, had));
    free(block);
    return moved;
}
HEAP_FUNCTION void* memalign(std::size_t alignment, std::size_t size)
{
    return __libc_memalign(alignment, size);
}
HEAP_FUNCTION void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    return __libc_memalign(alignment, size);
}
HEAP_FUNCTION int posix_memalign(void** block, std::size_t alignment, std::size_t size)
{
    if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? ENOMEM : 0;
}
HEAP_FUNCTION void* valloc(std::size_t size)
{
    return __libc_memalign(static_cast<std::size_t>(sysconf(_SC_PAGESIZE)), size);
}
HEAP_FUNCTION void* pvalloc(std::size_t size)
{
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return __libc_memalign(page, (size + page - 1) / page * page);
}

namespace core {

bool heapWipes()
{
    // What every library gets must come from where this function lies.
    Dl_info ours{};
    Dl_info theirs{};
    return dladdr(reinterpret_cast<void*>(&heapWipes), &ours) != 0 &&
           dladdr(dlsym(RTLD_DEFAULT, "free"), &theirs) != 0 && ours.dli_fbase == theirs.dli_fbase;
}

} // namespace core

#endif
