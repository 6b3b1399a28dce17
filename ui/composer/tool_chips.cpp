#include "ui/composer/tool_chips.h"

#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QEvent>

#include <algorithm>
#include <utility>

namespace ui::composer {

using core::interfaces::ToolChoiceView;
using theme::Button;
using theme::Label;
using theme::Size;
using theme::Space;

ToolChips::ToolChips(QWidget* parent)
    : QWidget(parent)
    , lead_(new Label(theme::Type::Caption, theme::Ink::Accent, Label::Wrap::No, this))
{
    setObjectName(QStringLiteral("toolChips"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void ToolChips::setTools(const QList<ToolChoiceView>& tools)
{
    if (tools == tools_) return;
    tools_ = tools;
    for (auto* chip : std::exchange(chips_, {})) {
        chip->hide();
        chip->setParent(nullptr);
        chip->deleteLater(); // it may be the one that was pressed
    }
    for (const auto& tool : std::as_const(tools_)) {
        auto* chip = new Button(Button::Kind::Chip, {}, this);
        chip->setObjectName(QStringLiteral("toolChip:") + tool.name);
        chip->setIconName(theme::Icon::Cross);
        connect(chip, &QPushButton::clicked, this, [this, name = tool.name] { Q_EMIT removed(name); });
        chip->show();
        chips_.append(chip);
    }
    relabel();
    setVisible(!tools_.isEmpty());
}

void ToolChips::relabel()
{
    lead_->setText(tr("May act unasked:"));
    for (qsizetype i = 0; i < chips_.size(); ++i) {
        const QString shown = text::visibleLine(text::localised(tools_.at(i).title));
        chips_.at(i)->setText(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
        const QString says = tr("%1: do not let it act unasked").arg(shown);
        chips_.at(i)->setAccessibleName(says);
        chips_.at(i)->setToolTip(text::toolTipText(says));
    }
    updateGeometry();
    place(width(), Step::Move);
}

int ToolChips::place(int width, Step step) const
{
    int x = 0;
    int y = 0;
    const auto put = [&](QWidget* widget, int wanted) {
        const int taken = std::min(wanted, std::max(int{Size::Control}, width));
        if (x > 0 && x + taken > width) {
            x = 0;
            y += Size::Control + Space::Hair;
        }
        if (step == Step::Move) widget->setGeometry(x, y, taken, Size::Control);
        x += taken + Space::Hair;
    };
    put(lead_, lead_->sizeHint().width());
    for (Button* chip : chips_)
        put(chip, chip->sizeHint().width());
    return y + Size::Control;
}

QSize ToolChips::sizeHint() const
{
    return {300, heightForWidth(width() > 0 ? width() : 600)};
}

QSize ToolChips::minimumSizeHint() const
{
    return {Size::Control, Size::Control};
}

void ToolChips::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place(width(), Step::Move);
}

void ToolChips::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) relabel();
}

} // namespace ui::composer
