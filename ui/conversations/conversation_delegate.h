#pragma once

#include "core/base/ids.h"

#include <QtWidgets/QStyledItemDelegate>

namespace ui::conversations {

/// Draws a row: the group's heading where one begins, the title on one line, the time, a dot while a turn runs.
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
    /// The part of a row below its heading.
    [[nodiscard]] static QRect rowBox(const QRect& rect, const QModelIndex& index);

private:
    core::ConversationId open_;
};

} // namespace ui::conversations
