#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QSet>
#include <QtWidgets/QScrollArea>

namespace ui::approvals {

/// The calls of a step, a line each, to open one of them or to decline it. Hidden when there is only one.
class CallRows final : public QScrollArea {
    Q_OBJECT
public:
    explicit CallRows(QWidget* parent = nullptr);

    /// \param busy  their answer is being kept: they cannot be declined
    void setRows(const QList<core::interfaces::ApprovalCallView>& calls, qsizetype open,
                 const QSet<core::interfaces::ApprovalId>& busy);

Q_SIGNALS:
    void opened(qsizetype index);
    void denyRequested(const core::interfaces::ApprovalId& id);
    void focusLosing(); ///< the row with the keyboard is about to go

private:
    void addRow(qsizetype index, const core::interfaces::ApprovalCallView& call, bool isOpen, bool isBusy);

    QWidget* rows_; // owned by this
};

} // namespace ui::approvals
