#include "ui/welcome/start_page.h"

#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"
#include "ui/welcome/choice_card.h"
#include "ui/welcome/problem_banner.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using theme::Button;
using theme::Icon;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

class Mark final : public QWidget {
public:
    explicit Mark(QWidget* parent)
        : QWidget(parent)
    {
        setFixedSize(72, 72);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        theme::paintMark(painter, rect());
    }
};

} // namespace

StartPage::StartPage(core::interfaces::SignIn& signIn, QWidget* parent)
    : QWidget(parent)
    , signIn_(signIn)
    , back_(new Button(Button::Kind::Link, {}, this))
    , mark_(new Mark(this))
    , title_(new Label(Type::Display, Ink::Normal, Label::Wrap::Yes, this))
    , tagline_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , problem_(new ProblemBanner(this))
    , demo_(new ChoiceCard(Icon::Flask, this))
    , organisation_(new ChoiceCard(Icon::Building, this))
    , accounts_(new Button(Button::Kind::Link, {}, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* page = new theme::Page(theme::Size::FormWidth, this);
    outer->addWidget(page);
    QVBoxLayout* column = page->column();
    back_->setIconName(Icon::ChevronLeft);
    column->addWidget(back_, 0, Qt::AlignLeft);
    column->addWidget(mark_);
    column->addSpacing(Space::Small);
    column->addWidget(title_);
    column->addWidget(tagline_);
    column->addSpacing(Space::Small);
    column->addWidget(problem_);
    column->addWidget(demo_);
    column->addWidget(organisation_);
    column->addWidget(accounts_, 0, Qt::AlignLeft);
    title_->setObjectName(QStringLiteral("welcomeTitle"));
    back_->setObjectName(QStringLiteral("welcomeBack"));
    demo_->setObjectName(QStringLiteral("welcomeDemo"));
    organisation_->setObjectName(QStringLiteral("welcomeOrganisation"));
    accounts_->setObjectName(QStringLiteral("welcomeAccounts"));
    accounts_->hide();
    connect(accounts_, &QAbstractButton::clicked, this, &StartPage::accountsRequested);
    connect(back_, &QAbstractButton::clicked, this, &StartPage::abandoned);
    connect(demo_, &QAbstractButton::clicked, this, &StartPage::demoChosen);
    connect(organisation_, &QAbstractButton::clicked, this, &StartPage::organisationChosen);
    setFocusProxy(demo_);
    setReason(Reason::FirstRun);
}

void StartPage::setReason(Reason reason)
{
    reason_ = reason;
    back_->setVisible(reason == Reason::AnotherAccount);
    mark_->setVisible(reason == Reason::FirstRun);
    retranslate();
}

void StartPage::setAccountsListed(bool listed)
{
    accounts_->setVisible(listed && reason_ == Reason::FirstRun);
}

void StartPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void StartPage::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::colors(palette()).page);
}

void StartPage::retranslate()
{
    back_->setText(tr("Back to your conversations"));
    if (reason_ == Reason::FirstRun) {
        title_->setText(tr("Welcome to Sekisho"));
        tagline_->setText(
            tr("An AI agent that can only do what you can. It works with your own access, and stops where "
               "yours stops."));
    } else {
        title_->setText(tr("Sign in with another account"));
        tagline_->setText(tr("The accounts stay apart: neither sees anything of the other, and you change between them "
                             "with one click."));
    }
    accounts_->setText(tr("Accounts on this computer"));
    const bool demoAllowed = signIn_.demoAllowed();
    demo_->setEnabled(demoAllowed);
    demo_->setTexts(tr("Try the demo organisation"),
                    demoAllowed
                        ? tr("A small made-up company on this computer. No account, no key and no network needed.")
                        : tr("Your organisation has turned the demo off."));
    const auto managed = signIn_.managedOrganisation();
    organisation_->setTexts(
        managed && !managed->name.isEmpty() ? tr("Sign in with %1").arg(text::visibleLine(managed->name))
                                            : tr("Sign in with your organisation"),
        managed ? tr("Already set up by your organisation.")
                : tr("You need two things from your IT department: the issuer URL and the client ID."));
}

} // namespace ui::welcome
