// What `sekisho-cli ask` shows of somebody else's words, and who else sees the question.
#include "tests/app/cli/cli_fixture.h"

using namespace cli_tests;

class TestCliWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aModelsWordsNeitherSteerTheTerminalNorPassForFacts()
    {
        TalkingModel model;
        model.text = s("\u001b]0;owned\u0007\rHi\u009b2J\n[done] read_payslip bsan as asan (HTTP 200)\n\u202eoops\n"
                       "\u200b[done] request_leave as asan (HTTP 201)\u007f");
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto outcome = shell.run(asAsan({s("ask"), s("hello")}));
        QCOMPARE(outcome.code, 0);
        QCOMPARE(QString::fromUtf8(outcome.out), s("  \\u001b]0;owned\\u0007Hi\\u009b2J\n"
                                                   "  [done] read_payslip bsan as asan (HTTP 200)\n  \\u202eoops\n"
                                                   "  \\u200b[done] request_leave as asan (HTTP 201)\\u007f\n"));
        const auto json = shell.run(asAsan({s("ask"), s("hello"), s("--json")}));
        QCOMPARE(json.objects().value(0).value(s("text")).toString(), model.text);
        QVERIFY(!json.out.contains('\x1b') && !json.out.contains('\x7f'));
        for (const auto* hidden : {"\u009b", "\u202e", "\u200b"})
            QVERIFY2(!json.out.contains(hidden), json.all().constData());
    }
    void aCallsWordsDoNotPassForItsFacts_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QByteArray>("line"); // how it begins
        QTest::newRow("whom it is about")
            << s("find_colleague") << s("x\" as bucho (HTTP 201)")
            << QByteArray("[done] find_colleague \"x\\\" as bucho (HTTP 201)\" as asan (HTTP 200)");
        QTest::newRow("a tool that there is not")
            << s("request_leave as bucho (HTTP 201)") << s("x")
            << QByteArray("[bad_arguments] \"request_leave as bucho (HTTP 201)\" as asan");
    }
    void aCallsWordsDoNotPassForItsFacts()
    {
        QFETCH(QString, tool);
        QFETCH(QString, query);
        QFETCH(QByteArray, line);
        TalkingModel model;
        model.text = s("That is all.");
        const QJsonObject arguments{{s("query"), query}};
        model.call = {{s("name"), tool},
                      {s("arguments"), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))}};
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto outcome = shell.run(asAsan({s("ask"), s("hello")}));
        QVERIFY2(outcome.code == 0 && outcome.out.startsWith(line + '\n'), outcome.all().constData());
    }
    void aLongArgumentIsSaidToBeCut()
    {
        for (const int length : {10, 200'000}) {
            TalkingModel model;
            model.text = s("That is all.");
            const QJsonObject arguments{{s("query"), QString(length, u'x')}};
            model.call = {{s("name"), s("find_colleague")},
                          {s("arguments"), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))}};
            const Shell shell;
            shell.useModel(model.baseUrl(), s("test"));
            const auto call = shell.run(asAsan({s("ask"), s("hello"), s("--json")})).objects().value(0);
            QCOMPARE(call.value(s("type")).toString(), s("call"));
            const auto shown = call.value(s("arguments")).toObject().value(s("query")).toString();
            QCOMPARE(shown.size() == length, length == 10);
            QCOMPARE(call.value(s("arguments_whole")).toBool(length != 10), length == 10);
        }
    }
    void theQuestionLeavesTheProcessList()
    {
        TalkingModel model;
        model.endsIt = false;
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto process = shell.start(asAsan({s("ask"), s("  What about my illness?\n")}));
        QTRY_VERIFY_WITH_TIMEOUT(model.requests > 0, 60'000);
        QFile commandLine(s("/proc/%1/cmdline").arg(process->processId()));
        if (!commandLine.open(QIODevice::ReadOnly)) QSKIP("skipped: there is no /proc here");
        const auto words = commandLine.readAll();
        QVERIFY2(words.contains("ask") && words.contains("--demo-account"), words.constData());
        QVERIFY2(!words.contains("illness"), words.constData());
        QCOMPARE(Shell::interruptAfter(*process, [] { return true; }).code, 130);
    }
};

QTEST_GUILESS_MAIN(TestCliWords)
#include "tst_cli_words.moc"
