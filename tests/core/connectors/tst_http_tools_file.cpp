#include "core/connectors/http_tools_file.h"
#include "core/connectors/user_info_tool.h"
#include "core/gateway/tool_registry.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_authorized_http.h"

#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using core::Errc;
using namespace core::connectors;
using namespace core::toolapi;

namespace {

QByteArray example()
{
    QFile file(QStringLiteral(SEKISHO_SOURCE_DIR "/resources/examples/http-tools.json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll();
}

// The example with one part of one tool (or of the first resource server) replaced; undefined: taken out.
QByteArray changed(const char* list, int index, const char* key, const QJsonValue& value)
{
    auto document = QJsonDocument::fromJson(example()).object();
    auto entries = document.value(QLatin1String(list)).toArray();
    auto entry = entries.at(index).toObject();
    if (value.isUndefined())
        entry.remove(QLatin1String(key));
    else
        entry.insert(QLatin1String(key), value);
    entries.replace(index, entry);
    document.insert(QLatin1String(list), entries);
    return QJsonDocument(document).toJson();
}

// The example for other people; undefined: it does not say for whose.
QByteArray forPeopleOf(const QJsonValue& issuer)
{
    auto document = QJsonDocument::fromJson(example()).object();
    if (issuer.isUndefined())
        document.remove(QLatin1String("issuer"));
    else
        document.insert(QLatin1String("issuer"), issuer);
    return QJsonDocument(document).toJson();
}

const QString exampleIssuer = QStringLiteral("https://login.example.com");

QJsonValue json(const char* text)
{
    return QJsonDocument::fromJson('[' + QByteArray(text) + ']').array().at(0);
}

HttpToolsFile load(const QByteArray& bytes, PlainLoopback loopback = PlainLoopback::Refuse)
{
    static FakeAuthorizedHttp http;
    return loadHttpTools(bytes, {http, QStringLiteral("hr.json"), loopback});
}

QString problems(const HttpToolsFile& file)
{
    QStringList lines;
    for (const auto& problem : file.problems)
        lines += problem.text();
    return lines.join(u'\n');
}

} // namespace

class TestHttpToolsFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theExampleIsRight()
    {
        const auto file = load(example());
        QVERIFY2(file.problems.isEmpty(), qPrintable(problems(file)));
        QCOMPARE(file.tools.size(), 2);
        QCOMPARE(file.hash.size(), 64);
        QCOMPARE(file.issuers, QStringList{exampleIssuer});
        QCOMPARE(file.resourceServers.size(), 1);
        const auto& server = file.resourceServers.first();
        QCOMPARE(server.origin, QUrl(QStringLiteral("https://hr.example.com")));
        QCOMPARE(server.scopes, (QStringList{QStringLiteral("payslips.read"), QStringLiteral("leave.write")}));
        const auto& list = file.tools.first();
        QCOMPARE(list.effect, Effect::Read);
        QCOMPARE(list.title.ja, QStringLiteral("給与明細の一覧を見る"));
        QCOMPARE(list.definedBy, core::toolapi::DefinedBy::Person);
        QCOMPARE(file.tools.last().effect, Effect::Write);
        core::gateway::ToolRegistry registry;
        for (const auto& tool : file.tools)
            QVERIFY(registry.add(tool));
    }

    void aToolAsksItsOwnAddress()
    {
        FakeAuthorizedHttp http;
        const auto file = loadHttpTools(example(), {http, QStringLiteral("hr.json")});
        const core::UserKey asan{QStringLiteral("i"), QStringLiteral("asan")};
        const auto answer = fakes::await(
            file.tools.first().run({asan, core::CallId(), {}}, json("{\"person\":\"bsan\",\"year\":2024}").toObject()));
        QVERIFY(answer);
        const auto& request = http.sent.front().request;
        QCOMPARE(request.url, QUrl(QStringLiteral("https://hr.example.com/api/people/bsan/payslips?year=2024")));
        QCOMPARE(request.audience, QStringLiteral("https://hr.example.com/api"));
        QCOMPARE(request.scopes, QStringList{QStringLiteral("payslips.read")});
        QCOMPARE(http.sent.front().person, asan);
        const auto refused = fakes::await(
            file.tools.first().run({asan, core::CallId(), {}}, json("{\"person\":\"../admin\"}").toObject()));
        QCOMPARE(refused.error().code, Errc::InvalidArgument);
        QCOMPARE(http.sent.size(), 1U);
    }

    void aToolSaysHowItsPersonMustHaveSignedIn()
    {
        FakeAuthorizedHttp http;
        const auto needOf = [&](const QByteArray& signIn) {
            auto file = QJsonDocument::fromJson(example()).object();
            auto tools = file.value(QStringLiteral("tools")).toArray();
            auto tool = tools.first().toObject();
            if (!signIn.isEmpty()) tool.insert(QStringLiteral("signIn"), QJsonDocument::fromJson(signIn).object());
            tools.replace(0, tool);
            file.insert(QStringLiteral("tools"), tools);
            return loadHttpTools(QJsonDocument(file).toJson(), {http, QStringLiteral("hr.json")}).tools.first().signIn;
        };
        using core::toolapi::SignInNeed;
        QVERIFY(needOf({}).isNone());
        QCOMPARE(needOf(R"({"acr":"gold"})"), (SignInNeed{{QStringLiteral("gold")}, {}}));
        QCOMPARE(needOf(R"({"maxAge":0})"), (SignInNeed{{}, std::chrono::seconds(0)}));
        QCOMPARE(needOf(R"({"acr":"gold","maxAge":300})"),
                 (SignInNeed{{QStringLiteral("gold")}, std::chrono::seconds(300)}));
    }

    void aBrokenToolIsNamedAndTheOthersWork_data()
    {
        QTest::addColumn<int>("tool");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, int tool, const char* key, const QJsonValue& value, const char* says) {
            QTest::newRow(name) << tool << QByteArray(key) << value << QString::fromUtf8(says);
        };
        const auto text = [](const char* words) { return QJsonValue(QString::fromUtf8(words)); };
        row("a POST that says it only reads", 1, "effect", text("read"), "/tools/1/effect must be write");
        row("a POST that says it only asks others", 1, "effect", text("read-egress"), "/tools/1/effect must be write");
        row("a GET with an effect", 0, "effect", text("write"), "/tools/0/effect must be read or read-egress");
        row("a DELETE that says it reads", 0, "method", text("DELETE"), "/tools/0/effect must be write");
        row("a method nobody knows", 0, "method", text("TRACE"), "/tools/0/method must be one of");
        row("an effect nobody knows", 0, "effect", text("harmless"), "/tools/0/effect must be one of");
        row("a word that would vouch for it", 1, "safe", true, "/tools/1/safe is not a known property");
        row("another host", 0, "url", text("https://evil.example/api/people/{person}/payslips"),
            "/tools/0/url is not at the origin of its audience, https://hr.example.com");
        row("another port", 0, "url", text("https://hr.example.com:8443/api/people/{person}"),
            "/tools/0/url is not at");
        row("plain http", 0, "url", text("http://hr.example.com/api/people/{person}"),
            "/tools/0/url does not begin with https://");
        row("a host made of an argument", 0, "url", text("https://{person}.example.com/x"), "/tools/0/url must be");
        row("a host with an argument behind it", 0, "url", text("https://hr.example.com{person}/x"),
            "/tools/0/url must be");
        row("a user name", 0, "url", text("https://a@hr.example.com/{person}"), "/tools/0/url must be");
        row("a query in the address", 0, "url", text("https://hr.example.com/{person}?a=b"), "/tools/0/url must be");
        row("a fragment", 0, "url", text("https://hr.example.com/{person}#b"), "/tools/0/url must be");
        row("a backslash", 0, "url", text("https://hr.example.com\\@evil.example/{person}"), "/tools/0/url must be");
        row("dots in the path", 0, "url", text("https://hr.example.com/a/../{person}"), "/tools/0/url is not a plain");
        row("a brace that does not close", 0, "url", text("https://hr.example.com/{person"),
            "/tools/0/url has a \"{\"");
        row("an operator of a higher level (RFC 6570 section 1.2)", 0, "url", text("https://hr.example.com/{+person}"),
            "/tools/0/url has a \"{\"");
        row("an argument that is not there", 0, "url", text("https://hr.example.com/{person}/{other}"),
            "/tools/0/url uses {other}, which is no property of inputSchema");
        row("an optional argument in the path", 0, "url", text("https://hr.example.com/{person}/{year}"),
            "/tools/0/url uses {year}, which \"required\" in inputSchema must list");
        row("an argument that goes nowhere", 0, "query", QJsonObject(),
            "/tools/0/inputSchema/properties/year is used neither in url, query nor body");
        row("an audience without a resource server", 0, "audience", text("https://other.example"),
            "/tools/0/audience is not one of the resourceServers");
        row("a schema in another document", 0, "inputSchema",
            json("{\"type\":\"object\",\"additionalProperties\":false,\"$ref\":\"https://x.example/s\",\"required\":["
                 "\"person\"],\"properties\":{\"person\":{\"type\":\"string\"},\"year\":{\"type\":\"integer\"}}}"),
            "/tools/0/inputSchema/$ref");
        row("a schema that lets anything through", 0, "inputSchema", json("{\"type\":\"object\"}"),
            "/tools/0/inputSchema must say \"additionalProperties\": false");
        row("a list in the path", 0, "inputSchema",
            json("{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"person\"],\"properties\":{"
                 "\"person\":{\"type\":\"array\"},\"year\":{\"type\":\"integer\"}}}"),
            "/tools/0/url uses {person}, whose \"type\" in inputSchema must be string");
        row("a body with a GET", 0, "body", QJsonObject(), "/tools/0/body cannot be sent with the method GET");
        row("a control argument that is not there", 0, "controlArguments", json("[\"/persn\"]"),
            "/tools/0/controlArguments/0 names \"/persn\"");
        row("an effect whose argument has no rule", 1, "contentArguments", json("[]"),
            "/tools/1/inputSchema/properties/note must be in controlArguments or contentArguments");
        row("no name", 0, "name", QJsonValue(QJsonValue::Undefined), "/tools/0 must have the property \"name\"");
        row("no Japanese title", 0, "title", json("{\"en\":\"List\"}"), "/tools/0/title must have the property \"ja\"");
        row("a misspelled field", 0, "scope", json("[]"), "/tools/0/scope is not a known property");
        row("two scopes in one", 0, "scopes", json("[\"a b\"]"), "/tools/0/scopes/0 must match the pattern");
        row("a sign-in of no kind", 0, "signIn", QJsonObject(), "/tools/0/signIn");
        row("two kinds of sign-in in one", 0, "signIn", json("{\"acr\":\"gold silver\"}"), "/tools/0/signIn/acr");
        row("a sign-in in the future", 0, "signIn", json("{\"maxAge\":-1}"), "/tools/0/signIn/maxAge");
        row("a payment that waits", 1, "effect", text("commit"), "/tools/1/canWait must be false");
        row("a read that waits", 0, "canWait", true, "/tools/0/canWait must be false");
        row("neither yes nor no", 1, "canWait", text("yes"), "/tools/1/canWait");
        row("no time to answer", 0, "timeoutSeconds", 0, "/tools/0/timeoutSeconds must be at least 1");
        row("the name of another tool", 0, "name", text("request_leave"), "/tools/0/name is there more than once");
    }
    void aBrokenToolIsNamedAndTheOthersWork()
    {
        QFETCH(int, tool);
        QFETCH(QByteArray, key);
        QFETCH(QJsonValue, value);
        QFETCH(QString, says);
        const auto file = load(changed("tools", tool, key.constData(), value));
        QVERIFY2(problems(file).contains(says), qPrintable(problems(file)));
        const bool both = key == "name" && value.isString();
        QCOMPARE(file.tools.size(), both ? 0 : 1);
        if (!both)
            QCOMPARE(file.tools.first().name.text(),
                     tool == 0 ? QStringLiteral("request_leave") : QStringLiteral("list_payslips"));
        for (const auto& problem : file.problems) {
            QVERIFY(problem.line > 1);
            QCOMPARE(problem.file, QStringLiteral("hr.json"));
        }
    }

