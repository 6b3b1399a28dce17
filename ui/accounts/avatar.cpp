#include "ui/accounts/avatar.h"

#include "ui/theme/tokens.h"

#include <QtGui/QPainter>

namespace ui::accounts {

namespace {

/// The same for an account every time, on every machine.
int hueOf(const core::interfaces::AccountView& account)
{
    static constexpr int hues[] = {218, 160, 12, 276, 40, 190, 330, 95};
    unsigned sum = 0;
    for (const QChar letter : account.issuer + account.subject)
        sum = sum * 31 + letter.unicode();
    return hues[sum % std::size(hues)];
}

} // namespace

Avatar::Avatar(int diameter, QWidget* parent)
    : QWidget(parent)
{
    setFixedSize(diameter, diameter);
}

void Avatar::setAccount(const core::interfaces::AccountView& account)
{
    account_ = account;
    update();
}

void Avatar::paint(QPainter& painter, const QRectF& box, const core::interfaces::AccountView& account)
{
    const bool dark = theme::colors(QPalette()).mode == theme::Mode::Dark;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const int hue = hueOf(account);
    painter.setBrush(dark ? QColor::fromHsl(hue, 70, 78) : QColor::fromHsl(hue, 95, 218));
    painter.drawEllipse(box);
    QFont font = theme::font(theme::Type::BodyStrong);
    font.setPixelSize(static_cast<int>(box.height() * 0.46));
    painter.setFont(font);
    painter.setPen(dark ? QColor::fromHsl(hue, 120, 220) : QColor::fromHsl(hue, 130, 70));
    const QString shown = account.name.isEmpty() ? account.login : account.name;
    // A whole first character: names may begin outside the basic plane.
    const qsizetype length = !shown.isEmpty() && shown.at(0).isHighSurrogate() ? 2 : 1;
    painter.drawText(box, Qt::AlignCenter, shown.left(length).toUpper());
}

void Avatar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paint(painter, rect(), account_);
}

} // namespace ui::accounts
