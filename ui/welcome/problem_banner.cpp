#include "ui/welcome/problem_banner.h"

#include "ui/text/error_text.h"
#include "ui/theme/banner.h"

#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using core::Errc;

ProblemBanner::ProblemBanner(QWidget* parent)
    : QWidget(parent)
    , banner_(new theme::Banner(theme::Tone::Danger, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(banner_);
    banner_->setObjectName(QStringLiteral("signInProblem"));
    connect(banner_, &theme::Banner::actionTriggered, this, [this] {
        if (!error_) return;
        if (error_->code == Errc::Unavailable)
            Q_EMIT systemBrowserChosen();
        else
            Q_EMIT thisRunOnlyChosen();
    });
    clear();
}

void ProblemBanner::report(const core::Error& error)
{
    error_ = error;
    refresh();
    setVisible(true);
}

void ProblemBanner::clear()
{
    error_.reset();
    banner_->setText({});
    setVisible(false);
}

void ProblemBanner::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

void ProblemBanner::refresh()
{
    if (!error_) return;
    banner_->setText(text::errorText(*error_, text::Context::SignIn));
    const bool noKeychain = error_->code == Errc::KeychainMissing || error_->code == Errc::KeychainLocked;
    const bool noWindow = error_->code == Errc::Unavailable;
    banner_->setAction(noKeychain ? tr("For this run only") : noWindow ? tr("Use the system browser") : QString());
    // Closing the window is a choice and not a fault.
    const bool calm = error_->code == Errc::WindowClosed;
    banner_->setTone(calm ? theme::Tone::Accent : noKeychain ? theme::Tone::Warning : theme::Tone::Danger);
}

} // namespace ui::welcome
