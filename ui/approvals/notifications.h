#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>

namespace ui::approvals {

/// Notes on the desktop, outside of the window, where a lock screen may show them to anybody: what is handed over here
/// names nobody and nothing. Each has one action, which decides nothing. Nothing here blocks, and show() and withdraw()
/// emit nothing. Thread: GUI.
class Notifications : public QObject {
    Q_OBJECT
public:
    /// Somebody on this desktop shows notes. While nobody does, show() does nothing.
    [[nodiscard]] virtual bool available() const = 0;
    /// \param id      whoever shows it chooses; a note of the same id is replaced
    /// \param action  what the action is called
    virtual void show(const QString& id, const QString& title, const QString& body, const QString& action) = 0;
    /// Nothing there: nothing happens.
    virtual void withdraw(const QString& id) = 0;
Q_SIGNALS:
    void availableChanged();
    void reviewRequested(const QString& id); ///< the person chose the action of this note, or the note itself
};

} // namespace ui::approvals
