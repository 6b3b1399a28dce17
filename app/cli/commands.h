#pragma once

#include "app/cli/console.h"
#include "app/cli/question.h"
#include "app/cli/request.h"
#include "app/host/runtime.h"

#include <QtCore/QObject>

#include <stop_token>

namespace app::cli {

/// Carries out one command and says with which exit code the program ends.
class Commands final : public QObject {
    Q_OBJECT
public:
    /// \param runtime, console  outlive this object
    Commands(host::Runtime& runtime, Console& console, Request request);
    void start();
    /// Stops what is under way: a running turn ends with what was said so far, which is kept.
    void stop();

Q_SIGNALS:
    void finished(int exitCode);

private:
    using Next = void (Commands::*)();

    void opened();
    void signInThen(Next next);
    void chooseAccountThen(Next next);
    /// Nothing when `account` can be used; else it has failed already.
    [[nodiscard]] bool usable(const core::interfaces::AccountView& account);
    [[nodiscard]] QList<core::interfaces::AccountView> candidates() const;
    [[nodiscard]] std::optional<core::Error> errorOf(const core::interfaces::AccountView& account) const;
    void reportSignIn();
    void listAccounts();
    void signOut();
    void signedOut(const core::interfaces::SignOutReport& report);
    void listTools();
    void grants(); // these are in grant_commands.cpp
    void listGrants();
    void revokeGrant();

    void chooseModel();
    void ask();
    void turnEnded(const core::interfaces::MessageView& last);

    void end(Exit code);
    void failWith(const core::Error& error, const QString& sentence = {});
    void usage(const QString& sentence);

    host::Runtime& runtime_;
    Console& console_;
    Request request_;
    std::stop_source stop_;
    core::interfaces::AccountId chosen_; ///< empty: whoever has just signed in
    std::shared_ptr<core::session::Application> application_;
    std::shared_ptr<core::interfaces::Conversations> conversations_;
    std::unique_ptr<Question> question_;
    bool signingIn_ = false; ///< a stop request ends it
    bool ended_ = false;     ///< the first end counts
};

} // namespace app::cli
