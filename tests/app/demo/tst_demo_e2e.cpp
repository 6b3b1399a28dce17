#include "app/demo/people.h"
#include "core/connectors/http_tools_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/jws.h"
#include "tests/fakes/fake_authorized_http.h"

#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrlQuery>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkCookieJar>
#include <QtNetwork/QNetworkReply>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

struct Answer {
    int status = 0;
    QByteArray body;
    QUrl location;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

QString hiddenField(const Answer& page, const QString& name)
{
    const QRegularExpression field(QStringLiteral("name=\"%1\" value=\"([^\"]*)\"").arg(name));
    return field.match(QString::fromUtf8(page.body)).captured(1);
}

} // namespace

/// The program as the app starts it, over real pipes and sockets.
class TestDemo : public QObject {
    Q_OBJECT

    QProcess demo_;
    QJsonObject facts_;
    QNetworkAccessManager network_;
    const app::demo::People people_{QDateTime::currentDateTimeUtc().date()};

    Answer finish(QNetworkReply* reply)
    {
        QSignalSpy finished(reply, &QNetworkReply::finished);
        if (!reply->isFinished()) finished.wait(20'000);
        const Answer answer{reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(),
                            QUrl::fromEncoded(reply->rawHeader("location"))};
        reply->deleteLater();
        return answer;
    }
    static QNetworkRequest request(const QString& url, const QByteArray& token = {})
    {
        QNetworkRequest made{QUrl(url)};
        made.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        if (!token.isEmpty()) made.setRawHeader("Authorization", "Bearer " + token);
        return made;
    }
    Answer get(const QString& url, const QByteArray& token = {}) { return finish(network_.get(request(url, token))); }
    Answer postForm(const QString& url, const QUrlQuery& form)
    {
        auto made = request(url);
        made.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-www-form-urlencoded"));
        return finish(network_.post(made, form.toString(QUrl::FullyEncoded).toLatin1()));
    }
    Answer postJson(const QString& url, const QJsonObject& json, const QByteArray& token = {})
    {
        auto made = request(url, token);
        made.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        return finish(network_.post(made, QJsonDocument(json).toJson()));
    }
    QString fact(const char* name) const { return facts_.value(s(name)).toString(); }
    QString api(const char* name, const char* what) const
    {
        for (const auto& one : facts_.value(s("apis")).toArray())
            if (one.toObject().value(s("name")) == s(name)) return one.toObject().value(s(what)).toString();
        return {};
    }

    /// Signs in as a program does, and gives an access token for the HR API.
    QByteArray signIn(const QString& login)
    {
        network_.setCookieJar(new QNetworkCookieJar(&network_)); // a browser of its own
        const auto provider = get(fact("issuer") + s("/.well-known/openid-configuration")).json();
        const QByteArray verifier(43, 'v');
        const QString redirect = s("http://127.0.0.1:9/callback");
        QUrl url(provider.value(s("authorization_endpoint")).toString());
        url.setQuery(QUrlQuery{
            {s("response_type"), s("code")},
            {s("client_id"), fact("clientId")},
            {s("redirect_uri"), redirect},
            {s("scope"), s("openid hr:read")},
            {s("state"), s("abc")},
            {s("resource"), api("hr", "audience")},
            {s("code_challenge"), QString::fromLatin1(core::crypto::base64UrlEncode(core::crypto::sha256(verifier)))},
            {s("code_challenge_method"), s("S256")}});
        const auto page = get(url.toString(QUrl::FullyEncoded));
        const auto redirected =
            postForm(fact("issuer") + s("/login"), QUrlQuery{{s("interaction"), hiddenField(page, s("interaction"))},
                                                             {s("csrf"), hiddenField(page, s("csrf"))},
                                                             {s("username"), login},
                                                             {s("password"), login + s("-demo")}});
        const auto code = QUrlQuery(redirected.location).queryItemValue(s("code"));
        const auto tokens = postForm(provider.value(s("token_endpoint")).toString(),
                                     QUrlQuery{{s("grant_type"), s("authorization_code")},
                                               {s("client_id"), fact("clientId")},
                                               {s("code"), code},
                                               {s("redirect_uri"), redirect},
                                               {s("code_verifier"), QString::fromLatin1(verifier)}});
        return tokens.json().value(s("access_token")).toString().toLatin1();
    }

private Q_SLOTS:
    void initTestCase()
    {
        demo_.start(s(SEKISHO_BIN_DIR "/sekisho-demo"), {s("--stream-delay-ms"), s("0")});
        QVERIFY(demo_.waitForStarted());
        QByteArray line;
        while (!line.contains('\n')) {
            QVERIFY(demo_.waitForReadyRead(20'000));
            line += demo_.readAllStandardOutput();
        }
        QCOMPARE(line.indexOf('\n'), line.size() - 1); // one line and nothing after it
        facts_ = QJsonDocument::fromJson(line).object();
        QCOMPARE(facts_.value(s("version")).toInt(), 1);
    }

    void theKeysOfThePipeAreTheProvidersKeys()
    {
        const auto fromPipe = QJsonDocument(facts_.value(s("jwks")).toObject()).toJson();
        const auto keys = core::crypto::JwkSet::parse(fromPipe);
        QVERIFY(keys.has_value());
        QVERIFY(core::crypto::verifyJws(signIn(s("asan")), *keys, core::crypto::JwsAlgorithm::ES256).has_value());
    }

    void theToolsAreReadLikeAnyOrganisations()
    {
        FakeAuthorizedHttp http;
        const auto bytes = QJsonDocument(facts_.value(s("tools")).toObject()).toJson();
        const auto file =
            core::connectors::loadHttpTools(bytes, {http, s("demo"), core::connectors::PlainLoopback::Allow});
        for (const auto& problem : file.problems)
            qWarning().noquote() << problem.text();
        QVERIFY(file.problems.isEmpty());
        QCOMPARE(file.tools.size(), 14);
        QCOMPARE(file.resourceServers.size(), 5);
        const auto hasEffect = [&file](const char* name, core::toolapi::Effect effect) {
            return std::any_of(file.tools.begin(), file.tools.end(), [&](const core::toolapi::ToolSpec& tool) {
                return tool.name.text() == s(name) && tool.effect == effect;
            });
        };
        using core::toolapi::Effect;
        QVERIFY(hasEffect("send_chat_message", Effect::Egress));
        QVERIFY(hasEffect("share_document", Effect::Permission));
        QVERIFY(hasEffect("pay_invoice", Effect::Commit));
        QVERIFY(hasEffect("fetch_page", Effect::ReadEgress));
        // The same file as anybody's would be refused: plain http is for the demo alone.
        QVERIFY(core::connectors::loadHttpTools(bytes, {http, s("demo"), core::connectors::PlainLoopback::Refuse})
                    .tools.isEmpty());
    }

    void everyAccountSeesItsOwnAndNobodyElses()
    {
        for (const auto& caller : people_.all()) {
            const auto token = signIn(caller.id);
            QVERIFY(!token.isEmpty());
            for (const auto& target : people_.all()) {
                const auto about = api("hr", "origin") + s("/hr/people/") + target.id;
                for (const auto& url : {about, about + s("/payslips"), about + s("/payslips/latest")}) {
                    const auto answer = get(url, token);
                    QCOMPARE(answer.status, caller.id == target.id ? 200 : 403);
                    if (caller.id == target.id) continue;
                    QVERIFY(!answer.body.contains(QByteArray::number(target.payslips.constFirst().net())));
                    QVERIFY(!answer.body.contains(target.phone.toUtf8()));
                    // What an agent with an admin key would have got.
                    const auto replay =
                        postJson(fact("controlUrl"), {{s("url"), url}}, fact("controlSecret").toLatin1());
                    QCOMPARE(replay.json().value(s("status")).toInt(), 200);
                    const auto leaked = replay.json().value(s("body")).toString();
                    QVERIFY(leaked.contains(QString::number(target.payslips.constFirst().net())) ||
                            leaked.contains(target.phone));
                }
            }
        }
    }

    void theAdminKeyIsOnlyForWhoStartedTheDemo_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("withSecret");
        QTest::addColumn<int>("status");
        const auto hr = api("hr", "origin");
        QTest::newRow("no secret") << hr + s("/hr/people/bsan") << false << 401;
        QTest::newRow("with the secret") << hr + s("/hr/people/bsan") << true << 200;
        QTest::newRow("another server") << s("http://127.0.0.1:1/hr/people/bsan") << true << 400;
        QTest::newRow("the provider") << fact("issuer") + s("/hr/people/bsan") << true << 400;
        QTest::newRow("a host that begins alike") << hr + s(".evil.example/hr/people") << true << 400;
        QTest::newRow("a port that begins alike") << hr + s("0/hr/people") << true << 400;
        QTest::newRow("user information") << s("http://x@") + hr.mid(7) + s("/hr/people") << true << 400;
        QTest::newRow("not below /hr/") << hr + s("/other") << true << 400;
        QTest::newRow("another API of the demo")
            << api("chat", "origin") + s("/chat/people/bsan/messages") << true << 200;
        QTest::newRow("one API's path at another's address") << hr + s("/chat/people/bsan/messages") << true << 400;
        QTest::newRow("dots") << hr + s("/hr/../hr/people/bsan") << true << 400;
        QTest::newRow("nothing") << QString() << true << 400;
    }
    void theAdminKeyIsOnlyForWhoStartedTheDemo()
    {
        QFETCH(QString, url);
        QFETCH(bool, withSecret);
        QFETCH(int, status);
        const auto answer = postJson(fact("controlUrl"), {{s("url"), url}},
                                     withSecret ? fact("controlSecret").toLatin1() : signIn(s("bucho")));
        QCOMPARE(answer.status, status);
    }

    void theModelStreamsARealCall()
    {
        const QJsonObject tool{{s("type"), s("function")},
                               {s("function"), QJsonObject{{s("name"), s("read_payslip")}}}};
        const auto answer =
            postJson(fact("modelBaseUrl") + s("/chat/completions"),
                     {{s("model"), fact("model")},
                      {s("stream"), true},
                      {s("tools"), QJsonArray{tool}},
                      {s("messages"),
                       QJsonArray{QJsonObject{{s("role"), s("user")}, {s("content"), s("最後の給与明細は？")}}}}});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.startsWith("data: {"));
        QVERIFY(answer.body.endsWith("data: [DONE]\n\n"));
        QVERIFY(answer.body.contains("\"name\":\"read_payslip\""));
    }

    void itLeavesNoCoreDumpAndEndsWithItsParent()
    {
        QFile limits(s("/proc/%1/limits").arg(demo_.processId()));
        QVERIFY(limits.open(QIODevice::ReadOnly));
        // 1, and not 0, which the kernel passes over where dumps go to a program.
        QVERIFY(
            QRegularExpression(s("Max core file size +1 +1 ")).match(QString::fromLatin1(limits.readAll())).hasMatch());
        demo_.closeWriteChannel();
        QVERIFY(demo_.waitForFinished(20'000));
        QCOMPARE(demo_.exitStatus(), QProcess::NormalExit);
        QCOMPARE(demo_.exitCode(), 0);
        QCOMPARE(demo_.readAllStandardError(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo_e2e.moc"
