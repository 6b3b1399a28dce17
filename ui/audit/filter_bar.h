#pragma once

#include "core/interfaces/audit_views.h"

#include <QtWidgets/QWidget>

class QComboBox;
class QLineEdit;

namespace ui::theme {
class Button;
}

namespace ui::audit {

/// What of the log is to be seen: words in a tool's name, a kind, a time.
class FilterBar final : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(QWidget* parent = nullptr);

    [[nodiscard]] core::interfaces::AuditFilter filter() const;
    /// Everything is let through.
    void clear();
    /// The keyboard goes to the words.
    void focusWords();
    /// Takes the words away. \return false: there are none, or the keyboard is elsewhere
    [[nodiscard]] bool takeWordsBack();

Q_SIGNALS:
    void changed();
    /// Down or Enter in the words: on to what was found.
    void doneWithWords();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void retranslate();
    void tell();
    // All owned by this widget's layout.
    QLineEdit* words_;
    QComboBox* group_;
    QComboBox* span_;
    theme::Button* clear_;
};

} // namespace ui::audit
