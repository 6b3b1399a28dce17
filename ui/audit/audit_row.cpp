#include "ui/audit/audit_row.h"

#include "ui/audit/audit_model.h"
#include "ui/audit/audit_words.h"
#include "ui/theme/style.h"

#include <QtGui/QPainter>

namespace ui::audit {

using core::interfaces::AuditEntryView;
using theme::Space;

namespace {
constexpr int rowHeight = 40;
constexpr int iconSide = 16;
} // namespace

QSize AuditRow::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {120, std::max(rowHeight, option.fontMetrics.height() + 2 * Space::Small)};
}

void AuditRow::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& colors = theme::colors(option.palette);
    const QRect box = option.rect.adjusted(0, 1, -2, -1);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (chosen || hovered)
        theme::paintBox(*painter, QRectF(box), theme::Radius::Control, chosen ? colors.accentSoft : colors.hover, {});
    if (chosen && option.widget && option.widget->hasFocus())
        theme::paintFocusRing(*painter, QRectF(box).adjusted(1, 1, -1, -1), theme::Radius::Control - 1, option.palette);
    const bool doubtful = index.data(AuditModel::DoubtRole).toBool();
    const auto mark = doubtful ? Mark{theme::Icon::Warning, theme::Ink::Danger}
                               : markOf(static_cast<AuditEntryView::Event>(index.data(AuditModel::EventRole).toInt()));
    const QRect icon(box.left() + Space::Small, box.center().y() - iconSide / 2, iconSide, iconSide);
    theme::paintIcon(*painter, mark.icon, QRectF(icon), theme::ink(colors, mark.ink));
    const QRect line = box.adjusted(2 * Space::Small + iconSide, 0, -Space::Small, 0);
    painter->setFont(theme::font(theme::Type::Body));
    painter->setPen(doubtful ? colors.textMuted : colors.text);
    painter->drawText(line, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, line.width()));
    painter->restore();
}

} // namespace ui::audit
