#pragma once

#include "core/base/async.h"

#include <QtCore/QObject>

#include <functional>

namespace app::sekisho {

/// Ends the program when its last window is closed, or end() is called, but not before `drain` is answered, with whatever outcome: the
/// person sees the window go at once, and behind it a session may just be renewed at the provider; what comes back has
/// to be stored first, or it is lost. Takes the place of QGuiApplication::quitOnLastWindowClosed. One object a program,
/// after the application object. Thread: GUI.
class LastWindow final : public QObject {
    Q_OBJECT
public:
    /// \param drain  asked once, through the event loop; it answers in a bounded time
    explicit LastWindow(std::function<core::Async<>()> drain, QObject* parent = nullptr);

    /// As if the person had closed every window there is, also where none is.
    void end();

private:
    void closed();

    std::function<core::Async<>()> drain_; ///< empty once it was asked
};

} // namespace app::sekisho
