#pragma once

#include "core/base/async.h"
#include "core/base/bilingual.h"
#include "core/base/clock.h"
#include "core/identity/browser.h"
#include "core/identity/provider.h"
#include "core/keychain/keychain.h"
#include "core/model/environment.h"
#include "core/net/http.h"
#include "core/net/system_accounts.h"
#include "core/policy/rules.h"
#include "core/settings/settings.h"

#include <QtCore/QUrl>

#include <chrono>

namespace core::session {

/// What this run's demo organisation said of itself over the pipe it was started with. Nothing else is accepted as it.
struct DemoFacts {
    identity::ProviderConfig provider;
    Bilingual organisation;
    QUrl modelBaseUrl;
    QString model;
    QByteArray tools; ///< HTTP tools in the format of core/connectors
};

/// What the demo's own admin key opens.
struct AdminReplay {
    int status = 0;
    QByteArray body;
};

/// The demo organisation, a process of this run. The desktop implements it: doStart(), and what is asked of it then.
/// Thread: call on, and answered on, the thread that owns the object.
class DemoHost {
public:
    virtual ~DemoHost() = default;
    DemoHost() = default;
    DemoHost(const DemoHost&) = delete;
    DemoHost& operator=(const DemoHost&) = delete;

    /// The one way to a demo organisation, whoever wants it: a sign-in, a sign-in again, the demo model. Starts it, or
    /// answers at once when it runs.
    /// \error Refused      the settings switch it off
    /// \error Unavailable  it is not installed or did not start
    [[nodiscard]] Async<DemoFacts> start(const settings::Settings& settings);
    /// Nothing while it does not run.
    [[nodiscard]] virtual std::optional<DemoFacts> running() const = 0;
    /// Replays a GET on one of the demo's own APIs with the demo's own admin key, which stays in its process.
    /// \error Refused  not an address of the demo's APIs  \error Unavailable  it does not run
    [[nodiscard]] virtual Async<AdminReplay> replayAsAdmin(const QUrl& url) = 0;

private:
    [[nodiscard]] virtual Async<DemoFacts> doStart() = 0;
};

/// A file of HTTP tools as it was read, in the format of core/connectors. `path` is for whoever has to correct it.
struct ToolFile {
    QString path;
    QByteArray bytes;
    bool managed = false;    ///< an administrator's
    QString unreadable = {}; ///< why, of a file or a folder that is there and could not be read
};

/// Everything of the desktop that the core needs: adapters that `app/` makes and owns. All outlive the session.
struct Desktop {
    net::Http& http;
    keychain::Keychain& keychain;
    settings::Settings& settings;
    identity::Browser& window;
    identity::Browser& systemBrowser;
    DemoHost& demo;
    const Clock& clock;
    QString dataFolder; ///< made with mode 0700
    model::EnvironmentDefaults environment = {};
    QList<ToolFile> toolFiles = {}; ///< managed ones first
    net::Accounts accounts = net::systemAccounts();
    policy::InForce policy = {};
    /// Whether calls that were approved when another program ended are this one's to go on with: a window's.
    bool takesUpAnswers = true;
    std::chrono::milliseconds undoWindow{0}; ///< see gateway::GatewayLimits: a window's, where it can be used
    QStringList brokenRules = {};            ///< "pay.json:12": what cannot be read asks, and is said
};

} // namespace core::session
