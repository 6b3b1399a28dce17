#include "ui/shell/sidebar.h"

#include "ui/accounts/account_button.h"
#include "ui/conversations/conversation_list.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace ui::shell {

using accounts::AccountButton;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {
constexpr int markSide = 24;
}

Sidebar::Sidebar(QWidget* parent)
    : QWidget(parent)
    , name_(new Label(Type::Heading, Ink::Normal, Label::Wrap::No, this))
    , reviews_(new Button(Button::Kind::Quiet, {}, this))
    , list_(new conversations::ConversationList(this))
    , account_(new AccountButton(AccountButton::Mark::Opens, this))
    , settings_(new Button(theme::Icon::Gear, this))
{
    setFixedWidth(theme::Size::Sidebar);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 1, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(Space::Medium, Space::Medium, Space::Small, Space::Hair);
    head->setSpacing(10);
    auto* mark = new QLabel(this);
    mark->setPixmap(theme::mark().pixmap(QSize(markSide, markSide), devicePixelRatioF()));
    name_->setText(QStringLiteral("Sekisho"));
    head->addWidget(mark);
    head->addWidget(name_, 1);
    head->addWidget(settings_);
    column->addLayout(head);
    column->addWidget(list_, 1);
    auto* reviews = new QHBoxLayout;
    reviews->setContentsMargins(Space::Small, Space::Small, Space::Small, 0);
    reviews->addWidget(reviews_, 1);
    reviews_->setIconName(theme::Icon::Clock);
    reviews_->setProperty("leading", true);
    reviews_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addLayout(reviews);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(Space::Small, Space::Small, Space::Small, Space::Small);
    foot->addWidget(account_, 1);
    column->addLayout(foot);
    account_->setObjectName(QStringLiteral("accountSwitcher"));
    settings_->setObjectName(QStringLiteral("openSettings"));
    reviews_->setObjectName(QStringLiteral("openReviews"));
    connect(reviews_, &QAbstractButton::clicked, this, &Sidebar::reviewsRequested);
    connect(account_, &QAbstractButton::clicked, this, &Sidebar::accountMenuRequested);
    connect(settings_, &QAbstractButton::clicked, this, &Sidebar::settingsRequested);
    retranslate();
}

void Sidebar::setAccount(const core::interfaces::AccountView& account)
{
    account_->setAccount(account);
}

QPoint Sidebar::menuCorner(const QWidget* widget) const
{
    return account_->mapTo(widget, QPoint(0, -Space::Hair));
}

void Sidebar::setWaiting(int calls)
{
    waiting_ = calls;
    retranslate();
}

void Sidebar::setReviewsUsable(bool usable)
{
    reviews_->setEnabled(usable);
}

void Sidebar::focusAccount()
{
    account_->setFocus(Qt::PopupFocusReason);
}

void Sidebar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const theme::Colors& c = theme::colors(palette());
    painter.fillRect(rect(), c.sidebar);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), c.border);
    painter.fillRect(QRect(Space::Medium, account_->y() - Space::Small, width() - 2 * Space::Medium, 1), c.border);
}

void Sidebar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void Sidebar::retranslate()
{
    //: %1 is a number of calls
    reviews_->setText(waiting_ > 0 ? tr("Waiting for you (%1)").arg(waiting_) : tr("Waiting for you"));
    reviews_->setAccessibleDescription(waiting_ > 0 ? QString() : tr("Nothing waits for you"));
    reviews_->setToolTip(tr("What waits for your answer (Ctrl+Shift+I)"));
    settings_->setToolTip(tr("Settings (Ctrl+,)"));
    settings_->setAccessibleName(tr("Settings"));
    account_->setAccessibleDescription(tr("Opens the list of accounts"));
}

} // namespace ui::shell
