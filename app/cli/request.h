#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace app::cli {

/// Exit codes, so that scripts can tell what to do next.
enum class Exit : int {
    Ok = 0,
    Failed = 1,       ///< it did not work; standard error says why
    Usage = 2,        ///< the words on the command line are wrong
    SignInNeeded = 3, ///< sign in first
    Waiting = 4,      ///< it is asked of the person whether a call may run
    Stopped = 130,    ///< by Ctrl-C, or asked to end: 128 + SIGINT, as shells count
    ReaderGone = 141, ///< whoever read standard output is: 128 + SIGPIPE
};

/// What was asked for on the command line.
struct Request {
    enum class Command { SignIn, WhoAmI, SignOut, Ask, Tools, Grants };
    Command command = Command::WhoAmI;
    bool json = false;
    bool verbose = false;
    bool thisRunOnly = false; ///< sign in for this command alone and keep nothing
    QString demoAccount;      ///< not empty: the demo organisation, as this account
    QString account;          ///< which of several: login, name or subject
    core::interfaces::OrganisationInput organisation;
    QString text;             ///< what to ask; "-": it is on standard input
    QStringList allowedTools; ///< with Ask: what may act unasked in its answer
    QString revoke;           ///< which standing rule to revoke; empty: they are listed
};

} // namespace app::cli
