#pragma once

#include "core/base/bilingual.h"

#include <QtCore/QObject>
#include <QtCore/QTranslator>

namespace ui::text {

/// The language the window speaks, changed while it runs: every widget gets QEvent::LanguageChange. One per program.
/// Thread: GUI.
class Language final : public QObject {
    Q_OBJECT
public:
    explicit Language(QObject* parent = nullptr);
    ~Language() override;

    /// "en", "ja", or empty for the system's, which is Japanese or else English.
    void set(const QString& language);
    /// "en" or "ja".
    [[nodiscard]] QString current() const { return current_; }
Q_SIGNALS:
    void changed();

private:
    QString current_;
    QTranslator ours_;
    QTranslator qts_; ///< the few words that Qt's own menus use
};

/// "en" or "ja" for a language as the settings have it; for an empty one the system's, which is Japanese or else
/// English.
[[nodiscard]] QString resolvedLanguage(const QString& wanted);

/// The text in the language that is set.
[[nodiscard]] QString localised(const core::Bilingual& text);

} // namespace ui::text
