#include "ui/transcript/fact_box.h"

#include "ui/theme/label.h"
#include "ui/theme/style.h"
#include "ui/transcript/fact_value.h"

#include <QtGui/QPainter>
#include <QtWidgets/QGridLayout>

namespace ui::transcript {

using theme::Ink;
using theme::Space;
using theme::Type;

namespace {

constexpr int widestName = 140; ///< a longer one stands above its value, in as many lines as it needs

} // namespace

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
    for (QWidget* each : shown_) {
        grid_->removeWidget(each);
        delete each;
    }
    shown_.clear();
}

void FactBox::setFacts(const QList<Fact>& facts)
{
    if (facts == facts_) return; // news of the card are mostly not news of this box
    facts_ = facts;
    clear();
    const QFontMetrics names(theme::font(Type::Caption));
    int row = 0;
    for (const auto& fact : facts) {
        const bool beside = !fact.name.isEmpty() && names.horizontalAdvance(fact.name) <= widestName;
        if (beside)
            addName(fact.name, row);
        else if (!fact.name.isEmpty())
            addValue(Type::Caption, Ink::Muted, fact.name, row++, 0);
        auto* value = addValue(fact.mono ? Type::Mono : Type::Body, Ink::Normal, fact.value, row++, beside ? 1 : 0);
        if (!fact.name.isEmpty()) value->setAccessibleName(QStringLiteral("%1: %2").arg(fact.name, fact.value));
    }
}

void FactBox::addName(const QString& name, int row)
{
    auto* label = new theme::Label(Type::Caption, Ink::Muted, theme::Label::Wrap::No, this);
    label->setText(name);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setContentsMargins(0, 2, 0, 0);
    shown_.append(label);
    grid_->addWidget(label, row, 0, Qt::AlignTop);
    label->show();
}

QWidget* FactBox::addValue(Type type, Ink ink, const QString& text, int row, int column)
{
    auto* value = new FactValue(type, ink, text, this);
    value->setAccessibleName(text);
    shown_.append(value);
    grid_->addWidget(value, row, column, 1, 2 - column);
    // Qt shows what is added to a visible box later, and until then it has no height: the card that is measured now
    // would be too low for it.
    value->show();
    return value;
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
