#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

namespace {

const QByteArray calls =
    R"({"case":"a","tools":[{"name":"search","effect":"read"},{"name":"pay","effect":"commit","parameters":{"properties":{"amount":{"type":"number"}}},"controlArguments":["amount"]}],"frozen":null,)"
    R"("events":[{"user":"Pay 7"},{"step":[{"tool":"search","arguments":{},"expect":"allow"},{"tool":"pay","arguments":{"amount":7},"expect":"ask"}]}]})"
    "\n";
const QByteArray denyPay = "{\"version\":1,\"rules\":[{\"id\":\"no-pay\",\"tools\":[\"pay\"],\"then\":\"deny\"}]}";
const QByteArray broken = "{\"version\":1,\n  \"rules\":[{\"id\":\"a\",\"tools\":[\"pay\"],\"then\":\"block\"}]}";

struct Ended {
    int code = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QList<QByteArray> lines() const { return out.trimmed().split('\n'); }
};

QString decision(const QByteArray& line)
{
    return QJsonDocument::fromJson(line).object().value(QLatin1String("decision")).toString();
}

} // namespace

class TestPolicyCommands : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString file(const char* name, const QByteArray& text)
    {
        const auto path = folder_.filePath(QString::fromLatin1(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile made(path);
        if (!made.open(QIODevice::WriteOnly) || made.write(text) != text.size()) qFatal("cannot write %s", name);
        return path;
    }
    // In surroundings of its own: no policy but what a test puts there.
    Ended run(const QStringList& arguments, const QString& output = {})
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_DIRS"), folder_.filePath(QStringLiteral("managed")));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder_.filePath(QStringLiteral("home")));
        process.setProcessEnvironment(environment);
        if (!output.isEmpty()) process.setStandardOutputFile(output);
        process.start(QStringLiteral(SEKISHO_BIN_DIR "/sekisho-cli"), arguments);
        if (!process.waitForFinished()) return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    static QStringList words(const char* text) { return QString::fromLatin1(text).split(u' '); }

private Q_SLOTS:
    void cleanup() { QDir(folder_.filePath(QStringLiteral("managed"))).removeRecursively(); }

    void replayDecidesEachCall()
    {
        const auto record = file("calls.jsonl", calls + "\n" + calls);
        const auto ended = run(words("gate replay") + QStringList{record});
        QCOMPARE(ended.code, 0);
        QCOMPARE(ended.lines().size(), 4);
        QCOMPARE(
            ended.lines().at(0),
            R"({"case":"a","index":0,"tool":"search","decision":"allow","card":null,"reasons":["It only reads what your own account can read."]})");
        QCOMPARE(decision(ended.lines().at(1)), QStringLiteral("ask"));
        QVERIFY(ended.err.isEmpty());
    }

    void replayReadsNoPolicyButTheOneThatIsNamed()
    {
        file("managed/sekisho/policy.d/a.json", denyPay);
        const auto record = file("calls.jsonl", calls);
        QCOMPARE(decision(run(words("gate replay") + QStringList{record}).lines().at(1)), QStringLiteral("ask"));
        const auto policy = file("policy.json", denyPay);
        const QStringList named{record, QStringLiteral("--policy"), policy};
        QCOMPARE(decision(run(words("gate replay") + named).lines().at(1)), QStringLiteral("deny"));
    }

    void aBrokenLineIsNamedAndTheOthersAreDone()
    {
        const auto record = file("calls.jsonl", calls + "{\"case\":\n" + calls);
        const auto ended = run(words("gate replay") + QStringList{record});
        QCOMPARE(ended.code, 1);
        QCOMPARE(ended.lines().size(), 4);
        QVERIFY2(ended.err.contains("calls.jsonl:2:9: A value is expected here."), ended.err.constData());
    }

    void onAskIsApproveOrDeny()
    {
        const auto record = file("calls.jsonl", calls);
        QCOMPARE(run(words("gate replay --on-ask approve") + QStringList{record}).code, 0);
        QCOMPARE(run(words("gate replay --on-ask deny") + QStringList{record}).code, 0);
        QCOMPARE(run(words("gate replay --on-ask maybe") + QStringList{record}).code, 2);
    }

    void helpIsNoFailure_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto* line : {"policy --help", "gate --help", "policy -h", "policy check --help"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void helpIsNoFailure()
    {
        QFETCH(QString, line);
        const auto ended = run(line.split(u' '));
        QCOMPARE(ended.code, 0);
        QVERIFY(ended.out.contains("sekisho-cli policy explain TOOL|FILE.jsonl"));
        QVERIFY(ended.err.isEmpty());
    }

    void wrongWords_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto* line : {"gate", "gate replay", "gate open x", "policy", "policy test", "policy burn x",
                                 "policy explain a b", "gate replay --what x"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void wrongWords()
    {
        QFETCH(QString, line);
        const auto ended = run(line.split(u' '));
        QCOMPARE(ended.code, 2);
        QVERIFY(ended.err.contains("sekisho-cli gate replay FILE.jsonl"));
        QVERIFY(ended.out.isEmpty());
    }

    void checkNamesTheLine()
    {
        const auto ended =
            run(words("policy check") + QStringList{file("broken.json", broken), file("good.json", denyPay)});
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains("broken.json:2:45: One of these is expected here"), ended.err.constData());
        QCOMPARE(ended.lines().last(), "2 files, 1 problems");
        QCOMPARE(run(words("policy check") + QStringList{file("good.json", denyPay)}).code, 0);
        QCOMPARE(run(words("policy check") + QStringList{folder_.filePath(QStringLiteral("none.json"))}).code, 1);
    }

    void aPersonsOwnFileIsCheckedAsSuch()
    {
        auto allowing = denyPay;
        allowing.replace("deny", "allow");
        const auto path = file("own.json", allowing);
        QCOMPARE(run(words("policy check") + QStringList{path}).code, 0);
        const auto ended = run(words("policy check --user-policy") + QStringList{path});
        QCOMPARE(ended.code, 1);
        QVERIFY(ended.err.contains("Your own rules can ask or deny, not allow."));
        QCOMPARE(ended.lines().last(), "1 files, 1 problems");
    }

    void checkReadsWhatIsInstalled()
    {
        QCOMPARE(run(words("policy check")).code, 0);
        file("managed/sekisho/policy.d/a.json", broken);
        file("managed/sekisho/policy.d/b.txt", "not a rule");
        QCOMPARE(run(words("policy check")).code, 1);
        QDir(folder_.filePath(QStringLiteral("managed"))).removeRecursively();
        const auto own = file("home/sekisho/policy.d/a.json", broken);
        QCOMPARE(run(words("policy check")).code, 1);
        QFile::remove(own);
    }

    void explainNamesTheRules()
    {
        const auto policy = file("policy.json", denyPay);
        const auto tool = run(words("policy explain pay --policy") + QStringList{policy});
        QCOMPARE(tool.code, 0);
        QVERIFY2(tool.out.contains("policy.json:1 no-pay  organisation  deny"), tool.out.constData());
        const auto own = run(words("policy explain pay --user-policy") + QStringList{policy});
        QVERIFY2(own.out.contains("person  deny"), own.out.constData());
        const auto record = file("calls.jsonl", calls);
        const auto all = run(words("policy explain") + QStringList{record, QStringLiteral("--policy"), policy});
        QVERIFY2(all.out.contains("\"a\" 1 pay: deny"), all.out.constData());
        QVERIFY(all.out.contains("Your organisation does not allow this."));
        QVERIFY(all.out.contains("[always-asked]"));
    }

    void testComparesWithWhatIsExpected()
    {
        const auto record = file("calls.jsonl", calls);
        const auto good = run(words("policy test") + QStringList{record});
        QCOMPARE(good.code, 0);
        QCOMPARE(good.lines().last(), "2 as expected, 0 not");
        file("managed/sekisho/policy.d/a.json", denyPay);
        const auto bad = run(words("policy test") + QStringList{record});
        QCOMPARE(bad.code, 1);
        QVERIFY2(bad.out.contains("\"a\" 1 pay: expected ask, but: deny"), bad.out.constData());
        // A file that expects nothing tests nothing.
        auto without = calls;
        without.replace(R"(,"expect":"allow")", "").replace(R"(,"expect":"ask")", "");
        QCOMPARE(run(words("policy test") + QStringList{file("without.jsonl", without)}).code, 1);
    }

    void aPolicyThatCannotBeReadAsks()
    {
        const auto record = file("calls.jsonl", calls);
        const auto ended =
            run(words("gate replay --policy") + QStringList{folder_.filePath(QStringLiteral("none.json")), record});
        QCOMPARE(decision(ended.lines().at(0)), QStringLiteral("ask"));
        QVERIFY(ended.err.contains("none.json:1:1: There is no such file."));
    }

    void nothingInARecordSteersTheTerminal()
    {
        auto record = calls;
        record.replace(R"("tool":"search")", "\"tool\":\"\\u001b[2J\"");
        const auto ended = run(words("policy explain") + QStringList{file("calls.jsonl", record)});
        QVERIFY(!ended.out.contains('\x1b'));
        QVERIFY2(ended.out.contains("\\u001b[2J"), ended.out.constData());
    }

    void outputThatDoesNotArriveIsNoSuccess()
    {
        if (!QFile::exists(QStringLiteral("/dev/full"))) QSKIP("skipped: there is no /dev/full");
        QCOMPARE(run(words("gate replay") + QStringList{file("calls.jsonl", calls)}, QStringLiteral("/dev/full")).code,
                 1);
    }

    void aRecordThatIsNotThereIsAFailure()
    {
        const auto ended = run(words("gate replay") + QStringList{folder_.filePath(QStringLiteral("none.jsonl"))});
        QCOMPARE(ended.code, 1);
        QVERIFY(ended.err.contains("none.jsonl: cannot be opened"));
    }
};

QTEST_GUILESS_MAIN(TestPolicyCommands)
#include "tst_policy_commands.moc"
