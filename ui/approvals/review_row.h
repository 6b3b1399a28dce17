#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QStyledItemDelegate>

class QListWidgetItem;

namespace ui::approvals {

/// One call that waits, as a row of the review page: what is to be done, its first decisive value, the time left, and
/// whether it is risky, in words.
class ReviewRow final : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, ValueRole, LeftRole, RiskyRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    /// \param asked  the person's message that the agent was answering
    static void fill(QListWidgetItem& item, const core::interfaces::ApprovalCallView& call, const QString& asked);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace ui::approvals
