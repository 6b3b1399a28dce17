#include "ui/accounts/way_choice.h"

#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QVBoxLayout>

namespace ui::accounts {

using core::interfaces::SignInWay;
using theme::Ink;
using theme::Label;
using theme::Type;

WayChoice::WayChoice(Offer offer, QWidget* parent)
    : QWidget(parent)
    , automatic_(new QRadioButton(this))
    , automaticText_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
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
    for (Label* label : {automaticText_, windowText_, browserText_})
        label->setContentsMargins(indent, 0, 0, theme::Space::Small);
    column->addWidget(automatic_);
    column->addWidget(automaticText_);
    column->addWidget(window_);
    column->addWidget(windowText_);
    column->addWidget(browser_);
    column->addWidget(browserText_);
    automatic_->setVisible(offer == Offer::Automatic);
    automaticText_->setVisible(offer == Offer::Automatic);
    automatic_->setObjectName(QStringLiteral("wayAutomatic"));
    window_->setObjectName(QStringLiteral("wayWindow"));
    browser_->setObjectName(QStringLiteral("wayBrowser"));
    (offer == Offer::Automatic ? automatic_ : window_)->setChecked(true);
    for (QRadioButton* button : {automatic_, window_, browser_})
        connect(button, &QRadioButton::clicked, this, &WayChoice::changed);
    retranslate();
}

std::optional<SignInWay> WayChoice::way() const
{
    if (automatic_->isChecked()) return {};
    return browser_->isChecked() ? SignInWay::SystemBrowser : SignInWay::Window;
}

void WayChoice::setWay(std::optional<SignInWay> way)
{
    QRadioButton* const chosen = !way ? automatic_ : way == SignInWay::Window ? window_ : browser_;
    chosen->setChecked(true);
}

void WayChoice::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void WayChoice::retranslate()
{
    automatic_->setText(tr("Automatic"));
    automaticText_->setText(
        tr("Sekisho’s own sign-in window for the demo and for an organisation your administrator set up; the system "
           "browser for any other."));
    window_->setText(tr("Sekisho’s own sign-in window"));
    windowText_->setText(tr("Closed off from everything else, and forgets everything when it closes."));
    browser_->setText(tr("The system browser"));
    browserText_->setText(
        tr("Uses the passwords and passkeys you keep there. Needed where a provider accepts nothing else."));
    automatic_->setAccessibleDescription(automaticText_->text());
    window_->setAccessibleDescription(windowText_->text());
    browser_->setAccessibleDescription(browserText_->text());
}

} // namespace ui::accounts
