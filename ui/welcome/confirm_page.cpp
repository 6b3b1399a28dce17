#include "ui/welcome/confirm_page.h"

#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using core::interfaces::AccountView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

ConfirmPage::ConfirmPage(QWidget* parent)
    : QWidget(parent)
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , login_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , issuer_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , why_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , goOn_(new Button(Button::Kind::Secondary, {}, this))
    , notMe_(new Button(Button::Kind::Secondary, {}, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* page = new theme::Page(theme::Size::FormWidth, this);
    outer->addWidget(page);
    QVBoxLayout* column = page->column();
    column->addWidget(title_);
    column->addWidget(login_);
    column->addWidget(issuer_);
    column->addWidget(why_);
    column->addSpacing(Space::Small);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Space::Small);
    buttons->addWidget(goOn_);
    buttons->addWidget(notMe_);
    buttons->addStretch(1);
    column->addLayout(buttons);
    title_->setObjectName(QStringLiteral("confirmTitle"));
    login_->setObjectName(QStringLiteral("confirmLogin"));
    issuer_->setObjectName(QStringLiteral("confirmIssuer"));
    goOn_->setObjectName(QStringLiteral("confirmGoOn"));
    notMe_->setObjectName(QStringLiteral("confirmNotMe"));
    setFocusProxy(notMe_);
    connect(goOn_, &QAbstractButton::clicked, this, [this] {
        goOn_->setEnabled(false); // the account is being written down
        notMe_->setEnabled(false);
        Q_EMIT confirmed();
    });
    connect(notMe_, &QAbstractButton::clicked, this, &ConfirmPage::refused);
    retranslate();
}

void ConfirmPage::setAccount(const AccountView& account)
{
    account_ = account;
    goOn_->setEnabled(true);
    notMe_->setEnabled(true);
    retranslate();
}

void ConfirmPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ConfirmPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && notMe_->isEnabled())
        Q_EMIT refused();
    else
        QWidget::keyPressEvent(event);
}

void ConfirmPage::retranslate()
{
    title_->setText(tr("Signed in as %1").arg(text::visibleLine(account_.name)));
    login_->setText(tr("%1 at %2")
                        .arg(text::visibleLine(account_.login.isEmpty() ? account_.subject : account_.login),
                             text::visibleLine(account_.organisation)));
    issuer_->setText(text::visibleLine(account_.issuer));
    why_->setText(tr("Your web browser came back with this account. Go on only if it is yours: what you do from here "
                     "on is done as this account."));
    goOn_->setText(tr("Go on"));
    notMe_->setText(tr("Not me"));
}

} // namespace ui::welcome
