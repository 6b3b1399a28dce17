#pragma once

#include "app/signin/rules/navigation_rules.h"

#include <QtWebEngineCore/QWebEnginePage>

namespace app::signin {

/// The page, with everything refused that a sign-in page has no need for. Says what it refused; decides nothing that
/// `rules` does not decide. Runs no script of ours.
class SignInPage final : public QWebEnginePage {
    Q_OBJECT
public:
    /// `rules` must outlive it.
    SignInPage(const rules::NavigationRules& rules, QWebEngineProfile* profile, QObject* parent);

Q_SIGNALS:
    /// The redirect came; nothing was requested from it.
    void redirected(const QUrl& url);
    /// A link for a window of its own, which may be opened in this one.
    void opensInside(const QUrl& url);
    /// `where` is the origin it was about, if any.
    void refused(app::signin::rules::Refusal refusal, const QString& where);
    /// Another https origin wants to be opened. `isForm`: what the person entered goes there, so it cannot be opened
    /// again by its address alone.
    void wantsToLeave(const QUrl& url, bool isForm);
    /// The page as a whole could not be shown because its certificate was not accepted.
    void certificateRefused(const QString& host);

protected:
    bool acceptNavigationRequest(const QUrl& url, NavigationType type, bool isMainFrame) override;
    QWebEnginePage* createWindow(WebWindowType type) override;
    QStringList chooseFiles(FileSelectionMode mode, const QStringList& oldFiles,
                            const QStringList& acceptedMimeTypes) override;
    void javaScriptAlert(const QUrl& securityOrigin, const QString& message) override;
    bool javaScriptConfirm(const QUrl& securityOrigin, const QString& message) override;
    bool javaScriptPrompt(const QUrl& securityOrigin, const QString& message, const QString& defaultValue,
                          QString* result) override;
    void javaScriptConsoleMessage(JavaScriptConsoleMessageLevel level, const QString& message, int lineNumber,
                                  const QString& sourceID) override;

private:
    void connectRefusals();
    void openInside(const QUrl& url);
    const rules::NavigationRules& rules_;
};

} // namespace app::signin
