#include "app/host/demo_process.h"

#include "app/host/child_process.h"
#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/net/loopback.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTimer>

namespace app::host {
namespace {

using core::Errc;
using core::session::AdminReplay;
using core::session::DemoFacts;

constexpr qsizetype maxLine = 256 * 1024;
constexpr std::chrono::seconds startTimeout{15};

} // namespace

core::Result<DemoFacts> readAnnouncement(const QJsonObject& said, const QString& language)
{
    const auto text = [&](const char* key) { return said.value(QLatin1String(key)).toString(); };
    DemoFacts facts;
    const auto name = said.value(QStringLiteral("organisation")).toObject();
    facts.organisation = {name.value(QStringLiteral("en")).toString(), name.value(QStringLiteral("ja")).toString()};
    facts.provider.issuer = text("issuer");
    facts.provider.clientId = text("clientId");
    // The first access token is for the first of them; the others are asked for when they are needed (RFC 8707).
    for (const auto& api : said.value(QStringLiteral("apis")).toArray()) {
        const auto audience = api.toObject().value(QStringLiteral("audience")).toString();
        if (facts.provider.audience.isEmpty())
            facts.provider.audience = audience;
        else
            facts.provider.resources.append(audience);
    }
    facts.provider.name = language == QLatin1String("ja") ? facts.organisation.ja : facts.organisation.en;
    facts.provider.plainHttpLoopback = true;
    facts.provider.demo = true;
    for (const auto& scope : said.value(QStringLiteral("scopes")).toArray())
        facts.provider.scopes.append(scope.toString());
    facts.provider.pinnedKeys =
        QJsonDocument(said.value(QStringLiteral("jwks")).toObject()).toJson(QJsonDocument::Compact);
    facts.modelBaseUrl = QUrl(text("modelBaseUrl"));
    facts.model = text("model");
    facts.tools = QJsonDocument(said.value(QStringLiteral("tools")).toObject()).toJson(QJsonDocument::Compact);
    const bool good = said.value(QStringLiteral("version")).toInt() == 1 &&
                      core::net::isLoopback(QUrl(facts.provider.issuer)) && core::net::isLoopback(facts.modelBaseUrl) &&
                      !facts.provider.clientId.isEmpty() && !facts.provider.audience.isEmpty() &&
                      !facts.provider.resources.contains(QString());
    if (!good) return core::fail(Errc::Protocol, QStringLiteral("the demo's announcement is malformed"));
    return facts;
}

DemoProcess::DemoProcess(const QString& program, core::net::Http& http, std::function<QString()> language,
                         QObject* parent)
    : QObject(parent)
    , http_(http)
    , language_(std::move(language))
{
    process_.setProgram(program);
    process_.setStandardErrorFile(QProcess::nullDevice());
    prepareChild(process_, ChildNeeds::Nothing);
    connect(&process_, &QProcess::readyReadStandardOutput, this, &DemoProcess::read);
    connect(&process_, &QProcess::finished, this, [this] { fail(QStringLiteral("it ended")); });
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) fail(QStringLiteral("it could not be started"));
    });
}

DemoProcess::~DemoProcess()
{
    process_.disconnect(this);
    process_.closeWriteChannel(); // it ends when its standard input does
    if (process_.state() != QProcess::NotRunning && !process_.waitForFinished(2000)) process_.kill();
    process_.waitForFinished(1000);
}

core::Async<DemoFacts> DemoProcess::doStart()
{
    if (facts_) return core::ready<DemoFacts>(*facts_);
    if (process_.program().isEmpty())
        return core::failed<DemoFacts>(Errc::Unavailable, QStringLiteral("sekisho-demo not found"),
                                       QStringLiteral("sekisho-demo"));
    const core::Answer<DemoFacts> answer;
    waiting_.push_back(answer);
    if (process_.state() == QProcess::NotRunning) {
        line_.clear();
        process_.start();
        QTimer::singleShot(startTimeout, this, [this] {
            if (facts_ || process_.state() == QProcess::NotRunning) return;
            process_.kill();
        });
    }
    return answer.future();
}

void DemoProcess::read()
{
    line_ += process_.readAllStandardOutput();
    const auto end = line_.indexOf('\n');
    if (facts_ || (end < 0 && line_.size() <= maxLine)) return;
    const auto said = QJsonDocument::fromJson(line_.left(end)).object();
    core::wipe(line_);
    auto facts = readAnnouncement(said, language_());
    if (!facts) {
        fail(facts.error().detail);
        process_.kill();
        return;
    }
    controlUrl_ = QUrl(said.value(QStringLiteral("controlUrl")).toString());
    controlSecret_ = core::Secret::consume(said.value(QStringLiteral("controlSecret")).toString().toLatin1());
    facts_ = *facts;
    qCInfo(core::logDemo) << "the demo organisation runs";
    for (const auto& answer : std::exchange(waiting_, {}))
        answer.give(*facts);
}

void DemoProcess::fail(const QString& why)
{
    qCWarning(core::logDemo) << "the demo organisation does not run:" << why;
    facts_ = {};
    controlSecret_ = {};
    for (const auto& answer : std::exchange(waiting_, {}))
        answer.give(core::fail(Errc::Unavailable, why, QStringLiteral("sekisho-demo")));
}

core::Async<AdminReplay> DemoProcess::replayAsAdmin(const QUrl& url)
{
    if (!facts_) return core::failed<AdminReplay>(Errc::Unavailable, QStringLiteral("the demo does not run"));
    core::net::HttpRequest request;
    request.method = "POST";
    request.url = controlUrl_;
    request.plainHttp = core::net::PlainHttp::Loopback;
    request.headers = {{"Content-Type", "application/json"}};
    request.secretHeaders = {{"Authorization", "Bearer ", controlSecret_}};
    request.body = QJsonDocument(QJsonObject{{QStringLiteral("url"), url.toString(QUrl::FullyEncoded)}})
                       .toJson(QJsonDocument::Compact);
    return core::thenStep(http_.send(std::move(request), {}), this, [](const core::net::HttpResponse& response) {
        if (response.status != 200)
            return core::failed<AdminReplay>(Errc::Refused, QStringLiteral("the demo refused to replay"));
        const auto answer = QJsonDocument::fromJson(response.body).object();
        const auto body = answer.value(QStringLiteral("body"));
        const auto text =
            body.isString() ? body.toString().toUtf8() : QJsonDocument(body.toObject()).toJson(QJsonDocument::Indented);
        return core::ready<AdminReplay>(AdminReplay{answer.value(QStringLiteral("status")).toInt(), text});
    });
}

} // namespace app::host
