#pragma once

#include "core/interfaces/views.h"
#include "ui/approvals/read_area.h"

#include <QtCore/QSet>

namespace ui::approvals {

/// What has to be read of one call: its values with where each comes from, why it is asked, the message that led to it
/// and, unfolded, the whole call.
class CallDetails final : public ReadArea {
    Q_OBJECT
public:
    explicit CallDetails(QWidget* parent = nullptr);

    /// What is shown begins anew, and has to be read again. What was unfolded of this call stays so.
    /// \param asked  the person's message that the agent was answering
    void setCall(const core::interfaces::ApprovalCallView& call, const QString& asked);
    void clear();
    /// The calls that follow are other ones: nothing is unfolded any more.
    void forgetUnfolded();

    [[nodiscard]] bool showsWhole() const { return showsWhole_; }
    /// The call as the tool would get it, below the rest.
    void setShowsWhole(bool shows);

    /// Some content is shown in part, which says so.
    [[nodiscard]] bool isFolded() const { return folded_; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void addValue(QVBoxLayout& column, const core::interfaces::ApprovalValueView& value);
    void addFold(QVBoxLayout& column, const core::interfaces::ApprovalValueView& value, qsizetype leftOut);
    [[nodiscard]] QString foldKey(const core::interfaces::ApprovalValueView& value) const;

    core::interfaces::ApprovalCallView call_;
    QString asked_;
    QSet<QString> unfolded_; ///< by foldKey()
    bool folded_ = false;
    bool showsWhole_ = false;
};

} // namespace ui::approvals
