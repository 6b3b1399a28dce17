#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QSet>
#include <QtWidgets/QScrollArea>

class QVBoxLayout;

namespace ui::approvals {

class ValueBox;

/// What has to be read of one call: its values with where each comes from, why it is asked, the message that led to it
/// and, unfolded, the whole call. As high as that needs, as far as there is room; the rest is scrolled to. Knows whether
/// its end has been in view.
class CallDetails final : public QScrollArea {
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

    /// Its end was in view since it was filled, and the end of whatever scrolls inside.
    [[nodiscard]] bool wasRead() const;
    /// Some content is shown in part, which says so.
    [[nodiscard]] bool isFolded() const { return folded_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void refilled();
    void readChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void fill();
    void putIn(QWidget* body);
    void addValue(QVBoxLayout& column, const core::interfaces::ApprovalValueView& value);
    void addFold(QVBoxLayout& column, const core::interfaces::ApprovalValueView& value, qsizetype leftOut);
    void addText(QVBoxLayout& column, const QString& title, const QString& text, const char* name);
    void lookForTheEnd();
    [[nodiscard]] QString foldKey(const core::interfaces::ApprovalValueView& value) const;

    core::interfaces::ApprovalCallView call_;
    QString asked_;
    QSet<QString> unfolded_; ///< by foldKey()
    int highestRange_ = 0;   ///< how far it could be scrolled at most since it was filled
    bool endSeen_ = false;
    bool folded_ = false;
    bool showsWhole_ = false;
};

} // namespace ui::approvals
