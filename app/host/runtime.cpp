#include "app/host/runtime.h"

#include "app/host/child_process.h"
#include "core/base/logging.h"
#include "core/model/environment.h"
#include "core/settings/settings.h"
#include "core/settings/start_hint.h"
#include "core/storage/database.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>

namespace app::host {
namespace {

constexpr qint64 maxToolFile = 1024 * 1024;

// Beside the settings files, managed ones first: mergeHttpTools lets the first one win.
QList<core::session::ToolFile> readToolFiles()
{
    const auto places = core::settings::systemPlaces();
    QList<core::session::ToolFile> files;
    const auto readFolder = [&files](const QString& settingsFile, bool managed) {
        const QDir folder(QFileInfo(settingsFile).dir().filePath(QStringLiteral("tools.d")));
        for (const auto& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly)) {
                qCWarning(core::logApp) << "tool file cannot be read:" << name;
                continue;
            }
            files.append({file.fileName(), file.read(maxToolFile + 1), managed}); // one more is too large, and said
        }
    };
    for (const auto& settingsFile : places.managedFiles)
        readFolder(settingsFile, true);
    readFolder(places.userFile, false);
    return files;
}

} // namespace

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
               clock_,
               std::move(folder),
               core::model::takeEnvironment(),
               readToolFiles()}
{}

Runtime::~Runtime() = default;

core::Async<std::shared_ptr<core::session::Application>> Runtime::open()
{
    return core::session::Application::open(desktop_);
}

} // namespace app::host