    void aBrokenResourceServerTakesItsToolsWithIt_data()
    {
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("says");
        QTest::newRow("plain http") << QStringLiteral("http://hr.example.com") << QStringLiteral("does not begin with");
        QTest::newRow("a path") << QStringLiteral("https://hr.example.com/api") << QStringLiteral("and nothing else");
        QTest::newRow("a user name") << QStringLiteral("https://a:b@hr.example.com") << QStringLiteral("user name");
        QTest::newRow("no host") << QStringLiteral("https:///") << QStringLiteral("absolute address");
        QTest::newRow("a name for this machine is no literal address")
            << QStringLiteral("http://localhost:8080") << QStringLiteral("does not begin with");
        QTest::newRow("this machine, where it is not allowed")
            << QStringLiteral("http://127.0.0.1:8080") << QStringLiteral("only the demo");
    }
    void aBrokenResourceServerTakesItsToolsWithIt()
    {
        QFETCH(QString, origin);
        QFETCH(QString, says);
        const auto file = load(changed("resourceServers", 0, "origin", origin));
        QVERIFY2(problems(file).contains(says), qPrintable(problems(file)));
        QVERIFY(problems(file).contains(QLatin1String("/resourceServers/0/origin")));
        QVERIFY(file.tools.isEmpty());
        QVERIFY(file.resourceServers.isEmpty());
    }

