#include "ui/settings/accounts_page.h"

#include "ui/accounts/avatar.h"
#include "ui/accounts/badge.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/card.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"
#include "ui/theme/tag.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::settings {

using core::interfaces::AccountView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Tag;
using theme::Tone;
using theme::Type;

AccountsPage::AccountsPage(core::interfaces::Accounts& accounts, QWidget* parent)
    : QWidget(parent)
    , accounts_(accounts)
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , rows_(new QVBoxLayout)
    , add_(new Button(Button::Kind::Secondary, {}, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* page = new theme::Page(theme::Size::FormWidth + 80, this);
    page->alignTop();
    outer->addWidget(page);
    rows_->setSpacing(Space::Small);
    page->column()->addWidget(title_);
    page->column()->addLayout(rows_);
    page->column()->addWidget(add_, 0, Qt::AlignLeft);
    add_->setIconName(theme::Icon::Plus);
    add_->setObjectName(QStringLiteral("settingsAddAccount"));
    connect(add_, &QAbstractButton::clicked, this, &AccountsPage::addRequested);
    connect(&accounts_, &core::interfaces::Accounts::changed, this, &AccountsPage::rebuild);
    connect(&accounts_, &core::interfaces::Accounts::currentChanged, this, &AccountsPage::rebuild);
    rebuild();
}

void AccountsPage::addRow(const AccountView& account)
{
    auto* card = new theme::Card(this);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* avatar = new accounts::Avatar(40, card);
    avatar->setAccount(account);
    row->addWidget(avatar, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    auto* name = new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, card);
    name->setText(accounts::accountName(account));
    auto* login = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, card);
    login->setText(tr("%1 at %2")
                       .arg(text::visibleLine(account.login.isEmpty() ? account.subject : account.login),
                            text::visibleLine(account.organisation)));
    auto* issuer = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, card);
    issuer->setText(text::visibleLine(account.issuer));
    issuer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const bool readable = account.state != AccountView::State::Unreadable;
    login->setVisible(readable);
    issuer->setVisible(readable);
    words->addWidget(name);
    words->addWidget(login);
    words->addWidget(issuer);
    auto* tags = new QHBoxLayout;
    tags->setSpacing(Space::Hair);
    const auto tag = [&](bool shown, Tone tone, const QString& words_) {
        if (shown) tags->addWidget(new Tag(tone, words_, card));
    };
    tag(account.id == accounts_.current(), Tone::Accent, tr("In use"));
    tag(account.demo, Tone::Warning, tr("Demo"));
    tag(account.thisRunOnly, Tone::Neutral, tr("This run only"));
    const QString trouble = accounts::accountTrouble(account);
    tag(!trouble.isEmpty(), Tone::Danger, trouble);
    tags->addStretch(1);
    words->addSpacing(Space::Hair);
    words->addLayout(tags);
    row->addLayout(words, 1);
    if (account.state == AccountView::State::SignInNeeded) {
        auto* again = new Button(Button::Kind::Primary, tr("Sign in again"), card);
        again->setObjectName(QStringLiteral("settingsSignInAgain:") + account.id.text());
        row->addWidget(again, 0, Qt::AlignTop);
        connect(again, &QAbstractButton::clicked, this, [this, id = account.id] { Q_EMIT signInAgainRequested(id); });
    }
    auto* leave = new Button(Button::Kind::Secondary, readable ? tr("Sign out…") : tr("Remove…"), card);
    leave->setObjectName(QStringLiteral("settingsSignOut:") + account.id.text());
    leave->setAccessibleName((readable ? tr("Sign out %1") : tr("Remove %1")).arg(accounts::accountName(account)));
    row->addWidget(leave, 0, Qt::AlignTop);
    connect(leave, &QAbstractButton::clicked, this, [this, account] { Q_EMIT signOutRequested(account); });
    card->body()->addLayout(row);
    rows_->addWidget(card);
}

void AccountsPage::rebuild()
{
    title_->setText(tr("Accounts"));
    add_->setText(tr("Sign in with another account"));
    while (QLayoutItem* item = rows_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater(); // it may be the one whose click is being handled
        }
        delete item;
    }
    const auto accounts = accounts_.accounts();
    for (const AccountView& account : accounts)
        addRow(account);
}

void AccountsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) rebuild();
}

} // namespace ui::settings
