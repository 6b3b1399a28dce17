#include "app/signin/sign_in_window.h"

#include "app/signin/address_bar.h"
#include "app/signin/profile.h"
#include "app/signin/refusal_text.h"
#include "app/signin/sign_in_page.h"
#include "ui/theme/banner.h"
#include "ui/theme/icon.h"
#include "ui/theme/tokens.h"

#include <QtGui/QCloseEvent>
#include <QtGui/QKeyEvent>
#include <QtWebEngineCore/QWebEngineHistory>
#include <QtWebEngineCore/QWebEngineLoadingInfo>
#include <QtWebEngineCore/QWebEngineProfile>
#include <QtWebEngineWidgets/QWebEngineView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace app::signin {
namespace {

// net::ERR_ABORTED and net::ERR_BLOCKED_BY_CLIENT: our own doing, said already.
constexpr int aborted = -3;
constexpr int blockedByUs = -20;

// The colour behind a page that sets none: what browsers use, so that dark text on nothing stays readable.
QColor pageGround(bool dark)
{
    return dark ? ui::theme::colors(ui::theme::Mode::Dark).page : QColor(Qt::white);
}

} // namespace

SignInWindow::SignInWindow(rules::SignInRequest request)
    : request_(std::move(request))
    , rules_(request_.rules())
    , address_(new AddressBar(request_, this))
    , barHolder_(new QWidget(this))
    , bar_(new ui::theme::Banner(ui::theme::Tone::Neutral, barHolder_))
    , page_(nullptr)
    , shown_(new QStackedWidget(this))
    , nothing_(new QWidget(shown_))
    , view_(new QWebEngineView(shown_))
{
    setObjectName(QStringLiteral("signInWindow"));
    setBlocked({});
    setWindowIcon(ui::theme::mark());
    resize(520, 760);
    setMinimumSize(360, 480);

    auto* profile = makeProfile(request_, this);
    profile->setUrlRequestInterceptor(new RequestFilter(rules_, profile));
    page_ = new SignInPage(rules_, profile, view_); // goes with the view, before the profile
    page_->setBackgroundColor(pageGround(request_.dark));
    view_->setPage(page_);
    view_->setContextMenuPolicy(Qt::NoContextMenu);
    view_->setAcceptDrops(false);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(address_);
    auto* barRoom = new QVBoxLayout;
    barRoom->setContentsMargins(ui::theme::Space::Small, 0, ui::theme::Space::Small, 0);
    barRoom->addSpacing(ui::theme::Space::Small);
    barRoom->addWidget(bar_);
    barRoom->addSpacing(ui::theme::Space::Small);
    barHolder_->setLayout(barRoom);
    barHolder_->hide();
    column->addWidget(barHolder_);
    shown_->addWidget(nothing_);
    shown_->addWidget(view_);
    nothing_->setObjectName(QStringLiteral("signInNothing"));
    nothing_->setFocusPolicy(Qt::StrongFocus); // takes what is typed, and does nothing with it
    column->addWidget(shown_, 1);
    bar_->setObjectName(QStringLiteral("signInBar"));

    connectPage();
    timeout_.setSingleShot(true);
    connect(&timeout_, &QTimer::timeout, this, [] { endWith(Outcome::Timeout, {}); });
    qApp->installEventFilter(this); // Escape, with the focus in the page too
}

SignInWindow::~SignInWindow()
{
    delete view_; // and with it the page, before the profile it stands on
}

void SignInWindow::connectPage()
{
    connect(page_, &SignInPage::redirected, this,
            [](const QUrl& url) { endWith(Outcome::Redirected, url.toEncoded(QUrl::FullyEncoded)); });
    connect(page_, &SignInPage::refused, this, &SignInWindow::showRefusal);
    connect(page_, &SignInPage::wantsToLeave, this, &SignInWindow::askToLeave);
    connect(page_, &SignInPage::opensInside, this, &SignInWindow::open);
    connect(page_, &SignInPage::certificateRefused, this, [this] { setBlocked("certificate"); });
    connect(page_, &QWebEnginePage::renderProcessTerminated, this, [] { endWith(Outcome::Failed, "page-crashed"); });
    connect(page_, &QWebEnginePage::loadProgress, address_, &AddressBar::setProgress);
    connect(page_, &QWebEnginePage::urlChanged, this, [this](const QUrl& url) {
        opening_ = opening_ && !rules::Origin::of(url);
        keepInStep();
    });
    // The engine does not say when a page takes the place of another: these come soon after.
    connect(page_, &QWebEnginePage::loadProgress, this, &SignInWindow::keepInStep);
    connect(page_, &QWebEnginePage::titleChanged, this, &SignInWindow::keepInStep);
    connect(page_, &QWebEnginePage::contentsSizeChanged, this, &SignInWindow::keepInStep);
    connect(page_, &QWebEnginePage::renderProcessPidChanged, this, &SignInWindow::keepInStep);
    connect(page_, &QWebEnginePage::loadingChanged, this, &SignInWindow::onLoading);
    connect(bar_, &ui::theme::Banner::actionTriggered, this, &SignInWindow::onBarAction);
    connect(bar_, &ui::theme::Banner::secondActionTriggered, this, &SignInWindow::hideBar);
    connect(bar_, &ui::theme::Banner::dismissed, this, &SignInWindow::hideBar);
}

void SignInWindow::start()
{
    timeout_.start(request_.timeout);
    show();
    open(request_.authorizationUrl);
}