    void theDemoMayLiveOnThisMachine()
    {
        auto bytes = example();
        bytes.replace("https://hr.example.com", "http://127.0.0.1:8123");
        const auto allowed = load(bytes, PlainLoopback::Allow);
        QVERIFY2(allowed.problems.isEmpty(), qPrintable(problems(allowed)));
        QVERIFY(allowed.resourceServers.first().plainHttp);
        QVERIFY(load(bytes).tools.isEmpty());
        bytes.replace("127.0.0.1", "192.168.0.1");
        QVERIFY(load(bytes, PlainLoopback::Allow).tools.isEmpty());
    }

    void aFileThatIsNoToolFileIsOneProblemWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << 1 << QStringLiteral("is not plain JSON");
        QTest::newRow("cut off") << QByteArray("{\n\"version\": 1,\n\"tools\": [") << 3
                                 << QStringLiteral("is not plain JSON");
        QTest::newRow("a comment") << QByteArray("{\n// hello\n}") << 2 << QStringLiteral("is not plain JSON");
        QTest::newRow("a repeated key") << QByteArray(
                                               "{\"version\":1,\n\"tools\":[],\n\"resourceServers\":[],\n\"tools\":[]}")
                                        << 4 << QStringLiteral("The name \"tools\" stands here twice.");
        QTest::newRow("another version") << QByteArray("{\"tools\":[],\"resourceServers\":[],\n\"version\":2}") << 2
                                         << QStringLiteral("/version must be one of 1, but is 2");
        QTest::newRow("a misspelled field")
            << QByteArray("{\"version\":1,\"tools\":[],\"resourceServers\":[],\n\"tool\":[]}") << 2
            << QStringLiteral("/tool is not a known property");
        QTest::newRow("a long name around many values")
            << QByteArray("{\"version\":1,\"tools\":[],\"resourceServers\":[],\n\"" + QByteArray(500 * 1024, 'n') +
                          "\":[0" + QByteArray(",0").repeated(250'000) + "]}")
            << 2 << QStringLiteral(" is not a known property");
        QTest::newRow("a number out of range")
            << QByteArray("{\n\n\"version\": 1e400}") << 3 << QStringLiteral("This is not a number.");
        QTest::newRow("not UTF-8") << QByteArray("{\"version\": \"\xff\"}") << 1 << QStringLiteral("not UTF-8");
        QTest::newRow("a byte order mark, and the fault behind it")
            << QByteArray("\xEF\xBB\xBF{\"version\":1,\"tools\":[],\"resourceServers\":[],\n\"tool\":[]}") << 2
            << QStringLiteral("/tool is not a known property");
        QTest::newRow("larger than the limit")
            << QByteArray(1024 * 1024 + 1, ' ') << 1 << QStringLiteral("larger than 1 MiB");
    }
    void aFileThatIsNoToolFileIsOneProblemWithItsLine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, line);
        QFETCH(QString, says);
        const auto file = load(bytes);
        QCOMPARE(file.problems.size(), 1);
        QCOMPARE(file.problems.first().line, line);
        QVERIFY2(problems(file).contains(says), qPrintable(problems(file)));
        QVERIFY(file.tools.isEmpty());
    }

    void aProblemSaysWhereToLook()
    {
        auto bytes = example();
        bytes.replace("\"effect\": \"write\"", "\"effect\": \"read\"");
        const auto file = load(bytes);
        const auto line = bytes.left(bytes.lastIndexOf("\"effect\": \"read\"")).count('\n') + 1;
        QCOMPARE(file.problems.first().text(),
                 QStringLiteral("hr.json, line %1: tool \"request_leave\": /tools/1/effect must be write, egress, "
                                "permission, commit, destructive or credential, because the method is POST")
                     .arg(line));
    }

    void aChangedAddressIsAnotherDefinition()
    {
        const auto before = load(example()).tools.first();
        const auto after =
            load(changed("tools", 0, "url", QStringLiteral("https://hr.example.com/api/v2/people/{person}/payslips")))
                .tools.first();
        QVERIFY(definitionHash(before) != definitionHash(after));
        core::gateway::ToolRegistry registry;
        QVERIFY(registry.add(before));
        QCOMPARE(registry.add(after).error().code, Errc::Conflict);
    }

    void aLaterFileCannotChangeAnEarlierOne()
    {
        const auto managed = load(example());
        auto bytes = example();
        bytes.replace("https://hr.example.com\"", "https://evil.example\"")
            .replace("https://hr.example.com/api/p", "https://evil.example/api/p")
            .replace("https://hr.example.com/api/l", "https://evil.example/api/l");
        const auto own = load(bytes);
        QVERIFY2(own.problems.isEmpty(), qPrintable(problems(own)));
        QCOMPARE(own.resourceServers.first().origin, QUrl(QStringLiteral("https://evil.example")));
        const auto merged = mergeHttpTools({managed, own}, exampleIssuer);
        QCOMPARE(merged.tools.size(), 2);
        QCOMPARE(merged.resourceServers.size(), 1);
        QCOMPARE(merged.resourceServers.first().origin, QUrl(QStringLiteral("https://hr.example.com")));
        QVERIFY(problems(merged).contains(QLatin1String("another origin")));
        const auto twice = mergeHttpTools({managed, managed}, exampleIssuer);
        QCOMPARE(twice.tools.size(), 2);
        QVERIFY(problems(twice).contains(QLatin1String("an earlier file has already")));
    }

    void aFileThatDoesNotSayForWhosePeopleItIsGivesNoTools_data()
    {
        QTest::addColumn<QJsonValue>("issuer");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QJsonValue(QJsonValue::Undefined)
                                 << QStringLiteral("line 1: the file must name in "
                                                   "\"issuer\"");
        QTest::newRow("an empty list") << QJsonValue(QJsonArray()) << QStringLiteral("/issuer must name in");
        QTest::newRow("everybody") << QJsonValue(QStringLiteral("*")) << QStringLiteral("/issuer is not an absolute");
        QTest::newRow("a number") << QJsonValue(7) << QStringLiteral("/issuer must be an array or a string");
        QTest::newRow("plain http") << QJsonValue(QStringLiteral("http://login.example.com"))
                                    << QStringLiteral("/issuer does not begin with https://");
        QTest::newRow("a query") << QJsonValue(QStringLiteral("https://login.example.com?a"))
                                 << QStringLiteral("/issuer has a query");
        QTest::newRow("one of two is none")
            << json("[\"https://login.example.com\", \"\"]") << QStringLiteral("/issuer/1 is not an absolute");
    }
    void aFileThatDoesNotSayForWhosePeopleItIsGivesNoTools()
    {
        QFETCH(QJsonValue, issuer);
        QFETCH(QString, says);
        const auto file = load(forPeopleOf(issuer));
        QVERIFY2(problems(file).contains(says), qPrintable(problems(file)));
        QCOMPARE(file.problems.size(), 1);
        QVERIFY(file.tools.isEmpty());
        QVERIFY(file.resourceServers.isEmpty());
    }

    void toolsAreForPeopleOfTheirIssuerOnly()
    {
        const auto one = load(example());
        const auto both = load(forPeopleOf(json("[\"https://a.example/\", \"https://b.example\"]")));
        QVERIFY2(both.problems.isEmpty(), qPrintable(problems(both)));
        QCOMPARE(mergeHttpTools({one, both}, exampleIssuer).tools.size(), 2);
        QCOMPARE(mergeHttpTools({one}, QStringLiteral("https://a.example/")).tools.size(), 0);
        QCOMPARE(mergeHttpTools({one}, QStringLiteral("https://a.example/")).resourceServers.size(), 0);
        QCOMPARE(mergeHttpTools({one}, exampleIssuer + u'/').tools.size(), 0); // byte for byte
        // Each issuer has the names to itself: nothing of one file is in the way of the other's.
        const auto other = mergeHttpTools({one, both}, QStringLiteral("https://b.example"));
        QCOMPARE(other.tools.size(), 2);
        QVERIFY2(other.problems.isEmpty(), qPrintable(problems(other)));
    }

    void anOwnFileGetsNoMoreScopesThanTheManagedOnes()
    {
        FakeAuthorizedHttp http;
        const auto read = [&http](const char* name, bool managed, const char* prefix, const char* scope) {
            auto bytes = example();
            bytes.replace("\"name\": \"list_payslips\"", QByteArray("\"name\": \"") + prefix + "list\"")
                .replace("\"name\": \"request_leave\"", QByteArray("\"name\": \"") + prefix + "leave\"")
                .replace("leave.write", scope);
            return loadHttpTools(bytes, {http, QString::fromLatin1(name), PlainLoopback::Refuse, managed});
        };
        const auto scopesOf = [](const HttpToolsFile& file) { return file.resourceServers.first().scopes.join(u' '); };
        const auto managed = read("managed.json", true, "a_", "leave.write");
        const auto own = read("own.json", false, "b_", "payslips.write");
        const auto merged = mergeHttpTools({managed, own}, exampleIssuer);
        QCOMPARE(scopesOf(merged), QStringLiteral("payslips.read leave.write"));
        QCOMPARE(merged.tools.size(), 3);
        QCOMPARE(problems(merged), QStringLiteral("own.json, line 1: tool \"b_leave\": the file asks for the scope "
                                                  "payslips.write of the audience https://hr.example.com/api, which "
                                                  "the managed files do not ask for"));
        // Several managed files add up, and so do several of the person's own.
        const auto second = read("second.json", true, "c_", "payslips.write");
        QCOMPARE(mergeHttpTools({managed, second, own}, exampleIssuer).tools.size(), 6);
        QCOMPARE(scopesOf(mergeHttpTools({own, read("own2.json", false, "d_", "leave.write")}, exampleIssuer)),
                 QStringLiteral("payslips.read payslips.write leave.write"));
        // A tool that is left out for its name asks for nothing.
        QCOMPARE(scopesOf(mergeHttpTools({own, read("own2.json", false, "b_", "leave.write")}, exampleIssuer)),
                 QStringLiteral("payslips.read payslips.write"));
    }

    void whileAManagedFileIsNotKnownThePersonsOwnAreLeftOut_data()
    {
        QTest::addColumn<QByteArray>("bytes"); // null: it cannot be read
        QTest::addColumn<bool>("whole");
        const auto with = [](const char* key, const QJsonValue& value) {
            return changed("resourceServers", 0, key, value);
        };
        QTest::newRow("cannot be read") << QByteArray() << false;
        QTest::newRow("not JSON") << QByteArray("{") << false;
        QTest::newRow("of another version") << QByteArray("{\"version\": 2}") << false;
        QTest::newRow("names nobody's people") << forPeopleOf(QJsonValue::Undefined) << false;
        QTest::newRow("one of its issuers is none")
            << forPeopleOf(json("[\"https://login.example.com\", \"\"]")) << false;
        QTest::newRow("an API at no address") << with("origin", QStringLiteral("hr.example.com")) << false;
        QTest::newRow("an API without its audience") << with("audience", QJsonValue::Undefined) << false;
        QTest::newRow("a broken tool") << changed("tools", 0, "method", QStringLiteral("FETCH")) << true;
        QTest::newRow("sound") << example() << true;
        QTest::newRow("sound, for other people") << forPeopleOf(QStringLiteral("https://other.example")) << true;
    }
    void whileAManagedFileIsNotKnownThePersonsOwnAreLeftOut()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, whole);
        FakeAuthorizedHttp http;
        auto own = example();
        own.replace("https://hr.example.com", "https://own.example")
            .replace("\"name\": \"list_payslips\"", "\"name\": \"own_list\"")
            .replace("\"name\": \"request_leave\"", "\"name\": \"own_leave\"");
        const auto ownFile = loadHttpTools(own, {http, QStringLiteral("own.json"), PlainLoopback::Refuse, false});
        QVERIFY2(ownFile.problems.isEmpty(), qPrintable(problems(ownFile)));
        const LoadOptions options{http, QStringLiteral("managed.json"), PlainLoopback::Refuse, true};
        const auto managed = bytes.isNull() ? unreadableHttpTools(options, QStringLiteral("Permission denied"))
                                            : loadHttpTools(bytes, options);
        QCOMPARE(managed.whole, whole);
        if (bytes.isNull())
            QCOMPARE(problems(managed),
                     QStringLiteral("managed.json: Permission denied. Make it readable, or remove it"));
        const auto merged = mergeHttpTools({managed, ownFile}, exampleIssuer);
        const auto usesOwn = std::any_of(merged.tools.begin(), merged.tools.end(),
                                         [](const ToolSpec& tool) { return tool.name.text().startsWith(u"own_"); });
        QCOMPARE(usesOwn, whole);
        QCOMPARE(problems(merged).contains(QLatin1String("own.json, line 1: the file is left out until managed.json")),
                 !whole);
        // A file of the person's own that is broken is in nobody's way.
        auto mine = managed;
        mine.managed = false;
        QCOMPARE(problems(mergeHttpTools({mine, ownFile}, exampleIssuer)).contains(QLatin1String("left out until")),
                 false);
    }

    void theBuiltInToolIsComplete()
    {
        FakeAuthorizedHttp http;
        core::gateway::ToolRegistry registry;
        const auto tool = userInfoTool(http);
        QVERIFY(registry.add(tool));
        QCOMPARE(tool.definedBy, core::toolapi::DefinedBy::Program);
        QCOMPARE(tool.effect, Effect::Read);
        QVERIFY(tool.controlArguments.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestHttpToolsFile)
#include "tst_http_tools_file.moc"
