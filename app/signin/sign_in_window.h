#pragma once

#include "app/signin/outcome.h"
#include "app/signin/rules/sign_in_request.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QWebEngineView;

namespace ui::theme {
class Banner;
class Button;
} // namespace ui::theme

namespace app::signin {

class AddressBar;
class SignInPage;

/// The window: address bar, a quiet bar that says what was refused, and the page. Escape, its close button and the
/// time-out end it; so does the redirect. It ends the process itself, through endWith().
class SignInWindow final : public QWidget {
    Q_OBJECT
public:
    explicit SignInWindow(rules::SignInRequest request);
    ~SignInWindow() override;
    /// Shows the window with the origin, then begins to load.
    void start();

protected:
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class BarUse { Nothing, Notice, LeaveQuestion, LoadFailure, RepeatStep };

    void connectPage();
    void showRefusal(rules::Refusal refusal, const QString& where);
    void askToLeave(const QUrl& url, bool isForm);
    void agreeToLeave();
    void showLoadFailure(const QString& host);
    /// Why no page can be shown, or nothing; also in the title, where a task list shows it.
    void setBlocked(const QByteArray& reason);
    void hideBar();
    void onBarAction();

    rules::SignInRequest request_;
    rules::NavigationRules rules_;
    QTimer timeout_;
    BarUse barUse_ = BarUse::Nothing;
    QUrl leaveTo_;
    bool leaveByForm_ = false;
    QByteArray blockedBy_; ///< why nothing can be shown: what closing now means for the caller
    // All owned by this widget.
    AddressBar* address_;
    QWidget* barHolder_;
    ui::theme::Banner* bar_;
    SignInPage* page_;
    QWebEngineView* view_;
};

} // namespace app::signin
