#include "ui/accounts/account_menu.h"

#include "ui/accounts/account_button.h"
#include "ui/accounts/badge.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::accounts {

using core::interfaces::AccountView;
using theme::Button;
using theme::Icon;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {
constexpr int menuWidth = 320;
constexpr int shadowRoom = 12;
} // namespace

AccountMenu::AccountMenu(core::interfaces::Accounts& accounts, QWidget* parent)
    : QFrame(parent)
    , accounts_(accounts)
    , body_(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("accountMenu"));
    const int edge = shadowRoom + Space::Small;
    body_->setContentsMargins(edge, edge, edge, edge);
    body_->setSpacing(2);
    setFixedWidth(menuWidth + 2 * shadowRoom);
    hide();
    connect(&accounts_, &core::interfaces::Accounts::changed, this, [this] {
        if (isVisible() && !leaving_) showList();
    });
}

void AccountMenu::openAt(const QPoint& corner)
{
    corner_ = corner;
    leaving_.reset();
    showList();
    show();
    raise();
    qApp->installEventFilter(this); // to close on a click elsewhere
    if (auto* first = findChild<AccountButton*>()) first->setFocus(Qt::PopupFocusReason);
}

void AccountMenu::shut()
{
    if (isHidden()) return;
    qApp->removeEventFilter(this);
    hide();
    clear(); // nothing of an account stays behind in a hidden menu
    leaving_.reset();
    Q_EMIT closed();
}

void AccountMenu::clear()
{
    while (QLayoutItem* item = body_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater(); // it may be the one whose click is being handled
        }
        delete item;
    }
}

void AccountMenu::fit()
{
    // A child that joins a visible parent waits for the event loop to be shown; its size is needed now.
    const auto children = findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget* child : children)
        child->show();
    body_->activate();
    const int height =
        body_->hasHeightForWidth() ? body_->totalHeightForWidth(width()) : body_->totalSizeHint().height();
    resize(width(), height);
    move(corner_.x() - shadowRoom, std::max(0, corner_.y() - height + shadowRoom));
}

void AccountMenu::choose(const AccountView& account)
{
    switch (account.state) {
    case AccountView::State::Unreadable:
    case AccountView::State::NotAllowed: return askSignOut(account); // all that is left to do with it
    case AccountView::State::SignInNeeded:
        shut();
        Q_EMIT signInAgainRequested(account.id);
        return;
    case AccountView::State::Ready:
        shut();
        Q_EMIT selected(account.id);
        return;
    }
}

void AccountMenu::showList()
{
    clear();
    auto* heading = new Label(Type::Caption, Ink::Muted, Label::Wrap::No, this);
    heading->setText(tr("Accounts"));
    heading->setContentsMargins(Space::Small, Space::Hair, 0, Space::Hair);
    body_->addWidget(heading);
    int number = 1;
    const auto accounts = accounts_.accounts();
    for (const AccountView& account : accounts) {
        auto* holder = new QWidget(this);
        auto* row = new QHBoxLayout(holder);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(2);
        const bool current = account.id == accounts_.current();
        auto* button = new AccountButton(current ? AccountButton::Mark::Current : AccountButton::Mark::None, holder);
        button->setObjectName(QStringLiteral("account:") + account.id.text());
        button->setAccount(account);
        const bool usable =
            account.state == AccountView::State::Ready || account.state == AccountView::State::SignInNeeded;
        if (number <= 9 && !current && usable) button->setHint(tr("Ctrl+%1", "keyboard shortcut").arg(number));
        auto* leave = new Button(Icon::SignOut, holder);
        leave->setObjectName(QStringLiteral("signOut:") + account.id.text());
        const bool readable = account.state != AccountView::State::Unreadable;
        leave->setToolTip(readable ? tr("Sign out") : tr("Remove"));
        leave->setAccessibleName((readable ? tr("Sign out %1") : tr("Remove %1")).arg(accountName(account)));
        row->addWidget(button, 1);
        row->addWidget(leave);
        body_->addWidget(holder);
        connect(button, &QAbstractButton::clicked, this, [this, account] { choose(account); });
        connect(leave, &QAbstractButton::clicked, this, [this, account] { askSignOut(account); });
        ++number;
    }
    auto* add = new Button(Button::Kind::Quiet, tr("Sign in with another account"), this);
    add->setObjectName(QStringLiteral("addAccount"));
    add->setIconName(Icon::Plus);
    add->setProperty("leading", true);
    add->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    body_->addSpacing(Space::Hair);
    body_->addWidget(add);
    connect(add, &QAbstractButton::clicked, this, [this] {
        shut();
        Q_EMIT addRequested();
    });
    if (!accounts_.current().isEmpty()) addAuditEntry();
    fit();
}

