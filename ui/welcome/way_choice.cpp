#include "ui/welcome/way_choice.h"

#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using core::interfaces::SignInWay;
using theme::Ink;
using theme::Label;
using theme::Type;

WayChoice::WayChoice(QWidget* parent)
    : QWidget(parent)
    , window_(new QRadioButton(this))
    , windowText_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , browser_(new QRadioButton(this))
    , browserText_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    const int indent = style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth) +
                       style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing);
    for (Label* label : {windowText_, browserText_})
        label->setContentsMargins(indent, 0, 0, theme::Space::Small);
    column->addWidget(window_);
    column->addWidget(windowText_);
    column->addWidget(browser_);
    column->addWidget(browserText_);
    window_->setObjectName(QStringLiteral("wayWindow"));
    browser_->setObjectName(QStringLiteral("wayBrowser"));
    window_->setChecked(true);
    for (QRadioButton* button : {window_, browser_})
        connect(button, &QRadioButton::clicked, this, &WayChoice::changed);
    retranslate();
}

SignInWay WayChoice::way() const
{
    return browser_->isChecked() ? SignInWay::SystemBrowser : SignInWay::Window;
}

void WayChoice::setWay(SignInWay way)
{
    (way == SignInWay::SystemBrowser ? browser_ : window_)->setChecked(true);
}

void WayChoice::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void WayChoice::retranslate()
{
    window_->setText(tr("Sekisho’s own sign-in window"));
    windowText_->setText(tr("Closed off from everything else, and forgets everything when it closes."));
    browser_->setText(tr("The system browser"));
    browserText_->setText(
        tr("Uses the passwords and passkeys you keep there. Needed where a provider accepts nothing else."));
    window_->setAccessibleDescription(windowText_->text());
    browser_->setAccessibleDescription(browserText_->text());
}

} // namespace ui::welcome
