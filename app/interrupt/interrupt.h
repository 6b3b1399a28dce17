#pragma once

#include <QtCore/QObject>

namespace app {

/// Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP) as a signal of the event loop. The same one again ends the
/// program at once, as it would without this; another one is told, too: the end of a desktop session may send two. One
/// object a process, on the main thread.
class Interrupt final : public QObject {
    Q_OBJECT
public:
    Interrupt();

Q_SIGNALS:
    void asked();
};

} // namespace app
