#include "core/secret/hardening.h"

#include "core/secret/hardening_p.h"

#include <cstdio>
#include <cstdlib>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/resource.h>
#endif

namespace core {

void forbidDumpsAndTracing()
{
#ifdef __linux__
    // Not 0, which the kernel does not look at where dumps go to a program (core(5)): 1 is what stops those as well
    // (do_coredump() in fs/coredump.c), and no file is made either, because it would be larger than that. Where 0 is
    // the most that is allowed it stays: a process that is not dumpable gives no dump to a program either.
    rlimit limit{};
    const bool known = getrlimit(RLIMIT_CORE, &limit) == 0;
    const rlim_t tooSmallForAnyDump = limit.rlim_max == 0 ? 0 : 1;
    limit = {tooSmallForAnyDump, tooSmallForAnyDump};
    if (!known || setrlimit(RLIMIT_CORE, &limit) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        std::perror("sekisho: cannot keep secrets out of core dumps");
        std::exit(1);
    }
#endif
#ifdef SEKISHO_WIPING_HEAP
    if (!heapWipes()) {
        std::fputs("sekisho: another heap stands before the one that wipes\n", stderr);
        std::exit(1);
    }
#endif
}

} // namespace core
