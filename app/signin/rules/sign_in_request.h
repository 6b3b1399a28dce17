#pragma once

#include "app/signin/rules/navigation_rules.h"
#include "core/base/error.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <vector>

namespace app::signin::rules {

/// What the window was started for.
struct SignInRequest {
    QUrl authorizationUrl;
    QUrl redirectUri;
    std::vector<Origin> allowedOrigins;
    QString language; ///< "en" or "ja"
    bool dark = false;
    QString organisation; ///< plain text, to be shown
    QString account;      ///< login_hint of the authorization URL, to be shown; may be empty
    bool demo = false;
    std::chrono::seconds timeout{0};

    [[nodiscard]] NavigationRules rules() const { return {redirectUri, allowedOrigins, demo}; }
};

/// The longest line that is read from standard input.
inline constexpr qsizetype maxRequestBytes = 64 * 1024;
/// The longest line that is written to standard output, its end included.
inline constexpr qsizetype maxAnswerBytes = 8 * 1024;

/// Reads the one line of JSON that the window gets on its standard input. Pure.
///
/// \error InvalidArgument a field is missing or wrong; `subject` names it. Plain http is accepted only on this machine,
///        the authorization URL's origin must be among the allowed ones, and the demo may list nothing but this
///        machine.
[[nodiscard]] core::Result<SignInRequest> parseSignInRequest(const QByteArray& line);

} // namespace app::signin::rules
