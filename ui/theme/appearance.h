#pragma once

#include "core/interfaces/views.h"
#include "ui/theme/tokens.h"

#include <QtCore/QObject>
#include <QtGui/QFont>

#include <optional>

class QApplication;

namespace ui::theme {

/// Dresses the application: style, palette and font, changed while it runs. One per program, made by the main
/// function or by a test. Thread: GUI.
class Appearance final : public QObject {
    Q_OBJECT
public:
    /// Notes the desktop's own palette and font, then installs Style and the light palette.
    explicit Appearance(QApplication& application);
    ~Appearance() override;

    void setTheme(core::interfaces::Theme theme);
    /// What the desktop prefers, for Theme::System. Told by the program, which asks the desktop portal: nothing here
    /// talks to the session bus. Before the first call the desktop's own palette decides.
    void setSystemMode(Mode mode);
    /// "ja" puts a Japanese font first, so that Latin letters match; anything else keeps the desktop's font and only
    /// makes sure that Han characters get their Japanese forms.
    void setLanguage(const QString& language);

    [[nodiscard]] Mode mode() const;
Q_SIGNALS:
    void changed();

private:
    void apply();
    QApplication& application_;
    QFont systemFont_;
    Mode systemMode_;
    core::interfaces::Theme theme_ = core::interfaces::Theme::System;
    std::optional<Mode> applied_;
};

} // namespace ui::theme
