#pragma once

#include "ui/markdown/link.h"

#include <QtWidgets/QDialog>

namespace ui::transcript {

/// Shows the whole address of a link before it is opened. Cancel has the focus; nothing opens without a click, nor
/// before the end of the address was on the screen.
class LinkPrompt final : public QDialog {
    Q_OBJECT
public:
    LinkPrompt(const markdown::LinkPreview& preview, QWidget* parent);

    /// What a person should know about the address, worst first; empty when nothing is odd.
    [[nodiscard]] static QStringList warnings(const markdown::LinkPreview& preview);

Q_SIGNALS:
    void openChosen(const QUrl& url);
    void copyChosen(const QString& address);
};

} // namespace ui::transcript
