#include "ui/approvals/review_row.h"

#include "ui/approvals/call_words.h"
#include "ui/text/visible_text.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QtCore/QDateTime>
#include <QtGui/QPainter>
#include <QtWidgets/QListWidget>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalValueView;
using theme::Space;

namespace {

constexpr int rowHeight = 76;
constexpr int lineHeight = 20;

QString leftOf(const QDateTime& until)
{
    const qint64 seconds = QDateTime::currentDateTimeUtc().secsTo(until);
    if (seconds <= 0) return ReviewRow::tr("over");
    if (seconds < 60) return ReviewRow::tr("less than a minute left");
    //: %1 is a number of minutes
    if (seconds < 2 * 3600) return ReviewRow::tr("%1 min left").arg((seconds + 59) / 60);
    //: %1 is a number of hours
    return ReviewRow::tr("%1 h left").arg(seconds / 3600);
}

} // namespace

void ReviewRow::fill(QListWidgetItem& item, const ApprovalCallView& call, const QString& asked)
{
    QString value;
    for (const auto& each : call.values)
        if (value.isEmpty() && each.role == ApprovalValueView::Role::Decisive) value = text::visibleLine(each.value);
    const QString title = titleOf(call);
    const QString left = leftOf(call.answerByUtc);
    const QString risky = isRisky(call.effect) ? tr("Take care") : QString();
    item.setText(title);
    item.setData(IdRole, call.id.text());
    item.setData(ValueRole, value);
    item.setData(LeftRole, left);
    item.setData(RiskyRole, risky);
    QStringList said{risky, title, value, left, text::visibleLine(asked)};
    said.removeAll(QString());
    item.setData(Qt::AccessibleTextRole, said.join(QStringLiteral(", ")));
}

QSize ReviewRow::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {120, rowHeight};
}

void ReviewRow::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& colors = theme::colors(option.palette);
    const QRect box = option.rect.adjusted(0, 2, -2, -2);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (chosen || hovered)
        theme::paintBox(*painter, QRectF(box), theme::Radius::Control, chosen ? colors.accentSoft : colors.hover, {});
    if (chosen && option.widget && option.widget->hasFocus())
        theme::paintFocusRing(*painter, QRectF(box).adjusted(1, 1, -1, -1), theme::Radius::Control - 1, option.palette);
    QRect line(box.left() + Space::Medium, box.top() + Space::Small, box.width() - 2 * Space::Medium, lineHeight);
    const auto draw = [&](theme::Type type, const QColor& ink, const QString& words) {
        painter->setFont(theme::font(type));
        painter->setPen(ink);
        painter->drawText(line, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(words, Qt::ElideRight, line.width()));
        line.translate(0, lineHeight);
    };
    const QString risky = index.data(RiskyRole).toString();
    draw(theme::Type::BodyStrong, colors.text, index.data(Qt::DisplayRole).toString());
    draw(theme::Type::Body, colors.text, index.data(ValueRole).toString());
    const QString left = index.data(LeftRole).toString();
    draw(theme::Type::Caption, risky.isEmpty() ? colors.textMuted : colors.danger,
         risky.isEmpty() ? left : tr("⚠ %1 · %2").arg(risky, left));
    painter->restore();
}

} // namespace ui::approvals
