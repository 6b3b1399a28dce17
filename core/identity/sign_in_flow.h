#pragma once

#include "core/identity/provider_directory.h"
#include "core/identity/session_store.h"
#include "core/identity/sign_in_machine.h"
#include "core/identity/unfinished.h"

#include <QtCore/QObject>

#include <functional>
#include <stop_token>

namespace core::identity {

/// Carries out one sign-in: does what sign_in::next() says. Deletes itself when everything it started has ended.
/// Thread: that of the ports.
class SignInFlow : public QObject {
    Q_OBJECT
public:
    struct Services {
        ProviderDirectory& directory;
        TokenEndpoint& endpoint;
        Browser& browser;
        const Clock& clock;
        /// Asks the person whether this is their account, or answers at once. A failure ends the sign-in.
        std::function<Async<>(const UserSession&)> confirm;
        /// Keeps the session durably.
        std::function<Async<>(const StoredSession&)> store;
        Unfinished::Hold unfinished; ///< until the flow has ended, with the revocation of what is not kept
    };

    /// \param storedAlgorithm  pinned at an earlier sign-in with this provider
    /// \error those of discover(), Browser, readRedirect(), TokenEndpoint, SessionVerifier, confirm and the store;
    ///        OtherAccount  somebody else than expected signed in (subject: their login); their tokens are revoked
    [[nodiscard]] static Async<UserSession> start(const ProviderConfig& config, const SignInOptions& options,
                                                  std::optional<crypto::JwsAlgorithm> storedAlgorithm,
                                                  Services services, std::stop_token stop, QObject* parent);

private:
    SignInFlow(Services services, std::stop_token stop, QObject* parent);

    void feed(const sign_in::Event& event);
    void perform(const sign_in::effect::Discover&);
    void perform(const sign_in::effect::PrepareRedirect& effect);
    void perform(const sign_in::effect::PushRequest& effect);
    void perform(const sign_in::effect::OpenBrowser& effect);
    void perform(const sign_in::effect::Exchange& effect);
    void perform(const sign_in::effect::LoadKeys& effect);
    void perform(const sign_in::effect::ReadUserInfo&);
    void perform(const sign_in::effect::Confirm&);
    void perform(const sign_in::effect::Store&);
    void perform(const sign_in::effect::Revoke& effect);
    void perform(const sign_in::effect::Finish&);

    template <typename T, typename MakeEvent>
    void await(const Async<T>& future, MakeEvent makeEvent);
    void endOne();

    Services services_;
    sign_in::State state_;
    QDateTime tokensAtUtc_; ///< their lifetime began before the person was asked anything
    Answer<UserSession> answer_;
    std::stop_token stop_;
    std::stop_source browserStop_; ///< the window closes when the sign-in is over, however it ends
    std::unique_ptr<std::stop_callback<std::function<void()>>> onStop_;
    int running_ = 0;
};

} // namespace core::identity
