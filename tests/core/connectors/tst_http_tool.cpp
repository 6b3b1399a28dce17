#include "core/connectors/http_tool.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_authorized_http.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRandomGenerator>
#include <QtCore/QUrlQuery>
#include <QtTest/QTest>

using core::Errc;
using namespace core::connectors;
using namespace core::toolapi;

namespace {

HttpToolTemplate sample(const char* path = "/people/{person}/payslips")
{
    HttpToolTemplate made;
    made.origin = QUrl(QStringLiteral("https://hr.example"));
    made.path = TextTemplate::parse(QString::fromLatin1(path)).value_or(TextTemplate());
    made.query.push_back({QStringLiteral("month"), *TextTemplate::parse(QStringLiteral("{month}"))});
    made.query.push_back({QStringLiteral("format"), *TextTemplate::parse(QStringLiteral("full"))});
    made.audience = QStringLiteral("hr");
    made.scopes = {QStringLiteral("hr.read")};
    return made;
}

QJsonObject person(const QString& text)
{
    return {{QStringLiteral("person"), text}};
}

QJsonObject json(const char* text)
{
    return QJsonDocument::fromJson(QByteArray(text)).object();
}

} // namespace

class TestHttpTool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void simpleExpansion_data()
    {
        // RFC 6570 section 3.2.2, simple string expansion.
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("segment");
        QTest::newRow("value") << QStringLiteral("value") << QByteArray("value");
        QTest::newRow("Hello World!") << QStringLiteral("Hello World!") << QByteArray("Hello%20World%21");
        QTest::newRow("a question mark and a hash stay in the path")
            << QStringLiteral("a?b=c#d") << QByteArray("a%3Fb%3Dc%23d");
        QTest::newRow("an at sign and a colon")
            << QStringLiteral("x@evil.example:80") << QByteArray("x%40evil.example%3A80");
        QTest::newRow("a percent sign that encodes nothing") << QStringLiteral("50%") << QByteArray("50%25");
        QTest::newRow("Japanese") << QStringLiteral("山田") << QByteArray("%E5%B1%B1%E7%94%B0");
        QTest::newRow("outside the basic plane") << QStringLiteral("\U0001F432") << QByteArray("%F0%9F%90%B2");
        QTest::newRow("reserved characters")
            << QStringLiteral("!$&'()*+,;=") << QByteArray("%21%24%26%27%28%29%2A%2B%2C%3B%3D");
        QTest::newRow("unreserved characters") << QStringLiteral("a-b._~Z9") << QByteArray("a-b._~Z9");
        QTest::newRow("three dots are a name") << QStringLiteral("...") << QByteArray("...");
    }
    void simpleExpansion()
    {
        QFETCH(QString, value);
        QFETCH(QByteArray, segment);
        const auto request = sample().request(person(value));
        QVERIFY2(request, request ? "" : qPrintable(request.error().detail));
        QCOMPARE(request->url.toEncoded(), "https://hr.example/people/" + segment + "/payslips?format=full");
    }

    void anArgumentThatWouldLeaveItsSegmentIsRefused_data()
    {
        QTest::addColumn<QString>("value");
        for (const auto* value : {"",
                                  ".",
                                  "..",
                                  "a/b",
                                  "/",
                                  "../admin",
                                  "a\\b",
                                  "%2e%2e",
                                  "%2E.",
                                  "..%2fadmin",
                                  "a%2Fb",
                                  "%252e%252e%252f",
                                  "a\nb",
                                  "a\tb",
                                  "%0a",
                                  "a%5cb",
                                  "%25252525252e",
                                  "..;",
                                  "..;x=y",
                                  ".;",
                                  "%2e%2e;a",
                                  "..%3b",
                                  ".. ",
                                  " .",
                                  " "})
            QTest::newRow(qPrintable(QStringLiteral("\"%1\"").arg(QString::fromLatin1(value).replace(u'\n', u'N'))))
                << QString::fromLatin1(value);
        QTest::newRow("a zero character") << QString(QChar(u'\0'));
    }
    void anArgumentThatWouldLeaveItsSegmentIsRefused()
    {
        QFETCH(QString, value);
        const auto request = sample().request(person(value));
        QVERIFY(!request);
        QCOMPARE(request.error().code, Errc::InvalidArgument);
        QCOMPARE(request.error().subject, QStringLiteral("/person"));
    }

    void twoArgumentsCannotMakeDotsTogether()
    {
        const QJsonObject dots{{QStringLiteral("a"), QStringLiteral("x")}, {QStringLiteral("b"), QStringLiteral("y")}};
        QVERIFY(sample("/p/{a}{b}/end").request(dots));
        QVERIFY(!sample("/p/.{a}/end").request({{QStringLiteral("a"), QStringLiteral(".")}}));
        QVERIFY(!sample("/p/.{a}/end").request({{QStringLiteral("a"), QStringLiteral(";x")}}));
        QVERIFY(!sample("/p/..{a}/end").request({{QStringLiteral("a"), QStringLiteral(";x")}}));
    }

    // Whatever an argument holds: same host, same number of segments, same names in the query; or nothing is sent.
    void anArgumentChangesNothingButItsOwnPlace()
    {
        QRandomGenerator random(20240229);
        const auto alphabet =
            QStringLiteral("ab/\\.%2eEfF?#&=@:;+ \t\n\"'<>[]{}|^~é山") + QChar(0xFEFF) + QChar(0x202E);
        int sent = 0;
        for (int i = 0; i < 20000; ++i) {
            QString text;
            for (int n = random.bounded(1, 8); n > 0; --n)
                text += alphabet[random.bounded(static_cast<int>(alphabet.size()))];
            const auto request = sample().request({{QStringLiteral("person"), text}, {QStringLiteral("month"), text}});
            if (!request) continue;
            ++sent;
            const auto& url = request->url;
            QCOMPARE(url.host(), QStringLiteral("hr.example"));
            QCOMPARE(url.scheme(), QStringLiteral("https"));
            QCOMPARE(url.port(), -1);
            QVERIFY(!url.hasFragment());
            QVERIFY(url.userInfo().isEmpty());
            const auto segments = url.path(QUrl::FullyEncoded).split(u'/');
            QCOMPARE(segments.size(), 4);
            QCOMPARE(segments.at(1), QStringLiteral("people"));
            QCOMPARE(segments.at(3), QStringLiteral("payslips"));
            const auto query = QUrlQuery(url).queryItems(QUrl::FullyEncoded);
            QCOMPARE(query.size(), 2);
            QCOMPARE(query.at(0).first, QStringLiteral("month"));
            QCOMPARE(QByteArray::fromPercentEncoding(query.at(0).second.toLatin1()), text.toUtf8());
            QCOMPARE(query.at(1), qMakePair(QStringLiteral("format"), QStringLiteral("full")));
        }
        QVERIFY(sent > 1000);
    }

    void anAbsentOptionalArgumentTakesItsParameterWithIt()
    {
        auto tool = sample();
        QCOMPARE(tool.request(person(QStringLiteral("a")))->url.query(), QStringLiteral("format=full"));
        auto arguments = person(QStringLiteral("a"));
        arguments.insert(QStringLiteral("month"), 5);
        QCOMPARE(tool.request(arguments)->url.query(), QStringLiteral("month=5&format=full"));
    }

    void aBodyIsFilledIn()
    {
        auto tool = sample();
        tool.method = "POST";
        tool.body = json("{\"to\":\"{person}\",\"days\":\"{days}\",\"note\":\"{note}\",\"text\":\"for {person}\","
                         "\"fixed\":7,\"list\":[\"{note}\",\"{days}\"]}");
        auto request = tool.request(json("{\"person\":\"a\\\"b\",\"days\":[1,2]}"));
        QVERIFY(request);
        QCOMPARE(request->contentType, QByteArray("application/json"));
        QCOMPARE(request->body, QByteArray("{\"days\":[1,2],\"fixed\":7,\"list\":[[1,2]],\"text\":\"for a\\\"b\","
                                           "\"to\":\"a\\\"b\"}"));
    }

    void theRequestCarriesAudienceAndScopesAndNoPerson()
    {
        const auto request = sample().request(person(QStringLiteral("bsan")));
        QCOMPARE(request->audience, QStringLiteral("hr"));
        QCOMPARE(request->scopes, QStringList{QStringLiteral("hr.read")});
        QVERIFY(request->body.isEmpty());
    }

    void answersBecomeValues_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("JSON") << QByteArray("application/json; charset=utf-8") << QByteArray("{\"a\":1}")
                              << QJsonValue(json("{\"a\":1}"));
        QTest::newRow("problem details (RFC 9457)")
            << QByteArray("application/problem+json") << QByteArray("{\"a\":1}") << QJsonValue(json("{\"a\":1}"));
        QTest::newRow("JSON with a repeated key stays text")
            << QByteArray("application/json") << QByteArray("{\"a\":1,\"a\":2}")
            << QJsonValue(QStringLiteral("{\"a\":1,\"a\":2}"));
        QTest::newRow("text") << QByteArray("text/plain") << QByteArray("hello") << QJsonValue(QStringLiteral("hello"));
        QTest::newRow("a web page stays text")
            << QByteArray("text/html") << QByteArray("<p>") << QJsonValue(QStringLiteral("<p>"));
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QJsonValue(QString());
        QTest::newRow("bytes") << QByteArray("image/png") << QByteArray("\x89PNG\xff", 5)
                               << QJsonValue(json("{\"contentType\":\"image/png\",\"bytes\":5,\"note\":\"The answer is "
                                                  "not text and is not shown.\"}"));
    }
    void answersBecomeValues()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QJsonValue, value);
        QCOMPARE(answerValue(FakeAuthorizedHttp::answer(200, body, type)), value);
    }

    void anAnswerSaysWhatWasAsked()
    {
        FakeAuthorizedHttp http;
        const core::UserKey asan{QStringLiteral("i"), QStringLiteral("asan")};
        const auto answer =
            fakes::await(askApi(http, {asan, core::CallId(), {}}, *sample().request(person(QStringLiteral("bsan")))));
        QVERIFY(answer);
        QCOMPARE(answer->api->method, QByteArray("GET"));
        QCOMPARE(answer->api->url.path(), QStringLiteral("/people/bsan/payslips"));
        QCOMPARE(http.sent.front().person, asan);
    }

    void aFailureToAskIsAnError()
    {
        FakeAuthorizedHttp http;
        http.server = [](const FakeAuthorizedHttp::Sent&) -> core::Result<ApiAnswer> {
            return core::fail(Errc::Refused, QStringLiteral("another origin"));
        };
        const auto answer = fakes::await(askApi(http, {}, ApiRequest{}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::Refused);
    }
};

QTEST_GUILESS_MAIN(TestHttpTool)
#include "tst_http_tool.moc"
