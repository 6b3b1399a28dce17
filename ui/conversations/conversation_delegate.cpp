#include "ui/conversations/conversation_delegate.h"

#include "ui/conversations/conversation_model.h"
#include "ui/text/visible_text.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolTip>

namespace ui::conversations {

using theme::Space;

namespace {

constexpr int rowHeight = 38;
constexpr int headingHeight = 34;
constexpr int sidePadding = 12;

} // namespace

ConversationDelegate::ConversationDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{}

QRect ConversationDelegate::rowBox(const QRect& rect, const QModelIndex& index)
{
    const bool heading = index.data(ConversationModel::StartsGroupRole).toBool();
    return rect.adjusted(Space::Small, heading ? headingHeight : 0, -Space::Small, 0);
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const bool heading = index.data(ConversationModel::StartsGroupRole).toBool();
    return {120, rowHeight + (heading ? headingHeight : 0)};
}

void ConversationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& colors = theme::colors(option.palette);
    const QRect box = rowBox(option.rect, index);
    const QFont caption = theme::font(theme::Type::Caption);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(ConversationModel::StartsGroupRole).toBool()) {
        painter->setFont(caption);
        painter->setPen(colors.textMuted);
        const QRect heading(box.left() + sidePadding, option.rect.top(), box.width() - 2 * sidePadding,
                            headingHeight - 4);
        painter->drawText(heading, Qt::AlignLeft | Qt::AlignBottom,
                          index.data(ConversationModel::GroupRole).toString());
    }
    const bool opened = index.data(ConversationModel::IdRole).toString() == open_.text() && !open_.isEmpty();
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    if (opened || hovered) {
        theme::paintBox(*painter, QRectF(box).adjusted(0, 1, 0, -1), theme::Radius::Control,
                        opened ? colors.accentSoft : colors.hover, {});
    }
    const QWidget* view = option.widget;
    const bool keyboard = focused && view && view->hasFocus();
    if (keyboard)
        theme::paintFocusRing(*painter, QRectF(box).adjusted(1, 2, -1, -2), theme::Radius::Control - 1, option.palette);

    const bool busy = index.data(ConversationModel::BusyRole).toBool();
    const bool unread = index.data(ConversationModel::UnreadRole).toBool();
    const QRect words = titleBox(option.rect, index);
    const int right = box.right() - sidePadding;
    if (busy || unread) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.accentText);
        // Three small ones while it is being answered, one large one when there is something to read.
        const double middle = box.center().y() + 1;
        if (unread) painter->drawEllipse(QPointF(right - 3, middle), 4, 4);
        for (int dot = 0; busy && dot < 3; ++dot)
            painter->drawEllipse(QPointF(right - 7 * dot, middle), 2, 2);
    } else {
        painter->setFont(caption);
        painter->setPen(colors.textMuted);
        painter->drawText(QRect(words.right(), box.top(), right - words.right(), box.height()),
                          Qt::AlignVCenter | Qt::AlignRight, index.data(ConversationModel::WhenRole).toString());
    }
    painter->setFont(titleFont(index));
    painter->setPen(colors.text);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shownTitle(option.rect, index));
    painter->restore();
}

QRect ConversationDelegate::titleBox(const QRect& rect, const QModelIndex& index)
{
    const QRect box = rowBox(rect, index);
    int taken = sidePadding;
    if (index.data(ConversationModel::BusyRole).toBool())
        taken += 26;
    else if (index.data(ConversationModel::UnreadRole).toBool())
        taken += 18;
    else
        taken += Space::Small + QFontMetrics(theme::font(theme::Type::Caption))
                                    .horizontalAdvance(index.data(ConversationModel::WhenRole).toString());
    return box.adjusted(sidePadding, 0, -taken, 0);
}

QFont ConversationDelegate::titleFont(const QModelIndex& index) const
{
    const bool opened = index.data(ConversationModel::IdRole).toString() == open_.text() && !open_.isEmpty();
    const bool unread = index.data(ConversationModel::UnreadRole).toBool();
    return theme::font(opened || unread ? theme::Type::BodyStrong : theme::Type::Body);
}

QString ConversationDelegate::shownTitle(const QRect& rect, const QModelIndex& index) const
{
    return QFontMetrics(titleFont(index))
        .elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, titleBox(rect, index).width());
}

bool ConversationDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                                     const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString title = index.data(Qt::DisplayRole).toString();
    if (shownTitle(option.rect, index) != title)
        QToolTip::showText(event->globalPos(), text::toolTipText(title), view);
    else
        QToolTip::hideText();
    return true;
}

QWidget* ConversationDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const
{
    auto* editor = new QLineEdit(parent);
    editor->setObjectName(QStringLiteral("conversationTitleEdit"));
    editor->setAccessibleName(tr("Title"));
    editor->setMaxLength(200);
    return editor;
}

void ConversationDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                                const QModelIndex& index) const
{
    editor->setGeometry(rowBox(option.rect, index).adjusted(0, 1, 0, -1));
}

} // namespace ui::conversations
