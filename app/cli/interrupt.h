#pragma once

#include <QtCore/QObject>

namespace app::cli {

/// Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP) as a signal of the event loop. The second one ends the
/// program at once, as it would without this. One object a process, on the main thread.
class Interrupt final : public QObject {
    Q_OBJECT
public:
    Interrupt();

Q_SIGNALS:
    void asked();
};

} // namespace app::cli
