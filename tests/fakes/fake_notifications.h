#pragma once

#include "ui/approvals/notifications.h"

#include <QtCore/QList>
#include <QtCore/QMap>

#include <utility>

namespace fakes {

/// Keeps to the contract of ui::approvals::Notifications: a note of the same id is replaced, and nothing is shown while
/// nobody shows notes.
class FakeNotifications final : public ui::approvals::Notifications {
public:
    struct Note {
        QString title;
        QString body;
        QString action;
    };
    QList<std::pair<QString, Note>> shown; ///< every show(), in order
    QMap<QString, Note> there;             ///< what stands on the desktop now

    [[nodiscard]] bool available() const override { return available_; }
    void show(const QString& id, const QString& title, const QString& body, const QString& action) override
    {
        if (!available_) return;
        shown.append({id, {title, body, action}});
        there[id] = {title, body, action};
    }
    void withdraw(const QString& id) override { there.remove(id); }

    void setAvailable(bool available)
    {
        available_ = available;
        if (!available) there.clear();
        Q_EMIT availableChanged();
    }
    /// The person chooses the action.
    void choose(const QString& id) { Q_EMIT reviewRequested(id); }

private:
    bool available_ = true;
};

} // namespace fakes
