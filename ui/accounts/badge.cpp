#include "ui/accounts/badge.h"

#include "ui/accounts/avatar.h"
#include "ui/text/visible_text.h"
#include "ui/theme/label.h"
#include "ui/theme/tag.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>

namespace ui::accounts {

using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {
struct AccountText {
    Q_DECLARE_TR_FUNCTIONS(AccountText)
};
} // namespace

QString accountName(const core::interfaces::AccountView& account)
{
    if (account.state == core::interfaces::AccountView::State::Unreadable) return AccountText::tr("Unknown account");
    return text::visibleLine(account.name);
}

QString accountTrouble(const core::interfaces::AccountView& account)
{
    using State = core::interfaces::AccountView::State;
    switch (account.state) {
    case State::Ready: return {};
    case State::SignInNeeded: return AccountText::tr("Sign-in has expired");
    case State::Unreadable: return AccountText::tr("Cannot be opened");
    case State::NotAllowed: return AccountText::tr("Not allowed by your organisation");
    }
    return {};
}

QString accountToolTip(const core::interfaces::AccountView& account)
{
    const QString issuer = text::visibleLine(account.issuer);
    const QString login = text::visibleLine(account.login);
    return text::toolTipText(login.isEmpty() ? issuer : login + QLatin1Char('\n') + issuer);
}

QString spokenAccount(const core::interfaces::AccountView& account)
{
    const QString name = accountName(account);
    const QString organisation = text::visibleLine(account.organisation);
    QString spoken = organisation.isEmpty() ? name : AccountText::tr("%1 at %2").arg(name, organisation);
    if (account.demo) spoken = AccountText::tr("%1, demo").arg(spoken);
    if (account.thisRunOnly) spoken = AccountText::tr("%1, for this run only").arg(spoken);
    const QString trouble = accountTrouble(account);
    return trouble.isEmpty() ? spoken
                             : AccountText::tr("%1: %2", "an account and what is wrong with it").arg(spoken, trouble);
}

Badge::Badge(QWidget* parent)
    : QWidget(parent)
    , avatar_(new Avatar(20, this))
    , name_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::No, this))
    , organisation_(new Label(Type::Body, Ink::Muted, Label::Wrap::No, this))
    , demo_(new theme::Tag(theme::Tone::Warning, {}, this))
    , thisRun_(new theme::Tag(theme::Tone::Neutral, {}, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Space::Small);
    row->addWidget(avatar_);
    row->addWidget(name_);
    row->addWidget(organisation_);
    row->addWidget(demo_);
    row->addWidget(thisRun_);
    row->addStretch(1);
    name_->setObjectName(QStringLiteral("badgeName"));
    organisation_->setObjectName(QStringLiteral("badgeOrganisation"));
    demo_->setObjectName(QStringLiteral("badgeDemo"));
    // Long names give way to the window, not the window to them.
    name_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    organisation_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    name_->setMinimumWidth(1);
    organisation_->setMinimumWidth(1);
}

void Badge::setAccount(const core::interfaces::AccountView& account)
{
    account_ = account;
    refresh();
}

void Badge::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

void Badge::refresh()
{
    avatar_->setAccount(account_);
    name_->setText(text::visibleLine(account_.name));
    organisation_->setText(text::visibleLine(account_.organisation));
    demo_->setText(tr("Demo"));
    demo_->setVisible(account_.demo);
    thisRun_->setText(tr("This run only"));
    thisRun_->setVisible(account_.thisRunOnly);
    setAccessibleName(tr("You are asking as %1").arg(spokenAccount(account_)));
    setToolTip(accountToolTip(account_));
}

} // namespace ui::accounts
