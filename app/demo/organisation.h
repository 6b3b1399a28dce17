#pragma once

#include "app/demo/chat_api.h"
#include "app/demo/documents_api.h"
#include "app/demo/hr_api.h"
#include "app/demo/model_api.h"
#include "app/demo/pages_api.h"
#include "app/demo/people.h"
#include "app/demo/provider.h"
#include "app/demo/shop_api.h"
#include "app/demo/tokens.h"
#include "app/demo/tools.h"
#include "core/base/clock.h"

#include <QtCore/QObject>

#include <memory>

namespace app::demo {

/// The whole demo organisation: provider, APIs and model, each on a loopback port of its own, and what its parent may
/// ask of it. Owns everything; destroying it ends it. Thread: the one it was made on, with an event loop.
class Organisation : public QObject {
    Q_OBJECT
public:
    struct Options {
        std::chrono::seconds accessLifetime = std::chrono::minutes(5);
        GrantStore::Options lifetimes = {};
        QByteArray secondFactor = {}; ///< see OpenIdProvider
        ApiOptions apis = {};
        ModelApi::Options model = {};
    };

    /// \error Unavailable, Busy  no port could be had
    /// \error Internal           no keys could be made
    [[nodiscard]] static core::Result<std::unique_ptr<Organisation>> start(Options options, const core::Clock& clock);
    ~Organisation() override;

    /// What the parent needs to know; see README.md. Holds the control secret: for the pipe only.
    [[nodiscard]] QJsonObject announcement() const;
    [[nodiscard]] const People& people() const { return people_; }

private:
    explicit Organisation(const core::Clock& clock);
    [[nodiscard]] core::Result<> listen(const Options& options);
    void makeApis(ApiOptions options);
    [[nodiscard]] Response answer(const QString& api, const Request& request);
    [[nodiscard]] Response control(const Request& request);
    [[nodiscard]] Response replayAsAdmin(const QString& url);

    const core::Clock& clock_;
    People people_;
    RevokedTokens revoked_;
    QByteArray adminKey_;      ///< known to the APIs and to replayAsAdmin() only
    QByteArray controlSecret_; ///< known to the parent, by its pipe
    QString issuer_;
    QList<ApiPlace> apis_; ///< as ProviderSetup has them
    QString modelOrigin_;
    ProviderSetup setup_;
    std::optional<TokenMint> mint_;
    std::unique_ptr<OpenIdProvider> provider_;
    std::unique_ptr<HrApi> hr_;
    std::unique_ptr<ChatApi> chat_;
    std::unique_ptr<DocumentsApi> documents_;
    std::unique_ptr<ShopApi> shop_;
    std::unique_ptr<PagesApi> pages_;
    std::unique_ptr<ModelApi> model_;
    std::vector<std::unique_ptr<core::httpserver::HttpServer>> servers_; ///< last: the first to go
};

} // namespace app::demo
