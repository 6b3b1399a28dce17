#pragma once

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

/// Whether this user may make the namespaces that Chromium's sandbox is built of. Asked of the system anew, so that a
/// test can tell whether the program that says they are missing is right.
inline bool userNamespacesWork()
{
    const auto child = ::fork();
    if (child == 0) ::_exit(::unshare(CLONE_NEWUSER) == 0 && ::unshare(CLONE_NEWPID | CLONE_NEWNET) == 0 ? 0 : 1);
    int status = 1;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
