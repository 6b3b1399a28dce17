#include "app/host/runtime.h"

#include "app/host/child_process.h"
#include "app/host/policy_files.h"
#include "app/host/tool_files.h"
#include "core/model/environment.h"
#include "core/settings/settings.h"
#include "core/settings/start_hint.h"
#include "core/storage/database.h"

namespace app::host {

core::Result<QString> dataFolder()
{
    const auto folder = core::settings::dataFolder();
    TRY(core::storage::makePrivateFolder(folder));
    return folder;
}

core::Result<std::unique_ptr<Runtime>> Runtime::create(RuntimeOptions options)
{
    TRY_ASSIGN(auto settings, core::settings::Settings::open(core::settings::systemPlaces()));
    return create(std::move(options), std::move(settings));
}

core::Result<std::unique_ptr<Runtime>> Runtime::create(RuntimeOptions options, core::settings::Settings settings)
{
    TRY_ASSIGN(const auto folder, dataFolder());
    return std::unique_ptr<Runtime>(new Runtime(std::move(options), std::move(settings), folder));
}

Runtime::Runtime(RuntimeOptions options, core::settings::Settings settings, QString folder)
    : http_(options.http ? std::move(options.http) : std::make_unique<core::net::QtHttp>())
    , settings_(std::move(settings))
    , keychain_(std::make_unique<core::keychain::QtKeychainStore>(
          QStringLiteral("org.sekisho.Sekisho"),
          std::make_shared<core::keychain::BackendFile>(folder + QStringLiteral("/keychain-backend"))))
    , demo_(options.demoProgram.isEmpty() ? helperProgram(QStringLiteral("sekisho-demo")) : options.demoProgram, *http_,
            [look = options.look] { return look().language; })
    , formSignIn_(*http_)
    , window_(options.signInProgram.isEmpty() ? helperProgram(QStringLiteral("sekisho-signin")) : options.signInProgram,
              options.look, options.signInTimeout)
    , systemBrowser_(options.openBrowser, options.signInTimeout)
    , desktop_{*http_,
               *keychain_,
               settings_,
               options.demoByForm ? static_cast<core::identity::Browser&>(formSignIn_) : window_,
               systemBrowser_,
               demo_,
               options.clock ? *options.clock : static_cast<const core::Clock&>(systemClock_),
               std::move(folder),
               core::model::takeEnvironment(),
               installedToolFiles()}
{
    if (options.policy) {
        desktop_.policy = *options.policy;
    } else {
        const auto installed = installedPolicy();
        desktop_.policy = installed.inForce();
        desktop_.brokenRules = installed.brokenPlaces();
    }
    desktop_.takesUpAnswers = options.takesUpAnswers;
    desktop_.undoWindow = options.undoWindow;
}

Runtime::~Runtime() = default;

core::Async<std::shared_ptr<core::session::Application>> Runtime::open()
{
    return core::session::Application::open(desktop_);
}

} // namespace app::host
