#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

namespace ui::accounts {

/// The first letter of a name on a round ground whose colour goes with the account, so that two accounts are told apart
/// at a glance. Decoration: the name always stands beside it.
class Avatar final : public QWidget {
    Q_OBJECT
public:
    explicit Avatar(int diameter, QWidget* parent = nullptr);
    void setAccount(const core::interfaces::AccountView& account);

    static void paint(QPainter& painter, const QRectF& box, const core::interfaces::AccountView& account);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    core::interfaces::AccountView account_;
};

} // namespace ui::accounts
