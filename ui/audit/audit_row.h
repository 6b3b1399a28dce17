#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace ui::audit {

/// One entry as a row: its mark and its line. Where nothing follows from the record, the mark is a warning.
class AuditRow final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace ui::audit
