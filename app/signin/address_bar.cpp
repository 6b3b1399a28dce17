#include "app/signin/address_bar.h"

#include "ui/theme/icon.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"
#include "ui/theme/tag.h"
#include "ui/theme/tokens.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace app::signin {
namespace {

using namespace ui::theme;

constexpr int progressHeight = 2;

} // namespace

/// The pill with the origin: scheme in the second ink, host and port in the first.
class AddressBar::Address final : public QWidget {
public:
    explicit Address(QWidget* parent)
        : QWidget(parent)
    {
        setObjectName(QStringLiteral("signInOrigin"));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setMinimumHeight(Size::Control);
    }
    void show(const rules::Origin& origin, Icon icon, Ink ink)
    {
        text_ = origin.text();
        icon_ = icon;
        ink_ = ink;
        setAccessibleName(text_);
        setToolTip(text_.toHtmlEscaped());
        update();
    }
    [[nodiscard]] QString text() const { return text_; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const auto& shades = colors(palette());
        paintBox(painter, QRectF(rect()), Radius::Control, shades.sunken, shades.border);
        const QRectF iconBox(Space::Small + Space::Hair, (height() - 16) / 2.0, 16, 16);
        paintIcon(painter, icon_, iconBox, ink(shades, ink_));

        const QRectF textBox(iconBox.right() + Space::Small, 0, width() - iconBox.right() - 2.0 * Space::Small,
                             height());
        const auto split = text_.indexOf(QStringLiteral("://")) + 3;
        const auto scheme = text_.left(split);
        painter.setFont(ui::theme::font(Type::Body));
        painter.setPen(shades.textMuted);
        const auto schemeWidth = painter.fontMetrics().horizontalAdvance(scheme);
        painter.drawText(textBox, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, scheme);
        painter.setFont(ui::theme::font(Type::BodyStrong));
        painter.setPen(shades.text);
        const auto hostBox = textBox.adjusted(schemeWidth, 0, 0, 0);
        const auto host = painter.fontMetrics().elidedText(text_.mid(split), Qt::ElideLeft, int(hostBox.width()));
        painter.drawText(hostBox, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, host);
    }

private:
    QString text_;
    Icon icon_ = Icon::Lock;
    Ink ink_ = Ink::Success;
};

AddressBar::AddressBar(const rules::SignInRequest& request, QWidget* parent)
    : QWidget(parent)
    , address_(new Address(this))
    , stateText_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , demo_(request.demo)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Medium, Space::Medium, Space::Medium, Space::Medium);
    column->setSpacing(Space::Small + Space::Hair);

    auto* who = new QHBoxLayout;
    who->setSpacing(Space::Small + Space::Hair);
    auto* gate = new QLabel(this);
    gate->setPixmap(mark().pixmap(QSize(28, 28)));
    who->addWidget(gate, 0, Qt::AlignVCenter);
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    auto* organisation = new Label(Type::Heading, Ink::Normal, Label::Wrap::No, this);
    organisation->setObjectName(QStringLiteral("signInOrganisation"));
    organisation->setText(tr("Sign in to %1").arg(request.organisation));
    organisation->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    names->addWidget(organisation);
    if (!request.account.isEmpty()) {
        auto* account = new Label(Type::Caption, Ink::Muted, Label::Wrap::No, this);
        account->setText(tr("Account: %1").arg(request.account));
        account->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        names->addWidget(account);
    }
    who->addLayout(names, 1);
    if (demo_) who->addWidget(new Tag(Tone::Warning, tr("Demo"), this), 0, Qt::AlignVCenter);
    column->addLayout(who);

    column->addWidget(address_);
    stateText_->setObjectName(QStringLiteral("signInState"));
    column->addWidget(stateText_);
    if (const auto origin = rules::Origin::of(request.authorizationUrl)) setOrigin(*origin);
}

void AddressBar::setOrigin(const rules::Origin& origin)
{
    origin_ = origin;
    refresh();
}

void AddressBar::setState(State state)
{
    state_ = state;
    refresh();
}

void AddressBar::refresh()
{
    if (!origin_) return;
    if (state_ == State::NotShown) {
        address_->show(*origin_, Icon::Warning, Ink::Danger);
        stateText_->setText(tr("This page is not shown."));
    } else if (state_ == State::Connecting) {
        address_->show(*origin_, Icon::Globe, Ink::Muted);
        stateText_->setText(tr("Connecting…"));
    } else if (demo_) {
        address_->show(*origin_, Icon::Flask, Ink::Warning);
        stateText_->setText(tr("The demo organisation, on this computer. Nothing you type leaves it."));
    } else if (origin_->isLoopback()) {
        address_->show(*origin_, Icon::Computer, Ink::Muted);
        stateText_->setText(tr("This page comes from this computer."));
    } else {
        address_->show(*origin_, Icon::Lock, Ink::Success);
        stateText_->setText(tr("Encrypted. Check that this is where you sign in before you type a password."));
    }
}

QString AddressBar::originText() const
{
    return address_->text();
}

void AddressBar::setProgress(int percent)
{
    progress_ = percent;
    update();
}

void AddressBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& shades = colors(palette());
    painter.fillRect(rect(), shades.card);
    painter.fillRect(QRect(0, height() - 1, width(), 1), shades.border);
    if (progress_ >= 100) return;
    painter.fillRect(QRect(0, height() - progressHeight, width() * std::max(progress_, 8) / 100, progressHeight),
                     shades.accent);
}

} // namespace app::signin
