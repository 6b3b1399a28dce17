#pragma once

#include "app/signin/rules/sign_in_request.h"

#include <QtWebEngineCore/QWebEngineUrlRequestInterceptor>

class QWebEngineProfile;

namespace app::signin {

/// Looks at every request before it leaves, the page's own and its redirects too, with the same rules that judge
/// navigation: what gets past one is stopped by the other. Thread: GUI, where Qt calls it.
class RequestFilter final : public QWebEngineUrlRequestInterceptor {
public:
    /// `rules` must outlive it.
    RequestFilter(const rules::NavigationRules& rules, QObject* parent);
    void interceptRequest(QWebEngineUrlRequestInfo& info) override;

private:
    const rules::NavigationRules& rules_;
};

/// Chromium's own switches, for the environment, before the application object is made.
[[nodiscard]] QByteArray chromiumFlags(const rules::SignInRequest& request);

/// A profile that leaves nothing behind: off the record, memory only, no cookies kept, no plug-ins, no spell checker,
/// no downloads, no clipboard, no screen capture, no 3D. Owned by `parent`.
[[nodiscard]] QWebEngineProfile* makeProfile(const rules::SignInRequest& request, QObject* parent);

} // namespace app::signin
