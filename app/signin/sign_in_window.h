#pragma once

#include "app/signin/outcome.h"
#include "app/signin/rules/sign_in_request.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QStackedWidget;
class QWebEngineLoadingInfo;
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
    void onLoading(const QWebEngineLoadingInfo& info);
    /// Every load that this program begins.
    void open(const QUrl& url);
    /// Shows a page beside its own origin only. For a load of ours the engine names the address before there is an
    /// answer, while the page before it is still drawn and still takes what is typed: until the new one is there, no
    /// page is shown.
    void keepInStep();
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
    bool opening_ = false; ///< the engine does not name yet what open() asked it for
    QByteArray blockedBy_; ///< why nothing can be shown: what closing now means for the caller
    // All owned by this widget.
    AddressBar* address_;
    QWidget* barHolder_;
    ui::theme::Banner* bar_;
    SignInPage* page_;
    QStackedWidget* shown_; ///< the page, or nothing
    QWidget* nothing_;
    QWebEngineView* view_;
};

} // namespace app::signin
