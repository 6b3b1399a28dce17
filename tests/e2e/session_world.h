#pragma once

#include "app/host/form_sign_in.h"
#include "core/net/qt_http.h"
#include "core/session/application.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_keychain.h"
#include "tests/fakes/in_process_demo.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

namespace e2e {

/// Where the demo organisation of a test runs.
enum class Demo {
    AsProcess,     ///< the real program, as the app starts it
    InTheTest,     ///< the same code in this process
    WithoutChecks, ///< the same, with the APIs' check of the subject taken out
};

/// The whole core over real HTTP and a real demo organisation, with everything of the desktop but its windows.
/// People sign in by the provider's own form.
class SessionWorld {
public:
    explicit SessionWorld(Demo demo, app::demo::Organisation::Options options = {})
    {
        options.model.betweenPieces = {};
        options.apis.checkSubject = demo != Demo::WithoutChecks;
        if (demo == Demo::AsProcess) {
            auto process = std::make_unique<app::host::DemoProcess>(QStringLiteral(SEKISHO_BIN_DIR "/sekisho-demo"),
                                                                    http_, [] { return QStringLiteral("ja"); });
            process->setArguments({QStringLiteral("--stream-delay-ms"), QStringLiteral("0")});
            demo_ = std::move(process);
        } else {
            demo_ = std::make_unique<fakes::InProcessDemo>(http_, clock_, options);
        }
        auto settings = core::settings::Settings::open({{}, folder_.filePath(QStringLiteral("settings.json"))});
        settings_ = std::make_unique<core::settings::Settings>(std::move(*settings));
        desktop_ = std::make_unique<core::session::Desktop>(core::session::Desktop{
            http_, keychain, *settings_, form_, form_, *demo_, clock_, folder_.filePath(QStringLiteral("data"))});
        if (!QDir().mkpath(desktop_->dataFolder)) return;
        restart();
    }

    /// As if the program had been ended and started again, with the demo organisation left running.
    void restart()
    {
        app.reset();
        auto opened = fakes::await(core::session::Application::open(*desktop_));
        if (opened) app = *opened;
    }

    [[nodiscard]] core::Result<core::interfaces::AccountId> signIn(const QString& login)
    {
        form_.setAccount(login);
        core::interfaces::SignInTarget target;
        target.demo = true;
        return fakes::await(app->signIn().start(target, {}));
    }
    [[nodiscard]] core::Result<> useDemoModel() { return fakes::await(app->models()->choose({}, true)); }

    /// Who sits at the sign-in form from now on.
    void seat(const QString& login) { form_.setAccount(login); }
    /// The rules of policy files, from the next restart() on.
    void setRules(const core::policy::InForce& rules) { desktop_->policy = rules; }

    [[nodiscard]] core::session::DemoHost& demo() { return *demo_; }
    [[nodiscard]] const QString& dataFolder() const { return desktop_->dataFolder; }

private:
    QTemporaryDir folder_;
    core::SystemClock clock_;
    core::net::QtHttp http_;
    app::host::FormSignIn form_{http_};
    std::unique_ptr<core::session::DemoHost> demo_;
    std::unique_ptr<core::settings::Settings> settings_;
    std::unique_ptr<core::session::Desktop> desktop_;

public:
    fakes::FakeKeychain keychain;
    std::shared_ptr<core::session::Application> app; ///< null: it could not be opened. Last: it uses all the others
};

} // namespace e2e
