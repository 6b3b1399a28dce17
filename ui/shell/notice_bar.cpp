#include "ui/shell/notice_bar.h"

#include "ui/text/error_text.h"
#include "ui/text/visible_text.h"
#include "ui/theme/banner.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

namespace ui::shell {

using core::interfaces::NoticeView;
using theme::Banner;
using theme::Space;
using theme::Tone;

namespace {

struct Notice {
    Q_DECLARE_TR_FUNCTIONS(Notice)
};

QString sentenceFor(const NoticeView& notice)
{
    switch (notice.kind) {
    case NoticeView::Kind::NoKeychain:
        return Notice::tr("This computer has no keychain that can be used, so nothing is kept: your sign-in and your "
                          "conversations last until you close Sekisho.");
    case NoticeView::Kind::KeychainLocked:
        return Notice::tr(
            "The keychain of this computer is locked. Unlock it and start Sekisho again to get back to your "
            "stored conversations.");
    case NoticeView::Kind::DiskFull:
        return Notice::tr(
            "The disk is full, or writing is not allowed, so new messages cannot be saved. Make room to go on.");
    case NoticeView::Kind::DemoUnavailable:
        return Notice::tr("The demo organisation could not be started. %1")
            .arg(text::errorText(notice.error, text::Context::General));
    case NoticeView::Kind::SignInEnded:
        return Notice::tr("Your sign-in has expired. Sign in again to go on; your conversations are still here.");
    case NoticeView::Kind::SettingsSetAside:
        //: %1 is a file's path
        return Notice::tr(
                   "Your settings could not be read, so Sekisho began with the usual ones. The old file is kept: "
                   "%1")
            .arg(text::visibleLine(notice.error.subject));
    case NoticeView::Kind::PolicyBroken:
        //: %1 is a file name and a line number
        return Notice::tr(
                   "A rule of your policy files cannot be read (%1). Whatever it could cover is asked about until "
                   "it is corrected: sekisho-cli policy check says what is wrong.")
            .arg(text::visibleLine(notice.error.subject));
    case NoticeView::Kind::StoreDamaged: return text::errorText(notice.error, text::Context::Storage);
    case NoticeView::Kind::SignInWindowUnavailable:
        return notice.error.subject.isEmpty()
                   ? Notice::tr(
                         "The sign-in window cannot be opened on this computer. The system browser is used instead.")
                   : Notice::tr("The sign-in window cannot be opened on this computer (missing: %1). The system "
                                "browser is used "
                                "instead.")
                         .arg(text::visibleLine(notice.error.subject));
    }
    return text::errorText(notice.error, text::Context::General);
}

Tone toneFor(NoticeView::Kind kind)
{
    switch (kind) {
    case NoticeView::Kind::NoKeychain:
    case NoticeView::Kind::KeychainLocked:
    case NoticeView::Kind::SettingsSetAside:
    case NoticeView::Kind::PolicyBroken:
    case NoticeView::Kind::SignInEnded: return Tone::Warning;
    case NoticeView::Kind::SignInWindowUnavailable: return Tone::Accent;
    case NoticeView::Kind::DiskFull:
    case NoticeView::Kind::DemoUnavailable:
    case NoticeView::Kind::StoreDamaged: return Tone::Danger;
    }
    return Tone::Danger;
}

/// Some facts stay in view for as long as they hold: closing them would hide why things do not work.
bool canBeClosed(NoticeView::Kind kind)
{
    return kind != NoticeView::Kind::SignInEnded && kind != NoticeView::Kind::DiskFull;
}

} // namespace

NoticeBar::NoticeBar(QWidget* parent)
    : QWidget(parent)
    , rows_(new QVBoxLayout(this))
{
    rows_->setContentsMargins(Space::Medium, Space::Small, Space::Medium, 0);
    rows_->setSpacing(Space::Small);
    hide();
}

void NoticeBar::setNotices(const QList<NoticeView>& notices)
{
    notices_ = notices;
    QSet<int> present;
    for (const NoticeView& notice : notices)
        present.insert(static_cast<int>(notice.kind));
    dismissed_.intersect(present);
    rebuild();
}

void NoticeBar::say(Tone tone, const QString& sentence)
{
    saidTone_ = tone;
    said_ = sentence;
    rebuild();
}

void NoticeBar::clearSaid()
{
    if (said_.isEmpty()) return;
    said_.clear();
    rebuild();
}

void NoticeBar::rebuild()
{
    while (QLayoutItem* item = rows_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater(); // it may be the one whose click is being handled
        }
        delete item;
    }
    for (const NoticeView& notice : std::as_const(notices_)) {
        const int kind = static_cast<int>(notice.kind);
        if (dismissed_.contains(kind)) continue;
        auto* banner = new Banner(toneFor(notice.kind), this);
        banner->setObjectName(QStringLiteral("notice%1").arg(kind));
        banner->setText(sentenceFor(notice));
        banner->setDismissable(canBeClosed(notice.kind));
        if (notice.kind == NoticeView::Kind::SignInEnded) banner->setAction(tr("Sign in again"));
        connect(banner, &Banner::actionTriggered, this, &NoticeBar::signInAgainRequested);
        connect(banner, &Banner::dismissed, this, [this, kind] {
            dismissed_.insert(kind);
            rebuild();
        });
        rows_->addWidget(banner);
    }
    if (!said_.isEmpty()) {
        auto* banner = new Banner(saidTone_, this);
        banner->setObjectName(QStringLiteral("said"));
        banner->setText(said_);
        banner->setDismissable(true);
        connect(banner, &Banner::dismissed, this, &NoticeBar::clearSaid);
        rows_->addWidget(banner);
    }
    setVisible(rows_->count() > 0);
}

void NoticeBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    said_.clear(); // it was said in the other language
    rebuild();
}

} // namespace ui::shell
