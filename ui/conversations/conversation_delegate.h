#pragma once

#include "core/base/ids.h"

#include <QtWidgets/QStyledItemDelegate>

namespace ui::conversations {

/// Draws a row: the group's heading where one begins, the title on one line, and the time, or dots while a turn
/// runs, or a dot when there is an answer to read.
class ConversationDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ConversationDelegate(QObject* parent);

    void setOpen(const core::ConversationId& id) { open_ = id; }
    [[nodiscard]] const core::ConversationId& open() const { return open_; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                        const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;
    /// Says the whole title where it was cut.
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
    /// The part of a row below its heading.
    [[nodiscard]] static QRect rowBox(const QRect& rect, const QModelIndex& index);

private:
    [[nodiscard]] static QRect titleBox(const QRect& rect, const QModelIndex& index);
    [[nodiscard]] QFont titleFont(const QModelIndex& index) const;
    [[nodiscard]] QString shownTitle(const QRect& rect, const QModelIndex& index) const;
    core::ConversationId open_;
};

} // namespace ui::conversations
