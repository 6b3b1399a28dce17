#pragma once

#include "core/base/async.h"
#include "core/interfaces/window.h"
#include "core/settings/settings.h"

#include <QtCore/QUrl>
#include <QtCore/QtPlugin>

#include <chrono>
#include <functional>
#include <memory>

namespace app::library {

/// How the window looks just now, for windows of other processes.
struct Look {
    QString language; ///< "en" or "ja"
    bool dark = false;
};

/// What the core is told by the window's process.
struct CoreOptions {
    core::settings::Settings settings;
    std::function<bool(const QUrl&)> openBrowser; ///< shows an address in the person's own browser
    std::function<Look()> look;
    std::chrono::milliseconds undoWindow = std::chrono::seconds(10); ///< see core::session::Desktop
};

/// The core of one run; everything it made goes with it. Thread: the one it was made on.
class CoreRun {
public:
    virtual ~CoreRun() = default;
    CoreRun() = default;
    CoreRun(const CoreRun&) = delete;
    CoreRun& operator=(const CoreRun&) = delete;

    /// Once. \error as core::session::Application::open
    [[nodiscard]] virtual core::Async<std::shared_ptr<core::interfaces::Application>> open() = 0;

    /// Call it before the program ends, and wait for it: what must not be cut off comes to its end, a sign-in that is
    /// being renewed at the provider for instance. Ten seconds at most; nothing new begins.
    /// \error Timeout  it was not done in time: end all the same
    [[nodiscard]] virtual core::Async<> drain() = 0;
};

/// What the library gives out. Its name (SEKISHO_CORE_IID) has the version in it: a library of another version is not
/// taken for this one.
class CoreLibrary {
public:
    virtual ~CoreLibrary() = default;
    CoreLibrary() = default;
    CoreLibrary(const CoreLibrary&) = delete;
    CoreLibrary& operator=(const CoreLibrary&) = delete;

    /// \error DiskFull  the data folder cannot be made
    [[nodiscard]] virtual core::Result<std::unique_ptr<CoreRun>> begin(CoreOptions options) = 0;
};

} // namespace app::library

Q_DECLARE_INTERFACE(app::library::CoreLibrary, SEKISHO_CORE_IID)
