#pragma once

#include "app/demo/organisation.h"
#include "app/host/demo_process.h"
#include "core/base/async_steps.h"

#include <QtCore/QJsonDocument>

namespace fakes {

/// The demo organisation in the test's own process, over real sockets: for tests that change how it is set up, or look
/// at what it issues.
class InProcessDemo final : public QObject, public core::session::DemoHost {
public:
    InProcessDemo(core::net::Http& http, const core::Clock& clock, app::demo::Organisation::Options options = {})
        : http_(http)
        , clock_(clock)
        , options_(options)
    {}

    std::optional<core::session::DemoFacts> running() const override { return facts_; }

    core::Async<core::session::AdminReplay> replayAsAdmin(const QUrl& url) override
    {
        const auto said = organisation_->announcement();
        core::net::HttpRequest request;
        request.method = "POST";
        request.url = QUrl(said.value(QStringLiteral("controlUrl")).toString());
        request.plainHttp = core::net::PlainHttp::Loopback;
        request.headers = {
            {"Content-Type", "application/json"},
            {"Authorization", "Bearer " + said.value(QStringLiteral("controlSecret")).toString().toLatin1()}};
        request.body = QJsonDocument(QJsonObject{{QStringLiteral("url"), url.toString(QUrl::FullyEncoded)}}).toJson();
        return core::thenStep(http_.send(std::move(request), {}), this, [](const core::net::HttpResponse& response) {
            const auto answer = QJsonDocument::fromJson(response.body).object();
            return core::ready<core::session::AdminReplay>(
                core::session::AdminReplay{answer.value(QStringLiteral("status")).toInt(),
                                           answer.value(QStringLiteral("body")).toString().toUtf8()});
        });
    }

    [[nodiscard]] const app::demo::Organisation& organisation() const { return *organisation_; }

private:
    core::Async<core::session::DemoFacts> doStart() override
    {
        if (facts_) return core::ready<core::session::DemoFacts>(*facts_);
        auto started = app::demo::Organisation::start(options_, clock_);
        if (!started) return core::ready<core::session::DemoFacts>(tl::unexpected(started.error()));
        organisation_ = std::move(*started);
        auto facts = app::host::readAnnouncement(organisation_->announcement(), QStringLiteral("ja"));
        if (facts) facts_ = *facts;
        return core::ready<core::session::DemoFacts>(std::move(facts));
    }

    core::net::Http& http_;
    const core::Clock& clock_;
    app::demo::Organisation::Options options_;
    std::unique_ptr<app::demo::Organisation> organisation_;
    std::optional<core::session::DemoFacts> facts_;
};

} // namespace fakes
