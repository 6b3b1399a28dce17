#include "ui/welcome/progress_page.h"

#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"
#include "ui/theme/spinner.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using core::interfaces::SignInWay;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

ProgressPage::ProgressPage(QWidget* parent)
    : QWidget(parent)
    , spinner_(new theme::Spinner(this))
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , where_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , who_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , cancel_(new Button(Button::Kind::Secondary, {}, this))
    , browser_(new Button(Button::Kind::Quiet, {}, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* page = new theme::Page(theme::Size::FormWidth, this);
    outer->addWidget(page);
    QVBoxLayout* column = page->column();
    column->addWidget(spinner_);
    column->addWidget(title_);
    column->addWidget(where_);
    column->addWidget(who_);
    column->addSpacing(Space::Small);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Space::Small);
    buttons->addWidget(cancel_);
    buttons->addWidget(browser_);
    buttons->addStretch(1);
    column->addLayout(buttons);
    browser_->setIconName(theme::Icon::External);
    title_->setObjectName(QStringLiteral("progressTitle"));
    cancel_->setObjectName(QStringLiteral("progressCancel"));
    browser_->setObjectName(QStringLiteral("progressBrowser"));
    setFocusProxy(cancel_);
    connect(cancel_, &QAbstractButton::clicked, this, &ProgressPage::cancelled);
    connect(browser_, &QAbstractButton::clicked, this, &ProgressPage::systemBrowserChosen);
    retranslate();
}

void ProgressPage::setWay(SignInWay way, bool browserOffered)
{
    way_ = way;
    browser_->setVisible(way == SignInWay::Window && browserOffered);
    retranslate();
}

void ProgressPage::setExpected(const QString& login)
{
    expected_ = login;
    retranslate();
}

void ProgressPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ProgressPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

void ProgressPage::retranslate()
{
    const bool browser = way_ == SignInWay::SystemBrowser;
    title_->setText(browser ? tr("Go on in your browser") : tr("The sign-in window is open"));
    where_->setText(
        browser ? tr("A page has opened in your web browser. Sign in there; Sekisho goes on by itself afterwards.")
                : tr("Sign in there; Sekisho goes on by itself afterwards. If you do not see the window, it may be "
                     "behind this one or in the task bar."));
    who_->setText(tr("Sign in as %1.").arg(text::visibleLine(expected_)));
    who_->setVisible(!expected_.isEmpty());
    cancel_->setText(tr("Cancel"));
    browser_->setText(tr("Use the system browser instead"));
    spinner_->setAccessibleName(tr("Waiting for the sign-in"));
}

} // namespace ui::welcome