void SignInWindow::open(const QUrl& url)
{
    opening_ = true;
    setBlocked({});
    address_->setState(AddressBar::State::Connecting);
    shown_->setCurrentWidget(nothing_);
    nothing_->setFocus();
    page_->load(url);
}

void SignInWindow::keepInStep()
{
    if (opening_) return;
    const auto named = rules::Origin::of(page_->url());
    const auto held = rules::Origin::of(page_->history()->currentItem().url());
    if (named) address_->setOrigin(*named);
    if (!blockedBy_.isEmpty()) return;
    const bool isThere = held && held == named;
    address_->setState(isThere ? AddressBar::State::Shown : AddressBar::State::Connecting);
    QWidget* const wanted = isThere ? static_cast<QWidget*>(view_) : nothing_;
    if (shown_->currentWidget() == wanted) return;
    shown_->setCurrentWidget(wanted);
    wanted->setFocus();
}

void SignInWindow::onLoading(const QWebEngineLoadingInfo& info)
{
    if (info.status() == QWebEngineLoadingInfo::LoadStartedStatus) return;
    opening_ = false;
    if (info.status() == QWebEngineLoadingInfo::LoadSucceededStatus) {
        setBlocked({});
        if (barUse_ == BarUse::LoadFailure) hideBar();
    }
    if (info.status() != QWebEngineLoadingInfo::LoadFailedStatus) return keepInStep();
    // Chromium drops what no browser opens before it asks the page; this is how it says so.
    const bool isOtherScheme = !rules::Origin::of(info.url());
    const bool isCertificate = info.errorDomain() == QWebEngineLoadingInfo::CertificateErrorDomain;
    const bool ourDoing = info.errorCode() == aborted || info.errorCode() == blockedByUs;
    if (isOtherScheme) {
        showRefusal(rules::Refusal::OtherScheme, {});
    } else if (!ourDoing && !isCertificate && blockedBy_.isEmpty()) {
        showLoadFailure(info.url().host());
    }
    keepInStep();
}

void SignInWindow::showRefusal(rules::Refusal refusal, const QString& where)
{
    if (barUse_ == BarUse::LeaveQuestion && refusal != rules::Refusal::Certificate) return; // a question waits
    const bool grave = refusal == rules::Refusal::Certificate;
    barUse_ = BarUse::Notice;
    bar_->setTone(grave ? ui::theme::Tone::Danger : ui::theme::Tone::Neutral);
    bar_->setText(RefusalText::of(refusal, where));
    bar_->setAction({});
    bar_->setSecondAction({});
    bar_->setDismissable(!grave);
    barHolder_->show();
}

void SignInWindow::askToLeave(const QUrl& url, bool isForm)
{
    const auto origin = rules::Origin::of(url);
    // What is asked does not change under the hand that answers.
    if (!origin || barUse_ == BarUse::LeaveQuestion) return;
    leaveTo_ = url;
    leaveByForm_ = isForm;
    barUse_ = BarUse::LeaveQuestion;
    bar_->setTone(ui::theme::Tone::Warning);
    bar_->setText(RefusalText::askBeforeLeaving(origin->text()));
    bar_->setAction(tr("Go on"));
    bar_->setSecondAction(tr("Stay here"));
    bar_->setDismissable(false);
    barHolder_->show();
}

void SignInWindow::agreeToLeave()
{
    if (const auto origin = rules::Origin::of(leaveTo_)) rules_.allow(*origin);
    const auto address = std::exchange(leaveTo_, {});
    if (!leaveByForm_) {
        hideBar();
        return open(address);
    }
    // What the form held is gone with the refused request; only the page can send it again.
    barUse_ = BarUse::RepeatStep;
    bar_->setTone(ui::theme::Tone::Success);
    bar_->setText(tr("Allowed. Please repeat the last step on the page."));
    bar_->setAction(tr("Reload the page"));
    bar_->setSecondAction({});
    bar_->setDismissable(true);
}

void SignInWindow::showLoadFailure(const QString& host)
{
    barUse_ = BarUse::LoadFailure;
    setBlocked("load");
    bar_->setTone(ui::theme::Tone::Danger);
    bar_->setText(RefusalText::loadFailed(host));
    bar_->setAction(tr("Try again"));
    bar_->setSecondAction({});
    bar_->setDismissable(false);
    barHolder_->show();
}

void SignInWindow::setBlocked(const QByteArray& reason)
{
    blockedBy_ = reason;
    if (!reason.isEmpty()) address_->setState(AddressBar::State::NotShown);
    const auto title = reason.isEmpty() ? tr("Sign in to %1") : tr("Sign in to %1: page not shown");
    setWindowTitle(title.arg(request_.organisation));
}

void SignInWindow::hideBar()
{
    barUse_ = BarUse::Nothing;
    leaveTo_.clear();
    barHolder_->hide();
    shown_->currentWidget()->setFocus();
}

void SignInWindow::onBarAction()
{
    switch (barUse_) {
    case BarUse::LeaveQuestion: return agreeToLeave();
    case BarUse::LoadFailure: hideBar(); return open(page_->requestedUrl());
    case BarUse::RepeatStep: hideBar(); return page_->triggerAction(QWebEnginePage::Reload);
    case BarUse::Nothing:
    case BarUse::Notice: return;
    }
}

void SignInWindow::closeEvent(QCloseEvent*)
{
    if (blockedBy_ == "certificate") endWith(Outcome::Refused, blockedBy_);
    if (!blockedBy_.isEmpty()) endWith(Outcome::Failed, blockedBy_);
    endWith(Outcome::Closed, {});
}

bool SignInWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace app::signin