void AccountMenu::addAuditEntry()
{
    auto* audit = new Button(Button::Kind::Quiet, tr("Audit log of this account"), this);
    audit->setObjectName(QStringLiteral("openAudit"));
    audit->setIconName(Icon::Shield);
    audit->setProperty("leading", true);
    audit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    body_->addWidget(audit);
    connect(audit, &QAbstractButton::clicked, this, [this] {
        shut();
        Q_EMIT auditRequested();
    });
}

void AccountMenu::askSignOut(const AccountView& account)
{
    leaving_ = account;
    showQuestion();
}

void AccountMenu::showQuestion()
{
    clear();
    const AccountView account = *leaving_;
    const bool readable = account.state != AccountView::State::Unreadable;
    auto* heading = new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this);
    heading->setText((readable ? tr("Sign out %1?") : tr("Remove %1?")).arg(accountName(account)));
    auto* what = new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this);
    what->setObjectName(QStringLiteral("signOutExplanation"));
    what->setText(!readable
                      ? tr("The key of this account is missing from the keychain, or the keychain is locked. Removing "
                           "it deletes what is stored for it on this computer; its organisation cannot be told. This "
                           "cannot be undone.")
                  : account.thisRunOnly
                      ? tr("Sekisho gives back its access and ends the session at %1. The conversations of this run "
                           "are gone with it.")
                            .arg(text::visibleLine(account.organisation))
                      : tr("Sekisho gives back its access and ends the session at %1. Your conversations stay on this "
                           "computer, encrypted, until you sign in again. Deleting them cannot be undone.")
                            .arg(text::visibleLine(account.organisation)));
    const QMargins around(Space::Small, Space::Hair, Space::Small, Space::Small);
    heading->setContentsMargins(around);
    what->setContentsMargins(around);
    body_->addWidget(heading);
    body_->addWidget(what);
    const auto add = [this](Button::Kind kind, const QString& words, const QString& name) {
        auto* button = new Button(kind, words, this);
        button->setObjectName(name);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        body_->addWidget(button);
        body_->addSpacing(Space::Hair);
        return button;
    };
    if (readable) {
        connect(add(Button::Kind::Primary, tr("Sign out"), QStringLiteral("confirmSignOut")), &QAbstractButton::clicked,
                this, [this, account] {
                    shut();
                    Q_EMIT signOutConfirmed(account.id);
                });
    }
    const QString forget = readable ? tr("Sign out and delete the conversations") : tr("Remove");
    connect(add(Button::Kind::Danger, forget, QStringLiteral("confirmForget")), &QAbstractButton::clicked, this,
            [this, account] {
                shut();
                Q_EMIT forgetConfirmed(account.id);
            });
    auto* back = add(Button::Kind::Quiet, tr("Cancel"), QStringLiteral("cancelSignOut"));
    connect(back, &QAbstractButton::clicked, this, [this] {
        leaving_.reset();
        showList();
        if (auto* first = findChild<AccountButton*>()) first->setFocus(Qt::PopupFocusReason);
    });
    fit();
    back->setFocus(Qt::PopupFocusReason); // Enter must not sign anybody out by accident
}

void AccountMenu::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Colors& c = theme::colors(palette());
    const QRectF card = QRectF(rect()).adjusted(shadowRoom, shadowRoom, -shadowRoom, -shadowRoom);
    painter.setPen(Qt::NoPen);
    for (int ring = shadowRoom; ring > 0; ring -= 2) {
        QColor shade = c.shadow;
        shade.setAlpha(c.shadow.alpha() / 7);
        painter.setBrush(shade);
        painter.drawRoundedRect(card.adjusted(-ring, -ring + 3, ring, ring), theme::Radius::Card + ring,
                                theme::Radius::Card + ring);
    }
    theme::paintBox(painter, card, theme::Radius::Card, c.card, c.border);
}

void AccountMenu::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Escape: shut(); return;
    case Qt::Key_Down: focusNextChild(); return;
    case Qt::Key_Up: focusPreviousChild(); return;
    default: QFrame::keyPressEvent(event);
    }
}

/// Tab goes round inside the menu: what lies under it cannot be seen to have the focus.
bool AccountMenu::focusNextPrevChild(bool next)
{
    const auto buttons = findChildren<QAbstractButton*>();
    if (buttons.isEmpty()) return false;
    const qsizetype at = buttons.indexOf(qobject_cast<QAbstractButton*>(focusWidget()));
    const qsizetype to = at < 0 ? 0 : (at + (next ? 1 : buttons.size() - 1)) % buttons.size();
    buttons[to]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

bool AccountMenu::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (widget && widget != this && !isAncestorOf(widget)) shut();
    }
    if (event->type() == QEvent::WindowDeactivate && watched == window()) shut();
    return QFrame::eventFilter(watched, event);
}

void AccountMenu::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() != QEvent::LanguageChange || isHidden()) return;
    if (leaving_)
        showQuestion();
    else
        showList();
}

} // namespace ui::accounts
