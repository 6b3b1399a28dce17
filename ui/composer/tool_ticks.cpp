#include "ui/composer/tool_ticks.h"

#include "ui/composer/tool_chips.h"
#include "ui/composer/tool_picker.h"
#include "ui/theme/button.h"

#include <algorithm>

namespace ui::composer {

using core::interfaces::ToolChoiceView;

ToolTicks::ToolTicks(QWidget* composer)
    : QObject(composer)
    , button_(new theme::Button(theme::Button::Kind::Quiet, {}, composer))
    , chips_(new ToolChips(composer))
{
    button_->setObjectName(QStringLiteral("toolsButton"));
    button_->setIconName(theme::Icon::Shield);
    button_->hide();
    connect(button_, &QPushButton::clicked, this, &ToolTicks::toggleList);
    connect(chips_, &ToolChips::removed, this, [this](const QString& name) {
        set(name, false);
        Q_EMIT leftFocus();
    });
    retranslate();
}

ToolTicks::~ToolTicks()
{
    delete list_;
}

void ToolTicks::setTools(const QList<ToolChoiceView>& tools)
{
    if (tools == tools_) return;
    if (list_) list_->shut();
    tools_ = tools;
    refresh();
}

QStringList ToolTicks::ticked() const
{
    return ticked_;
}

void ToolTicks::clear()
{
    if (list_) list_->shut();
    ticked_.clear();
    refresh();
}

void ToolTicks::setUsable(bool usable)
{
    if (usable == usable_) return;
    usable_ = usable;
    if (!usable && list_) list_->shut();
    refresh();
}

void ToolTicks::toggleList()
{
    if (list_ && list_->isVisible()) return list_->shut();
    if (tools_.isEmpty() || !usable_ || !button_->isVisible()) return;
    if (!list_) {
        list_ = new ToolPicker(button_);
        connect(list_, &ToolPicker::ticked, this, &ToolTicks::set);
        connect(list_, &ToolPicker::closed, this, &ToolTicks::leftFocus);
    }
    list_->open(tools_, ticked_);
}

void ToolTicks::set(const QString& name, bool on)
{
    if (!usable_) return;
    ticked_.removeAll(name);
    if (on) ticked_.append(name);
    refresh();
}

void ToolTicks::refresh()
{
    QList<ToolChoiceView> shown;
    QStringList names;
    for (const auto& tool : tools_) {
        if (!ticked_.contains(tool.name)) continue;
        shown.append(tool);
        names.append(tool.name);
    }
    ticked_ = names;
    chips_->setTools(shown);
    chips_->setEnabled(usable_);
    button_->setVisible(!tools_.isEmpty());
    button_->setEnabled(usable_);
}

void ToolTicks::retranslate()
{
    button_->setText(tr("Tools"));
    button_->setAccessibleName(tr("Tools that may act unasked"));
    button_->setToolTip(tr("Tools that may act unasked in answer to this message (Ctrl+Shift+T)"));
}

} // namespace ui::composer
