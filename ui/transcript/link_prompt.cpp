#include "ui/transcript/link_prompt.h"

#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/tokens.h"
#include "ui/transcript/address_area.h"

#include <QtGui/QScreen>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::transcript {

using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

LinkPrompt::LinkPrompt(const markdown::LinkPreview& preview, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("linkPrompt"));
    setWindowTitle(tr("Open this address?"));
    setModal(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::Large, Space::Large, Space::Large, Space::Large);
    layout->setSpacing(Space::Small + Space::Hair);

    auto* title = new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this);
    title->setText(tr("Open %1?").arg(preview.host));
    layout->addWidget(title);
    for (const QString& warning : warnings(preview)) {
        auto* banner = new theme::Banner(theme::Tone::Warning, this);
        banner->setObjectName(QStringLiteral("linkWarning"));
        banner->setText(warning);
        layout->addWidget(banner);
    }
    auto* explanation = new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this);
    explanation->setText(tr("This address was written by the model. The page opens in your browser and can see the "
                            "whole of it:"));
    layout->addWidget(explanation);
    auto* address = new AddressArea(preview.shown, this);
    address->setObjectName(QStringLiteral("linkAddress"));
    layout->addWidget(address);
    auto* hint = new Label(Type::Body, Ink::Normal, Label::Wrap::Yes, this);
    hint->setObjectName(QStringLiteral("linkScrollHint"));
    hint->setText(tr("Scroll to the end of the address before you open it."));
    hint->hide();
    layout->addWidget(hint);
    layout->addSpacing(Space::Small);

    auto* cancel = new Button(Button::Kind::Secondary, tr("Cancel"), this);
    auto* copy = new Button(Button::Kind::Quiet, tr("Copy address"), this);
    auto* open = new Button(Button::Kind::Primary, tr("Open in browser"), this);
    cancel->setObjectName(QStringLiteral("linkCancelButton"));
    copy->setObjectName(QStringLiteral("linkCopyButton"));
    open->setObjectName(QStringLiteral("linkOpenButton"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(open);
    layout->addLayout(buttons);
    cancel->setDefault(true); // Enter in the address opens and copies nothing
    open->setEnabled(false);
    connect(address, &AddressArea::seenChanged, this, [open, hint, mayOpen = !preview.tooLong](bool seen) {
        open->setEnabled(seen && mayOpen);
        hint->setVisible(!seen && mayOpen);
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, [this, shown = preview.shown]() {
        Q_EMIT copyChosen(shown);
        reject();
    });
    connect(open, &QPushButton::clicked, this, [this, url = preview.url]() {
        Q_EMIT openChosen(url);
        accept();
    });
    setMinimumWidth(theme::Size::FormWidth);
    // Every line of the address is to be seen where there is room; by itself Qt gives a new window two thirds of the screen at the most.
    const int room = screen()->availableGeometry().height() - Space::Vast;
    resize(theme::Size::FormWidth, std::min(layout->totalHeightForWidth(theme::Size::FormWidth), room));
    cancel->setFocus();
}

QStringList LinkPrompt::warnings(const markdown::LinkPreview& preview)
{
    QStringList found;
    if (preview.textNamesOther) {
        found.append(tr("The text of this link names another site. It really leads to %1.").arg(preview.host));
    }
    if (preview.hasUserInfo) {
        found.append(tr("What stands before the @ sign is not the site. This address leads to %1.").arg(preview.host));
    }
    if (preview.hostNotAscii) {
        found.append(tr("The site's name contains letters that can look like others. In plain letters it is %1.")
                         .arg(preview.host));
    }
    if (!preview.encrypted && preview.url.scheme() == QLatin1String("http")) {
        found.append(tr("The connection to this site is not encrypted."));
    }
    if (preview.tooLong) {
        found.append(tr("This address has more than 2,000 characters, which is too long to be opened from here. It can "
                        "only be copied."));
    }
    return found;
}

} // namespace ui::transcript
