#include "ui/audit/check_bar.h"

#include "core/base/async.h"
#include "ui/text/error_text.h"
#include "ui/text/visible_text.h"
#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtCore/QPointer>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::audit {

using core::interfaces::AuditCheckView;
using core::interfaces::AuditLog;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

CheckBar::CheckBar(QWidget* parent)
    : QWidget(parent)
    , limits_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , progress_(new Label(Type::Body, Ink::Muted, Label::Wrap::No, this))
    , check_(new Button(Button::Kind::Secondary, {}, this))
    , stopButton_(new Button(Button::Kind::Quiet, {}, this))
    , result_(new theme::Banner(theme::Tone::Success, this))
{
    setObjectName(QStringLiteral("auditCheck"));
    limits_->setObjectName(QStringLiteral("auditLimits"));
    progress_->setObjectName(QStringLiteral("auditCheckProgress"));
    check_->setObjectName(QStringLiteral("auditCheckButton"));
    stopButton_->setObjectName(QStringLiteral("auditCheckStop"));
    result_->setObjectName(QStringLiteral("auditCheckResult"));
    check_->setIconName(theme::Icon::Shield);
    result_->setDismissable(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::Small);
    auto* row = new QHBoxLayout;
    row->setSpacing(Space::Small);
    row->addWidget(limits_, 1);
    row->addWidget(progress_);
    row->addWidget(stopButton_);
    row->addWidget(check_);
    column->addLayout(row);
    column->addWidget(result_);
    connect(check_, &QAbstractButton::clicked, this, &CheckBar::check);
    connect(stopButton_, &QAbstractButton::clicked, this, [this] {
        stop();
        refresh();
        check_->setFocus(Qt::OtherFocusReason);
    });
    connect(result_, &theme::Banner::dismissed, this, [this] {
        found_.reset();
        refresh();
    });
    refresh();
}

CheckBar::~CheckBar()
{
    stop();
}

void CheckBar::stop()
{
    stop_.request_stop();
    percent_.reset();
}

void CheckBar::setLog(std::shared_ptr<AuditLog> log)
{
    stop();
    log_ = std::move(log);
    found_.reset();
    refresh();
}

void CheckBar::check()
{
    if (!log_ || percent_) return;
    stop_ = std::stop_source();
    found_.reset();
    percent_ = 0;
    const auto isOver = stop_.get_token();
    const QPointer<CheckBar> self(this);
    const auto outcome = log_->verify(
        [self, isOver](int percent) {
            if (!self || isOver.stop_requested()) return;
            self->percent_ = percent;
            self->refresh();
        },
        isOver);
    core::onReady(outcome, this, [this, isOver](const core::Result<AuditCheckView>& found) {
        if (isOver.stop_requested()) return;
        const bool hadKeyboard = stopButton_->hasFocus();
        percent_.reset();
        found_ = found;
        refresh();
        if (hadKeyboard) check_->setFocus(Qt::OtherFocusReason); // not onto what is gone
        if (found) Q_EMIT checked(found->brokenAt);
    });
    refresh();
    stopButton_->setFocus(Qt::OtherFocusReason);
}

QString CheckBar::foundText() const
{
    if (!*found_)
        return tr("The log could not be checked. %1").arg(text::errorText(found_->error(), text::Context::General));
    const AuditCheckView& found = **found_;
    const QLocale locale;
    const QString records = locale.toString(found.records);
    if (found.brokenAt)
        return tr("The log does not hold from record %1 on: that record or one before it was changed, moved, put in or "
                  "taken out. The %2 records before it hold; what stands from there on proves nothing. Keep the file "
                  "as it is and tell whoever looks after your computer. “sekisho-cli audit export” writes out what "
                  "holds.")
            .arg(locale.toString(*found.brokenAt), records);
    if (found.records == 0) return tr("There is no log yet: nothing has been recorded for this account.");
    const QString since = found.sinceUtc.isValid() ? locale.toString(found.sinceUtc.toLocalTime(), QLocale::ShortFormat)
                                                   : tr("an unknown time");
    return tr("The log is whole: %1 records since %2. The last one is number %3, and its hash begins with %4.")
        .arg(records, since, locale.toString(found.records - 1), text::visibleLine(found.lastHashPrefix));
}

void CheckBar::refresh()
{
    limits_->setText(tr("This log shows when one of its records was changed afterwards. A log on one computer cannot "
                        "show everything: without a witness elsewhere nobody can see that its end was cut off, or that "
                        "all of it was written anew."));
    check_->setText(tr("Check the log"));
    stopButton_->setText(tr("Stop"));
    stopButton_->setAccessibleName(tr("Stop checking the log"));
    check_->setEnabled(log_ != nullptr);
    check_->setVisible(!percent_);
    stopButton_->setVisible(percent_.has_value());
    progress_->setVisible(percent_.has_value());
    if (percent_) progress_->setText(tr("Checking: %1%").arg(*percent_));
    result_->setVisible(found_.has_value());
    if (!found_) return result_->setText({});
    const bool good = *found_ && !(*found_)->brokenAt;
    result_->setTone(good ? theme::Tone::Success : *found_ ? theme::Tone::Danger : theme::Tone::Warning);
    result_->setText(foundText());
}

void CheckBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

} // namespace ui::audit
