#include "app/sekisho/last_window.h"

#include <QtWidgets/QApplication>

namespace app::sekisho {

LastWindow::LastWindow(std::function<core::Async<>()> drain, QObject* parent)
    : QObject(parent)
    , drain_(std::move(drain))
{
    QGuiApplication::setQuitOnLastWindowClosed(false);
    connect(qGuiApp, &QGuiApplication::lastWindowClosed, this, &LastWindow::closed, Qt::QueuedConnection);
}

void LastWindow::end()
{
    QApplication::closeAllWindows();
    closed();
}

void LastWindow::closed()
{
    if (const auto drain = std::exchange(drain_, {}))
        core::onReady(drain(), this, [](const core::Result<>&) { QCoreApplication::exit(); });
}

} // namespace app::sekisho
