#include "ui/shell/shortcuts_dialog.h"

#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/tag.h"

#include <QtWidgets/QGridLayout>

namespace ui::shell {

using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

ShortcutsDialog::ShortcutsDialog(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Keyboard"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(Space::Large, Space::Large, Space::Large, Space::Large);
    grid->setHorizontalSpacing(Space::Huge);
    grid->setVerticalSpacing(10);
    const std::pair<QString, QString> keys[] = {
        {tr("New conversation"), QStringLiteral("Ctrl+N")},
        {tr("Search the conversations"), QStringLiteral("Ctrl+K")},
        {tr("Rename a conversation in the list"), QStringLiteral("F2")},
        {tr("Delete a conversation in the list"), QStringLiteral("Delete")},
        {tr("Change the account"), QStringLiteral("Ctrl+1 … Ctrl+9")},
        {tr("Open the list of accounts"), QStringLiteral("Ctrl+Shift+A")},
        {tr("Settings"), QStringLiteral("Ctrl+,")},
        {tr("Send"), QStringLiteral("Enter")},
        {tr("New line"), QStringLiteral("Shift+Enter")},
        {tr("Tools that may act unasked"), QStringLiteral("Ctrl+Shift+T")},
        {tr("Stop the answer"), QStringLiteral("Esc")},
        {tr("From message to message"), QStringLiteral("Ctrl+↑ / Ctrl+↓")},
        {tr("Copy the message"), QStringLiteral("Ctrl+C")},
        {tr("All that waits for your answer"), QStringLiteral("Ctrl+Shift+I")},
        {tr("Go to what waits for your answer"), QStringLiteral("Ctrl+Shift+R")},
        {tr("Change the values of what is under review"), QStringLiteral("Ctrl+Shift+E")},
        {tr("Approve what is under review"), QStringLiteral("Ctrl+Shift+G")},
        {tr("Decline what is under review"), QStringLiteral("Ctrl+Shift+D")},
        {tr("Take back what has not begun yet"), QStringLiteral("Ctrl+Shift+B")},
        {tr("Standing rules"), QStringLiteral("Ctrl+Shift+S")},
        {tr("Revoke a rule in the list"), QStringLiteral("Delete")},
        {tr("The audit log"), QStringLiteral("Ctrl+Shift+L")},
        {tr("Write a message"), QStringLiteral("Ctrl+L")},
        {tr("This list"), QStringLiteral("F1")},
    };
    auto* title = new Label(Type::Title, Ink::Normal, Label::Wrap::No, this);
    title->setText(tr("Keyboard"));
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const auto& [what, key] : keys) {
        auto* words = new Label(Type::Body, Ink::Normal, Label::Wrap::No, this);
        words->setText(what);
        grid->addWidget(words, row, 0);
        grid->addWidget(new theme::Tag(theme::Tone::Neutral, key, this), row, 1, Qt::AlignRight);
        ++row;
    }
    auto* close = new Button(Button::Kind::Secondary, tr("Close"), this);
    close->setObjectName(QStringLiteral("shortcutsClose"));
    grid->addWidget(close, row, 1, Qt::AlignRight);
    connect(close, &QAbstractButton::clicked, this, &QDialog::accept);
    close->setFocus();
}

} // namespace ui::shell
