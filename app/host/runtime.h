#pragma once

#include "app/host/demo_process.h"
#include "app/host/form_sign_in.h"
#include "app/host/sign_in_window.h"
#include "app/host/system_browser.h"
#include "core/base/clock.h"
#include "core/keychain/backend_memory.h"
#include "core/keychain/qt_keychain_store.h"
#include "core/net/qt_http.h"
#include "core/session/application.h"

#include <memory>

namespace app::host {

/// How a program of ours wants its runtime.
struct RuntimeOptions {
    std::function<bool(const QUrl&)> openBrowser; ///< shows an address in the person's own browser
    std::function<WindowLook()> look = [] { return WindowLook{}; };
    bool demoByForm = false; ///< the demo's sign-in goes over HTTP: there is no window
    std::chrono::seconds signInTimeout = std::chrono::minutes(10);
    QString demoProgram = {};                         ///< set by tests; else found beside this program
    QString signInProgram = {};                       ///< set by tests; else found beside this program
    bool takesUpAnswers = true;                       ///< see core::session::Desktop
    std::chrono::milliseconds undoWindow{0};          ///< likewise
    std::unique_ptr<core::net::Http> http = {};       ///< set by tests that look on; else QtHttp
    const core::Clock* clock = nullptr;               ///< set by tests that turn it; else the system's
    std::optional<core::policy::InForce> policy = {}; ///< set by tests; else what is installed
};

/// Everything of one run, made in the right order: adapters of this desktop, then the core over them.
class Runtime {
public:
    /// Reads the settings, tool and policy files, takes the environment's keys. Blocks for a few small files.
    /// \error InvalidArgument  a managed settings file is broken or cannot be read: show it and end
    /// \error DiskFull         the data folder cannot be made
    [[nodiscard]] static core::Result<std::unique_ptr<Runtime>> create(RuntimeOptions options);
    /// With settings that were read already.
    [[nodiscard]] static core::Result<std::unique_ptr<Runtime>> create(RuntimeOptions options,
                                                                       core::settings::Settings settings);
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    /// Opens the core; once. \error as core::session::Application::open
    [[nodiscard]] core::Async<std::shared_ptr<core::session::Application>> open();
    [[nodiscard]] core::settings::Settings& settings() { return settings_; }
    [[nodiscard]] FormSignIn& formSignIn() { return formSignIn_; }
    [[nodiscard]] DemoProcess& demo() { return demo_; }

private:
    Runtime(RuntimeOptions options, core::settings::Settings settings, QString dataFolder);

    core::SystemClock systemClock_;
    std::unique_ptr<core::net::Http> http_;
    core::settings::Settings settings_;
    std::unique_ptr<core::keychain::Keychain> keychain_;
    DemoProcess demo_;
    FormSignIn formSignIn_;
    SignInWindow window_;
    SystemBrowser systemBrowser_;
    core::session::Desktop desktop_;
};

/// $XDG_DATA_HOME/sekisho. Made with mode 0700.
[[nodiscard]] core::Result<QString> dataFolder();

} // namespace app::host
