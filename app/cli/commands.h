#pragma once

#include "app/cli/console.h"
#include "app/host/runtime.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

namespace app::cli {

/// What was asked for on the command line.
struct Request {
    enum class Command { SignIn, WhoAmI, SignOut, Ask, Tools };
    Command command = Command::WhoAmI;
    bool json = false;
    bool thisRunOnly = false;
    QString demoAccount; ///< not empty: the demo organisation, as this account
    QString account;     ///< which of several: login, name or subject
    core::interfaces::OrganisationInput organisation;
    QString text; ///< what to ask
};

/// Carries out one command and says with which exit code the program ends.
class Commands final : public QObject {
    Q_OBJECT
public:
    Commands(host::Runtime& runtime, Request request);
    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void opened();
    void signInThen(void (Commands::*next)());
    void signedIn(const core::Result<core::interfaces::AccountId>& account, void (Commands::*next)());
    void chooseAccountThen(void (Commands::*next)());
    void reportSignIn();
    void listAccounts();
    void signOut();
    void listTools();
    void chooseModel();
    void ask();
    void watch(const core::interfaces::OpenConversation& conversation);
    void reportRow(const core::interfaces::MessageView& view);
    void turnEnded();
    void end(Exit code);
    void failWith(const core::Error& error);

    host::Runtime& runtime_;
    Request request_;
    std::shared_ptr<core::session::Application> application_;
    std::shared_ptr<core::interfaces::Conversations> conversations_;
    core::interfaces::OpenConversation open_;
    bool sent_ = false;  ///< the question is stored, so its turn runs or has run
    bool ended_ = false; ///< the first end counts
};

} // namespace app::cli
