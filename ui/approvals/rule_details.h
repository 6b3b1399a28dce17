#pragma once

#include "core/interfaces/views.h"
#include "ui/approvals/read_area.h"

namespace ui::approvals {

/// What has to be read of a rule before it is written: what it does, each value that it pins, where and how long it
/// holds, and how it does against the last calls. Or why it is not possible.
class RuleDetails final : public ReadArea {
    Q_OBJECT
public:
    explicit RuleDetails(QWidget* parent = nullptr);

    void setOffer(const core::interfaces::GrantOfferView& offer);
    void clear();

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();

    core::interfaces::GrantOfferView offer_;
    bool filled_ = false;
};

} // namespace ui::approvals
