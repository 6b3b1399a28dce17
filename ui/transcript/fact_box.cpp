#include "ui/transcript/fact_box.h"

#include "ui/theme/label.h"
#include "ui/theme/style.h"

#include <QtGui/QPainter>
#include <QtWidgets/QGridLayout>

namespace ui::transcript {

using theme::Space;

FactBox::FactBox(QWidget* parent)
    : QFrame(parent)
    , grid_(new QGridLayout(this))
{
    grid_->setContentsMargins(12, 10, 12, 10);
    grid_->setHorizontalSpacing(Space::Medium);
    grid_->setVerticalSpacing(6);
    grid_->setColumnStretch(1, 1);
}

void FactBox::clear()
{
    for (QWidget* label : shown_) {
        grid_->removeWidget(label);
        delete label;
    }
    shown_.clear();
}

void FactBox::setFacts(const QList<Fact>& facts)
{
    if (facts == facts_) return; // news of the card are mostly not news of this box
    facts_ = facts;
    clear();
    int row = 0;
    for (const auto& fact : facts) {
        auto* value = new theme::Label(fact.mono ? theme::Type::Mono : theme::Type::Body, theme::Ink::Normal,
                                       theme::Label::Wrap::Yes, this);
        value->setText(fact.value);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setAccessibleName(fact.name.isEmpty() ? fact.value
                                                     : QStringLiteral("%1: %2").arg(fact.name, fact.value));
        shown_.append(value);
        if (fact.name.isEmpty()) {
            grid_->addWidget(value, row++, 0, 1, 2);
            value->show();
            continue;
        }
        auto* name = new theme::Label(theme::Type::Caption, theme::Ink::Muted, theme::Label::Wrap::No, this);
        name->setText(fact.name);
        name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        name->setContentsMargins(0, 2, 0, 0);
        shown_.append(name);
        grid_->addWidget(name, row, 0, Qt::AlignTop);
        grid_->addWidget(value, row++, 1);
        // Qt shows what is added to a visible box later, and until then it has no height: the card that is measured now
        // would be too low for it.
        name->show();
        value->show();
    }
}

void FactBox::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    theme::paintBox(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::Radius::Control, colors.sunken,
                    colors.border);
}

} // namespace ui::transcript
