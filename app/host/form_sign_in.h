#pragma once

#include "core/identity/browser.h"
#include "core/net/http.h"

#include <QtCore/QObject>

namespace app::host {

/// Signs in to the demo organisation without a window, by its login form over HTTP: for `--demo-account` and for
/// machines where no browser can run. Takes nothing but the demo: any other provider is refused.
///
/// \error Unsupported  prepare() for another provider is not known yet, so authorize() says it
/// \error Denied       the form did not accept the account
/// Thread: that of `http`.
class FormSignIn final : public QObject, public core::identity::Browser {
    Q_OBJECT
public:
    /// \param http  outlives this object
    explicit FormSignIn(core::net::Http& http, QObject* parent = nullptr);

    /// Who signs in next: "asan", "bsan", "yamada", "bucho".
    void setAccount(const QString& account) { account_ = account; }

    [[nodiscard]] core::Async<QUrl> prepare(const QByteArray& path, std::stop_token stop) override;
    [[nodiscard]] core::Async<QByteArray> authorize(core::identity::BrowserRequest request,
                                                    std::stop_token stop) override;
    [[nodiscard]] core::Async<core::identity::SessionEnd> endSession(core::identity::EndSessionRequest request,
                                                                     std::stop_token stop) override;

private:
    core::net::Http& http_;
    QString account_;
};

/// The fields of the first form that asks for a password or a code: hidden ones with their values. Pure, for tests.
[[nodiscard]] std::vector<core::net::FormField> hiddenFields(const QByteArray& html);

} // namespace app::host
