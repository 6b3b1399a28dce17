#pragma once

#include "app/demo/people.h"
#include "app/demo/web.h"

#include <QtCore/QByteArray>

namespace app::demo {

/// What the pages of the provider have to show. They are whole in themselves: one style sheet in the page, no script,
/// no picture from elsewhere; the Content-Security-Policy says so too.
struct LoginView {
    Language language = Language::English;
    QString interaction;       ///< hidden field: which authorization request this belongs to
    QString csrfToken;         ///< hidden field
    QString username;          ///< filled in already
    QStringList permissions;   ///< scopes the client asks for, to be named in words
    QByteArray redirectOrigin; ///< where the form may lead to in the end
    bool failed = false;       ///< the last attempt was wrong
};

struct SecondFactorView {
    Language language = Language::English;
    QString interaction;
    QString csrfToken;
    QString name; ///< who is signing in
    QString code; ///< shown on the page: this is a demo and sends no messages
    QByteArray redirectOrigin;
    bool failed = false;
};

struct SignOutView {
    Language language = Language::English;
    QString csrfToken;
    QString name; ///< who is signed in
    QString idTokenHint;
    QString redirectUri;
    QString state;
};

[[nodiscard]] Response loginPage(const LoginView& view, const People& people);
[[nodiscard]] Response secondFactorPage(const SecondFactorView& view);
[[nodiscard]] Response signOutPage(const SignOutView& view);
[[nodiscard]] Response signedOutPage(Language language);
/// An error that is shown and not sent to the client. `code` is the OAuth error, for whoever has to find out why.
[[nodiscard]] Response errorPage(int status, Language language, const core::Bilingual& what, const QString& code);

} // namespace app::demo
