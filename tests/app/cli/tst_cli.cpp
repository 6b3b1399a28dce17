// sekisho-cli as a shell starts it, with the real demo organisation and without a keychain: what it prints where, and
// how it ends.
#include "tests/app/cli/cli_fixture.h"
#include "tests/fakes/certificates.h"

#include <QtCore/QRegularExpression>
#include <QtNetwork/QSslServer>
#include <QtNetwork/QTcpServer>

#include <fcntl.h>
#include <sys/stat.h>

using namespace cli_tests;

namespace {

const QByteArray asanNumber = "HT-20418";
const QByteArray bsanPhone = "090-0000-5836";

QSet<QString> wordsIn(const QString& text, const char* pattern)
{
    QSet<QString> found;
    const QRegularExpression expression(s(pattern), QRegularExpression::MultilineOption);
    for (auto match = expression.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured(1));
    return found;
}

} // namespace

/// On a machine without a keychain.
class TestCli : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wrongWords_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* words, const char* says, const QByteArray& input = {}) {
            QTest::newRow(name) << s(words).split(QLatin1Char('|'), Qt::SkipEmptyParts) << input << QByteArray(says);
        };
        row("no command", "", "--help");
        row("a command that is none", "frobnicate", "signin, whoami, ask, tools, grants and signout");
        row("an option that is none", "whoami|--jason", "--help");
        row("an option without its value", "signin|--issuer", "--help");
        row("a value where none belongs", "whoami|--json=yes", "--help");
        row("a word too many", "whoami|asan", "Leave it out");
        row("a word that grants has none of", "grants|remove", "Leave it out");
        row("no rule to revoke", "grants|revoke", "grants revoke ID");
        row("two rules to revoke", "grants|revoke|a|b", "grants revoke ID");
        row("no question", "ask", "ask -");
        QTest::newRow("an empty question") << QStringList{s("ask"), QString()} << QByteArray() << QByteArray("empty");
        row("a question of white space", "ask| ", "empty");
        row("a question without quotes", "ask|who|am|I", "in quotes");
        row("an empty question on standard input", "ask|-", "empty", "\n");
        row("a question that is not UTF-8", "ask|-", "UTF-8", "\xff\xfe");
        row("a question of a megabyte", "ask|-", "64 KiB", QByteArray(1024 * 1024, 'x'));
        row("no organisation to sign in with", "signin", "--issuer URL");
        row("an issuer without its client", "signin|--issuer|https://id.example", "--client-id ID");
        row("a client without its issuer", "signin|--client-id|sekisho", "--issuer URL");
        row("an issuer without a scheme", "signin|--issuer|id.example|--client-id|x", "https://login.example.com");
        row("an issuer without TLS", "signin|--issuer|http://id.example|--client-id|x", "https://login.example.com");
        row("an issuer with a password", "signin|--issuer|https://me:secret@id.example", "https://login.example.com");
        row("an issuer with a query", "signin|--issuer|https://id.example/?x=1", "https://login.example.com");
        row("an issuer that is no URL", "signin|--issuer|https://%zz|--client-id|x", "https://login.example.com");
        row("a demo account that is none", "ask|hello|--demo-account|carol", "asan, bsan, yamada and bucho");
        QTest::newRow("an empty demo account")
            << QStringList{s("whoami"), s("--demo-account"), QString()} << QByteArray() << QByteArray("asan");
        row("the demo and an issuer", "signin|--demo-account|asan|--issuer|https://id.example", "Leave one out");
        row("an account in the demo", "ask|hello|--demo-account|asan|--account|bsan", "Leave it out");
        row("an account to sign in", "signin|--account|asan", "Leave it out");
        row("a tool that is allowed to sign in", "signin|--allow-tool|request_leave", "goes with ask");
        row("an issuer for a question", "ask|hello|--issuer|https://id.example", "--this-run-only");
    }
    void wrongWords()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, says);
        const Shell shell;
        const auto outcome = shell.run(arguments, input);
        QVERIFY2(isOneClearMessage(outcome, 2, says.constData()), outcome.all().constData());

        QVERIFY(!outcome.err.contains("secret"));

        const auto json = shell.run(QStringList(arguments) << s("--json"), input);
        QVERIFY2(json.code == 2 && json.out.isEmpty(), json.all().constData());
        QCOMPARE(json.error().value(s("type")).toString(), s("error"));
        QCOMPARE(json.error().value(s("code")).toString(), s("InvalidArgument"));
    }

    void helpAndManPageSayTheSame()
    {
        const Shell shell;
        const auto help = shell.run({s("--help")});
        QCOMPARE(help.code, 0);
        QVERIFY(help.err.isEmpty());
        QCOMPARE(shell.run({s("-h")}).out, help.out);
        QFile page(s(SEKISHO_SOURCE_DIR "/packaging/linux/sekisho-cli.1"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const auto manual = QString::fromUtf8(page.readAll()).remove(QLatin1Char('\\'));

        const auto helped = QString::fromUtf8(help.out);
        const auto commands = wordsIn(helped.section(s("Options:"), 0, 0), "^  (\\w+)");
        QCOMPARE(commands, (QSet<QString>{s("signin"), s("whoami"), s("ask"), s("tools"), s("grants"), s("signout"),
                                          s("policy"), s("gate"), s("audit")}));
        QCOMPARE(wordsIn(manual.section(s(".SH DESCRIPTION"), 1).section(s(".SH"), 0, 0), "^\\.BI? (\\w+)"), commands);
        const auto options = wordsIn(helped, "^  --([a-z-]+)");
        QCOMPARE(options.size(), 11);
        QCOMPARE(wordsIn(manual.section(s(".SH OPTIONS"), 1).section(s(".SH"), 0, 0), "^\\.BI? --([a-z-]+)"), options);
        QCOMPARE(wordsIn(manual.section(s(".SH EXIT STATUS"), 1).section(s(".SH"), 0, 0), "^\\.B (\\d+)"),
                 (QSet<QString>{s("0"), s("1"), s("2"), s("3"), s("4"), s("130"), s("141")}));
    }
    void theVersionNamesTheProgram()
    {
        const auto outcome = Shell().run({s("--version")});
        QCOMPARE(outcome.code, 0);
        QVERIFY(QRegularExpression(s("^sekisho-cli \\d+\\.\\d+\\.\\d+\n$"))
                    .match(QString::fromUtf8(outcome.out))
                    .hasMatch());
        QVERIFY(outcome.err.isEmpty());
    }

    void whereNobodyIsSignedIn_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("next");
        QTest::newRow("whoami") << QStringList{s("whoami")} << QByteArray("sekisho-cli signin");
        QTest::newRow("ask") << QStringList{s("ask"), s("hello")} << QByteArray("sekisho-cli signin");
        QTest::newRow("tools") << QStringList{s("tools")} << QByteArray("sekisho-cli signin");
        QTest::newRow("grants") << QStringList{s("grants")} << QByteArray("sekisho-cli signin");
        QTest::newRow("signout") << QStringList{s("signout")} << QByteArray("sekisho-cli signin");
        QTest::newRow("somebody by name")
            << QStringList{s("ask"), s("hello"), s("--account"), s("carol")} << QByteArray("sekisho-cli whoami");
    }
    void whereNobodyIsSignedIn()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, next);
        const Shell shell;
        const auto outcome = shell.run(arguments);
        QVERIFY2(isOneClearMessage(outcome, 3, next.constData()), outcome.all().constData());
        const auto json = shell.run(QStringList(arguments) << s("--json"));
        QVERIFY2(json.code == 3 && json.out.isEmpty(), json.all().constData());
        QCOMPARE(json.error().value(s("code")).toString(), s("SignInNeeded"));
    }

    void withoutAKeychainNothingIsKeptAndItSaysWhatToDo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("signin") << QStringList{s("signin")};
        QTest::newRow("whoami") << QStringList{s("whoami")};
        QTest::newRow("ask") << QStringList{s("ask"), s("Tell me about myself")};
        QTest::newRow("tools") << QStringList{s("tools")};
    }
    void withoutAKeychainNothingIsKeptAndItSaysWhatToDo()
    {
        QFETCH(QStringList, arguments);
        const Shell shell;
        arguments << s("--demo-account") << s("asan");
        const auto outcome = shell.run(arguments);
        QVERIFY2(isOneClearMessage(outcome, 1, "--this-run-only"), outcome.all().constData());
        QVERIFY(outcome.err.contains("keychain"));
        QCOMPARE(shell.run(arguments << s("--json")).error().value(s("code")).toString(), s("KeychainMissing"));
        for (const auto* text : {"eyJ", "asan", "HT-20418"})
            QCOMPARE(shell.filesWith(text), QStringList());
    }

    void aSignInForThisRunOnly_data()
    {
        QTest::addColumn<QString>("account");
        for (const auto* account : {"asan", "bsan", "yamada", "bucho"})
            QTest::newRow(account) << s(account);
    }
    void aSignInForThisRunOnly()
    {
        QFETCH(QString, account);
        const Shell shell;
        const QStringList options{s("--demo-account"), account, s("--this-run-only"), s("--json")};
        for (const auto* command : {"signin", "whoami"}) {
            const auto outcome = shell.run(QStringList{s(command)} + options);
            QVERIFY2(outcome.code == 0 && outcome.objects().size() == 1, outcome.all().constData());
            const auto said = outcome.objects().first();
            QCOMPARE(said.keys(),
                     (QStringList{s("allowed"), s("demo"), s("issuer"), s("login"), s("name"), s("organisation"),
                                  s("signed_in"), s("subject"), s("this_run_only"), s("type")}));
            QCOMPARE(said.value(s("type")).toString(), s("account"));
            QCOMPARE(said.value(s("subject")).toString(), account);
            QVERIFY(said.value(s("signed_in")).toBool() && said.value(s("this_run_only")).toBool());
        }
        QCOMPARE(shell.run({s("whoami")}).code, 3); // nothing is left of it
        QVERIFY(QDir(shell.home.filePath(s("XDG_DATA_HOME/sekisho/demo-runs"))).isEmpty());
    }
    void aSignInIsSaidInWords()
    {
        const Shell shell;
        const auto outcome = shell.run(asAsan({s("signin")}));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.startsWith("Signed in as ") && outcome.out.count('\n') == 1, outcome.all().constData());
        QVERIFY2(outcome.err.contains("--demo-account"), outcome.all().constData()); // with each command
        QVERIFY(shell.run(asAsan({s("whoami")})).out.contains("asan"));
    }

    void ownDataIsAnswered()
    {
        const Shell shell;
        const auto outcome = shell.run(asAsan({s("ask"), s("Tell me about myself")}));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.all().constData());
        QVERIFY2(outcome.out.contains(asanNumber), outcome.all().constData());
        QVERIFY2(outcome.out.contains("\n[done] ") && outcome.out.contains(" as asan (HTTP 200)\n"),
                 outcome.all().constData());
        const auto piped = shell.run(asAsan({s("ask"), s("-")}), "Tell me about myself\n");
        QVERIFY2(piped.code == 0 && piped.out.contains(asanNumber), piped.all().constData());
        // Nothing of it is kept, not even that the demo model was asked.
        for (const auto& text : {asanNumber, QByteArray("eyJ"), QByteArray("Tell me about"), QByteArray("demo-model")})
            QCOMPARE(shell.filesWith(text), QStringList());
    }
    void theJsonOfAnAnswer()
    {
        const Shell shell;
        const auto outcome = shell.run(asAsan({s("ask"), s("Tell me about myself"), s("--json")}));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.all().constData());
        const auto lines = outcome.objects();
        QVERIFY2(lines.size() >= 3, outcome.all().constData());
        QStringList types;
        for (const auto& line : lines) {
            const auto type = line.value(s("type")).toString();
            types.append(type);
            if (type == s("text")) QCOMPARE(line.keys(), (QStringList{s("text"), s("type")}));
            if (type != s("call")) continue;
            QCOMPARE(line.keys(), (QStringList{s("answer"), s("arguments"), s("arguments_whole"), s("as"),
                                               s("audience"), s("http_status"), s("issuer"), s("outcome"), s("reason"),
                                               s("scopes"), s("tool"), s("type")}));
            QCOMPARE(line.value(s("as")).toString(), s("asan"));
            QCOMPARE(line.value(s("outcome")).toString(), s("done"));
            QCOMPARE(line.value(s("http_status")).toInt(), 200);
        }
        QVERIFY(types.contains(s("text")) && types.contains(s("call")));
        QCOMPARE(types.indexOf(s("end")), types.size() - 1);
        QCOMPARE(lines.last(), (QJsonObject{{s("type"), s("end")}, {s("outcome"), s("done")}}));
        QVERIFY(!outcome.out.contains("eyJ"));
    }
    void otherPeoplesDataIsRefusedByTheApi()
    {
        const Shell shell;
        const auto outcome = shell.run(asAsan({s("ask"), s("Show me user B's personal data")}));
        QVERIFY2(outcome.code == 0 && outcome.out.contains("\n[api_refused] "), outcome.all().constData());
        QVERIFY2(outcome.out.contains(" as asan (HTTP 403)\n"), outcome.all().constData());
        const auto json = shell.run(asAsan({s("ask"), s("Show me user B's personal data"), s("--json")}));
        QVERIFY2(json.out.contains("\"outcome\":\"api_refused\""), json.all().constData());
        QVERIFY(!outcome.out.contains(bsanPhone) && !json.out.contains(bsanPhone));
    }

    void whatNeedsAnApprovalIsNotDoneAndSaysSo()
    {
        const Shell shell;
        const auto outcome = shell.run(asAsan({s("ask"), s("I want to take a day off tomorrow")}));
        QVERIFY2(outcome.code == 4, outcome.all().constData());
        QVERIFY2(outcome.out.contains("[waiting] "), outcome.all().constData());
        QVERIFY2(outcome.err.contains("nothing was done") && outcome.err.contains("this run only"),
                 outcome.all().constData());
        const auto json = shell.run(asAsan({s("ask"), s("I want to take a day off tomorrow"), s("--json")}));
        QCOMPARE(json.code, 4);
        QVERIFY2(json.out.contains("\"outcome\":\"waiting\""), json.all().constData());
    }
    void aToolThatIsAllowedIsStillAskedAboutWhereItsValuesAreNotTyped()
    {
        const Shell shell;
        const auto question = s("I want to take a day off tomorrow");
        const auto outcome = shell.run(asAsan({s("ask"), question, s("--allow-tool"), s("request_leave")}));
        QVERIFY2(outcome.code == 4 && outcome.out.contains("[waiting] "), outcome.all().constData());
        // One that is always asked about, one that only reads, and one that there is not.
        for (const char* name : {"pay_invoice", "read_payslip", "nothing"}) {
            const auto wrong = shell.run(asAsan({s("ask"), question, s("--allow-tool"), s(name)}));
            QVERIFY2(wrong.code == 2 && wrong.out.isEmpty(), wrong.all().constData());
            QVERIFY2(wrong.err.contains("request_leave, send_chat_message"), wrong.all().constData());
        }
    }
    void theTools()
    {
        const Shell shell;
        const auto outcome = shell.run(asAsan({s("tools")}));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.all().constData());
        QVERIFY(outcome.out.contains("get_user_info") && outcome.out.contains("read_payslip"));
        const auto json = shell.run(asAsan({s("tools"), s("--json")}));
        QCOMPARE(json.objects().size(), outcome.out.count('\n'));
        for (const auto& tool : json.objects()) {
            QCOMPARE(tool.keys(), (QStringList{s("audience"), s("definition"), s("effect"), s("input_schema"),
                                               s("name"), s("scopes"), s("title"), s("type")}));
            QCOMPARE(tool.value(s("type")).toString(), s("tool"));
        }
    }
    void theStandingRulesOfWhoHasNone()
    {
        const Shell shell;
        const auto outcome = shell.run(asAsan({s("grants")}));
        QVERIFY2(outcome.code == 0 && outcome.out.isEmpty(), outcome.all().constData());
        QVERIFY2(outcome.err.contains("no standing rules"), outcome.all().constData());
        const auto json = shell.run(asAsan({s("grants"), s("--json")}));
        QVERIFY2(json.code == 0 && json.out.isEmpty(), json.all().constData());
        const auto revoked = shell.run(asAsan({s("grants"), s("revoke"), s("nothing")}));
        QVERIFY2(isOneClearMessage(revoked, 1, "sekisho-cli grants lists them"), revoked.all().constData());
    }
    void signingOutVoidsTheTokens()
    {
        const Shell shell;
        QVERIFY(shell.run(asAsan({s("signout")})).out.contains("tokens are void"));
        const auto json = shell.run(asAsan({s("signout"), s("--json")}));
        QVERIFY2(json.code == 0, json.all().constData());
        QCOMPARE(json.objects().value(0),
                 (QJsonObject{
                     {s("type"), s("signed_out")}, {s("tokens_revoked"), true}, {s("provider_session_ended"), false}}));
    }

    void aBrokenToolFileIsNamed_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("not JSON") << QByteArray("{\n  \"version\": 1,\n  oops\n}") << QByteArray("hr.json, line 3");
        QTest::newRow("not what it should hold") << QByteArray("{\"version\": 2}") << QByteArray("hr.json, line 1");
    }
    void aBrokenToolFileIsNamed()
    {
        QFETCH(QByteArray, contents);
        QFETCH(QByteArray, says);
        const Shell shell;
        shell.write(s("XDG_CONFIG_HOME/sekisho/tools.d/hr.json"), contents);
        const auto tools = shell.run(asAsan({s("tools")}));
        QVERIFY2(tools.code == 1 && tools.err.contains(says), tools.all().constData());
        QVERIFY(tools.err.contains("until its file is corrected") && tools.out.contains("get_user_info"));
        // It keeps nobody from their work.
        const auto ask = shell.run(asAsan({s("ask"), s("Tell me about myself")}));
        QVERIFY2(ask.code == 0 && ask.err.contains(says) && ask.out.contains(asanNumber), ask.all().constData());
    }
    void brokenManagedSettingsAreNamed()
    {
        const Shell shell;
        shell.write(s("etc/sekisho/settings.json"), "{\n  \"demoo\": true\n}");
        const auto outcome = shell.run(asAsan({s("whoami")}));
        QVERIFY2(isOneClearMessage(outcome, 1, "etc/sekisho/settings.json:2"), outcome.all().constData());
    }
    void managedFilesThatCannotBeReadAreNamed()
    {
        const Shell shell;
        QVERIFY(QDir(shell.home.path()).mkpath(s("etc/sekisho/tools.d")));
        const auto gone = shell.home.filePath(s("gone"));
        QVERIFY(QFile::link(gone, shell.home.filePath(s("etc/sekisho/tools.d/hr.json"))));
        QFile example(s(SEKISHO_SOURCE_DIR "/resources/examples/http-tools.json"));
        QVERIFY(example.open(QIODevice::ReadOnly));
        shell.write(s("XDG_CONFIG_HOME/sekisho/tools.d/own.json"), example.readAll());
        const auto tools = shell.run(asAsan({s("tools")}));
        QVERIFY2(tools.code == 1 && tools.err.contains("etc/sekisho/tools.d/hr.json: "), tools.all().constData());
        QVERIFY2(tools.err.contains("own.json") && tools.err.contains("left out until"), tools.all().constData());

        QVERIFY(QFile::link(gone, shell.home.filePath(s("etc/sekisho/settings.json"))));
        const auto outcome = shell.run(asAsan({s("whoami")}));
        QVERIFY2(isOneClearMessage(outcome, 1, "etc/sekisho/settings.json: "), outcome.all().constData());
    }
    void whatAnAdministratorFixedIsFixed()
    {
        const Shell shell;
        shell.write(s("etc/sekisho/settings.json"), "{\"organisation\": {\"issuer\": \"https://id.invalid\", "
                                                    "\"clientId\": \"x\"}, \"demo\": {\"enabled\": false}}");
        const auto other =
            shell.run({s("signin"), s("--issuer"), s("https://other.example"), s("--client-id"), s("y")});
        QVERIFY2(isOneClearMessage(other, 2, "administrator"), other.all().constData());
        const auto demo = shell.run(asAsan({s("whoami")}));
        QVERIFY2(isOneClearMessage(demo, 1, "administrator"), demo.all().constData());
    }
    void whereOnlyTheWindowIsAllowedTheBrowserIsNotOpened()
    {
        const Shell shell;
        shell.write(s("etc/sekisho/settings.json"), "{\"signInWay\": \"window\"}");
        const auto outcome = shell.run({s("signin"), s("--issuer"), s("https://id.invalid"), s("--client-id"), s("y")});
        QVERIFY2(isOneClearMessage(outcome, 1, "window only"), outcome.all().constData());
        shell.write(s("etc/sekisho/settings.json"), "{\"signInWay\": \"system-browser\"}");
        const auto demo = shell.run(asAsan({s("whoami")})); // its form is neither
        QVERIFY2(demo.code == 0, demo.all().constData());
    }
    void brokenSettingsOfOnesOwnAreSetAside()
    {
        const Shell shell;
        shell.write(s("XDG_CONFIG_HOME/sekisho/settings.json"), "{");
        const auto outcome = shell.run(asAsan({s("whoami")}));
        QVERIFY2(outcome.code == 0 && outcome.err.contains("settings.json.broken-"), outcome.all().constData());
    }

    void anAnswerIsShownAsItComesAndCtrlCKeepsIt()
    {
        TalkingModel model;
        model.text = s("One two ");
        model.endsIt = false;
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto process = shell.start(asAsan({s("ask"), s("hello")}));
        QByteArray seen;
        const auto outcome =
            Shell::interruptAfter(*process, [&] { return (seen += process->readAllStandardOutput()).contains("two"); });
        QVERIFY2(outcome.code == 130, outcome.all().constData());
        QCOMPARE(seen + outcome.out, QByteArray("  One two \n"));
        QCOMPARE(outcome.err, QByteArray("Stopped.\n"));
    }
    void whatItStartsIsAwayFromTheTerminal()
    {
        TalkingModel model;
        model.endsIt = false;
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto process = shell.start(asAsan({s("ask"), s("hello")}));
        QTRY_VERIFY_WITH_TIMEOUT(model.requests > 0, 60'000);
        QFile children(s("/proc/%1/task/%1/children").arg(process->processId()));
        if (!children.open(QIODevice::ReadOnly)) QSKIP("skipped: /proc does not list children here");
        const auto demo = children.readAll().simplified().toInt();
        QVERIFY(demo > 0);
        QCOMPARE(::getsid(demo), demo); // so Ctrl-C does not reach it
        QCOMPARE(Shell::interruptAfter(*process, [] { return true; }).code, 130);
    }
    void ctrlCInJson()
    {
        TalkingModel model;
        model.text = s("One two ");
        model.endsIt = false;
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto process = shell.start(asAsan({s("ask"), s("hello"), s("--json")}));
        const auto outcome = Shell::interruptAfter(*process, [&] { return model.requests > 0; });
        QVERIFY2(outcome.code == 130, outcome.all().constData());
        QCOMPARE(outcome.objects().last(), (QJsonObject{{s("type"), s("end")}, {s("outcome"), s("stopped")}}));
        QCOMPARE(outcome.error().value(s("code")).toString(), s("Cancelled"));
    }
    void ctrlCEndsASignInThatWaits()
    {
        QTcpServer silent; // takes the connection and never says anything
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const Shell shell;
        const auto issuer = s("https://127.0.0.1:%1").arg(silent.serverPort());
        const auto process =
            shell.start({s("signin"), s("--this-run-only"), s("--issuer"), issuer, s("--client-id"), s("x")});
        const auto outcome = Shell::interruptAfter(*process, [&] { return silent.hasPendingConnections(); });
        QVERIFY2(isOneClearMessage(outcome, 130, "stopped"), outcome.all().constData());
    }
    void aProviderThatIsNotThere()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto issuer = s("https://127.0.0.1:%1").arg(server.serverPort());
        server.close();
        const auto outcome =
            Shell().run({s("whoami"), s("--this-run-only"), s("--issuer"), issuer, s("--client-id"), s("x")});
        QVERIFY2(isOneClearMessage(outcome, 1, "Check the network and the address"), outcome.all().constData());
    }
    void aProviderWhoseCertificateNobodyVouchesFor()
    {
        fakes::Certificates certificates;
        const auto configuration = certificates.server(s("IP:127.0.0.1"));
        if (configuration.isNull()) QSKIP("skipped: the openssl program is missing");
        QSslServer server;
        server.setSslConfiguration(configuration);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto issuer = s("https://127.0.0.1:%1").arg(server.serverPort());
        const auto outcome =
            Shell().run({s("signin"), s("--issuer"), issuer, s("--client-id"), s("x"), s("--this-run-only")});
        QVERIFY2(isOneClearMessage(outcome, 1, "certificate is not trusted"), outcome.all().constData());
    }
    void aModelThatFailsIsSaidAfterWhatItSaid()
    {
        const Shell shell;
        shell.useModel(s("http://127.0.0.1:9/v1"), s("test"));
        const auto outcome = shell.run(asAsan({s("ask"), s("hello"), s("--json")}));
        QVERIFY2(outcome.code == 1, outcome.all().constData());
        QCOMPARE(outcome.objects().last(), (QJsonObject{{s("type"), s("end")}, {s("outcome"), s("failed")}}));
        QCOMPARE(outcome.error().value(s("code")).toString(), s("Network"));
    }
    void outputThatCannotBeWrittenIsAFailure()
    {
        Shell shell;
        shell.outputFile = s("/dev/full");
        const auto outcome = shell.run(asAsan({s("tools")}));
        QVERIFY2(outcome.code == 1 && outcome.err.contains("Make room"), outcome.all().constData());
    }
    void aReaderThatIsGoneIsNoNews()
    {
        Shell shell;
        shell.outputFile = shell.home.filePath(s("pipe"));
        const auto path = QFile::encodeName(shell.outputFile);
        QCOMPARE(::mkfifo(path.constData(), 0600), 0);
        const int reader = ::open(path.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(reader >= 0);
        const auto process = shell.start(asAsan({s("tools")}));
        QVERIFY(process->waitForStarted());
        ::close(reader);
        const auto outcome = Shell::finish(*process);
        QVERIFY2(outcome.code == 141 && outcome.err.isEmpty(), outcome.all().constData());
    }
    void verboseSpeaksOnStandardError()
    {
        const auto outcome = Shell().run(asAsan({s("tools"), s("--verbose")}));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.err.contains("sekisho.demo"), outcome.all().constData());
        QVERIFY(!outcome.err.contains("eyJ"));
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
