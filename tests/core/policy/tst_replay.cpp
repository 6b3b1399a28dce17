#include "core/policy/replay.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace core::policy;

namespace {

// Tools as other suites describe them: arguments by name, no title, no source.
const QByteArray tools = R"("tools":[
 {"name":"search","description":"","parameters":{"properties":{"query":{"type":"string"}}},"effect":"read","controlArguments":[],"contentArguments":[]},
 {"name":"send","description":"","parameters":{"properties":{"to":{"type":"array","items":{"type":"string"}},"cc":{"anyOf":[{"type":"array"},{"type":"null"}],"default":null},"body":{"type":"string"}}},"effect":"egress","controlArguments":["to","cc"],"contentArguments":["body"]},
 {"name":"look_up","description":"","parameters":{"properties":{"query":{"type":"string"}}},"effect":"read-egress","controlArguments":[],"contentArguments":["query"]},
 {"name":"note","description":"","parameters":{"properties":{"text":{"type":"string"}}},"effect":"write","controlArguments":[],"contentArguments":["/text"]},
 {"name":"mystery","effect":"harmless"},
 {"name":"twice","effect":"read"},{"name":"twice","effect":"read"}])";

const QByteArray say = R"({"user":"Send 'See you at noon' to bob@example.com"})";
const QByteArray search = R"({"tool":"search","arguments":{"query":"x"},"result":"hello","untrusted":true})";
const QByteArray send =
    R"({"tool":"send","arguments":{"to":["bob@example.com"],"body":"See you at noon"},"result":"ok"})";
const QByteArray sendOther = R"({"tool":"send","arguments":{"to":["bob@example.com"],"body":"Hello"},"result":"ok"})";

QByteArray record(const QByteArray& events, const QByteArray& frozen = R"(["send","note","look_up"])")
{
    QByteArray line = R"({"case":"c1",)";
    line += tools + R"(,"frozen":)" + frozen + R"(,"events":[)" + events + "]}";
    return line.replace('\n', "");
}

QByteArray step(const QByteArray& calls)
{
    return ",{\"step\":[" + calls + "]}";
}

// "allow-,ask1" : decisions with their cards
QString decisions(const QByteArray& line, OnAsk onAsk = OnAsk::Deny)
{
    const auto calls = Replay(Rules(), onAsk).run(line);
    if (!calls) return QStringLiteral("fault: ") + calls.error().message.en;
    QStringList all;
    for (const auto& call : *calls)
        all += verdictName(call.ruling.verdict) + (call.card ? QString::number(*call.card) : QStringLiteral("-"));
    return all.join(u',');
}

} // namespace

class TestReplay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneLineACall()
    {
        const auto calls = Replay(Rules(), OnAsk::Deny).run(record(say + step(search) + step(sendOther), "null"));
        QVERIFY(calls);
        QCOMPARE(calls->size(), 2);
        QCOMPARE(
            calls->at(0).line(),
            R"({"case":"c1","index":0,"tool":"search","decision":"allow","card":null,"reasons":["It only reads what your own account can read."]})");
        const auto second = QJsonDocument::fromJson(calls->at(1).line()).object();
        QCOMPARE(second.value(QLatin1String("index")), QJsonValue(1));
        QCOMPARE(second.value(QLatin1String("decision")), QJsonValue(QStringLiteral("ask")));
        QCOMPARE(second.value(QLatin1String("card")), QJsonValue(1));
        QCOMPARE(second.value(QLatin1String("reasons")).toArray().size(), 3);
    }

    void decided_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& line, const char* expected) {
            QTest::newRow(name) << line << QString::fromLatin1(expected);
        };
        row("a call that is the person's throughout", record(say + step(send)), "allow-");
        row("after a result, own words", record(say + step(search) + step(send)), "allow-,allow-");
        row("after a result, other words", record(say + step(search) + step(sendOther)), "allow-,ask1");
        row("in one step with the read, nothing was read yet", record(say + step(search + "," + sendOther)),
            "allow-,allow-");
        row("a read that did not run taints nothing",
            record(say + step(R"({"tool":"search","arguments":{"query":"x"}})") + step(sendOther)), "allow-,allow-");
        row("a result of which nothing is said is untrusted",
            record(say + step(R"({"tool":"search","arguments":{"query":"x"},"result":null})") + step(sendOther)),
            "allow-,ask1");
        row("a trusted result is still for the person alone",
            record(say + step(R"({"tool":"search","arguments":{"query":"x"},"result":1,"untrusted":false})") +
                   step(sendOther)),
            "allow-,ask1");
        row("a trusted result does not stop a note",
            record(say + step(R"({"tool":"search","arguments":{"query":"x"},"result":1,"untrusted":false})") +
                   step(R"({"tool":"note","arguments":{"text":"Hello"}})")),
            "allow-,allow-");
        row("untrusted as anything but false is untrusted",
            record(say + step(R"({"tool":"search","arguments":{"query":"x"},"result":1,"untrusted":"no"})") +
                   step(R"({"tool":"note","arguments":{"text":"Hello"}})")),
            "allow-,ask1");
        row("a search of the world after something private",
            record(say + step(search) + step(R"({"tool":"look_up","arguments":{"query":"463820"}})")), "allow-,ask1");
        row("a search of the world before it",
            record(say + step(R"({"tool":"look_up","arguments":{"query":"weather"}})")), "allow-");
        row("the same effect again", record(say + step(send + "," + send)), "allow-,ask1");
        row("calls of one step share a card",
            record(say + step(send + "," + sendOther + "," + search) + step(sendOther), "null"),
            "ask1,ask1,allow-,ask2");
        row("a step without a card between", record(say + step(sendOther) + step(search) + step(sendOther), "null"),
            "ask1,allow-,ask2");
        row("no set", record(say + step(send), "null"), "ask1");
        row("left out, no set", QByteArray(record(say + step(send), "null")).replace("\"frozen\":null,", ""), "ask1");
        row("an empty set", record(say + step(send), "[]"), "ask1");
        row("no such tool", record(say + step(R"({"tool":"nothing","arguments":{}})")), "deny-");
        row("two tools of one name", record(say + step(R"({"tool":"twice","arguments":{}})")), "deny-");
        row("an effect nobody knows", record(say + step(R"({"tool":"mystery","arguments":{}})"), R"(["mystery"])"),
            "ask1");
        row("arguments that are no object", record(say + step(R"({"tool":"search","arguments":[]})")), "deny-");
        row("no arguments", record(say + step(R"({"tool":"search"})")), "deny-");
        row("a second turn ends what was typed in the first", record(say + R"(,{"user":"Go on"})" + step(send)),
            "ask1");
        row("nothing was typed", record(step(send).mid(1)), "ask1");
        row("no events", record(""), "");
    }
    void decided()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, expected);
        QCOMPARE(decisions(line), expected);
    }

    // What was asked runs only after a yes; only what ran can taint.
    void answers()
    {
        const QByteArray asked = R"({"tool":"look_up","arguments":{"query":"x"},"result":"hello")";
        const QByteArray note = R"({"tool":"note","arguments":{"text":"Hello"}})";
        const QByteArray frozen = R"(["note"])";
        const auto with = [&](const QByteArray& answer) {
            return record(say + step(asked + answer + "}") + step(note), frozen);
        };
        QCOMPARE(decisions(with(""), OnAsk::Deny), QStringLiteral("ask1,allow-"));
        QCOMPARE(decisions(with(""), OnAsk::Approve), QStringLiteral("ask1,ask2"));
        QCOMPARE(decisions(with(R"(,"answer":"approve")"), OnAsk::Deny), QStringLiteral("ask1,ask2"));
        QCOMPARE(decisions(with(R"(,"answer":"deny")"), OnAsk::Approve), QStringLiteral("ask1,allow-"));
        QCOMPARE(decisions(with(R"(,"answer":"yes")")),
                 QStringLiteral("fault: \"answer\" has another form than expected here."));
    }

    void whatIsDeniedDoesNotRun()
    {
        Rule deny;
        deny.tools = {QStringLiteral("look_up")};
        deny.verdict = Verdict::Deny;
        Rule stepUp;
        stepUp.tools = {QStringLiteral("send")};
        stepUp.verdict = Verdict::StepUp;
        Replay replay(Rules({deny, stepUp}), OnAsk::Approve);
        const auto calls =
            replay.run(record(say + step(R"({"tool":"look_up","arguments":{"query":"x"},"result":"hello"})") +
                              step(R"({"tool":"note","arguments":{"text":"Hello"}})") + step(send)));
        QVERIFY(calls);
        QCOMPARE(calls->at(0).ruling.verdict, Verdict::Deny);
        QVERIFY(!calls->at(0).card);
        QCOMPARE(calls->at(1).ruling.verdict, Verdict::Allow);
        QCOMPARE(calls->at(2).ruling.verdict, Verdict::StepUp);
        QCOMPARE(calls->at(2).card, std::optional(1));
    }

    void expectations()
    {
        const auto calls =
            Replay(Rules(), OnAsk::Deny)
                .run(record(say + step(R"({"tool":"search","arguments":{},"expect":"allow"})") + step(search)));
        QCOMPARE(calls->at(0).expect, std::optional(QStringLiteral("allow")));
        QVERIFY(!calls->at(1).expect);
    }

    // Lines of one suite repeat its tools; another list in between must not be mistaken for it.
    void theListOfToolsIsTheLines()
    {
        Replay replay(Rules(), OnAsk::Deny);
        const auto verdict = [&replay](const QByteArray& line) { return replay.run(line)->first().ruling.verdict; };
        const auto reading = QByteArray(
            R"({"case":1,"tools":[{"name":"a","effect":"read"}],"events":[{"user":"x"},{"step":[{"tool":"a","arguments":{}}]}]})");
        auto deleting = reading;
        deleting.replace("\"read\"", "\"destructive\"");
        QCOMPARE(verdict(reading), Verdict::Allow);
        QCOMPARE(verdict(reading), Verdict::Allow);
        QCOMPARE(verdict(deleting), Verdict::Ask);
        QCOMPARE(verdict(deleting), Verdict::Ask);
        QCOMPARE(verdict(reading), Verdict::Allow);
        // A broken list is not taken for the one before it.
        QCOMPARE(verdict(deleting), Verdict::Ask);
        QVERIFY(!replay.run(R"({"tools":[{"name":"a","effect":"read"},7],"events":[]})"));
        QCOMPARE(verdict(deleting), Verdict::Ask);
        QVERIFY(!replay.run(R"({"tools":[{"name":"a","effect":"read"}] 7,"events":[]})"));
    }

    void faults_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& line, const char* says) {
            QTest::newRow(name) << line << QString::fromUtf8(says);
        };
        row("not UTF-8", "\xff", "The text is not UTF-8.");
        row("a list", "[]", "An object in braces is expected here.");
        row("cut off", R"({"case":1)", "A comma or a closing brace is expected here.");
        row("no name", R"({7:1})", "A name in quotes is expected here.");
        row("a name twice", R"({"case":1,"case":2})", "The name \"case\" stands here twice.");
        row("a name twice inside", R"({"events":[{"user":"a","user":"b"}]})", "The name \"user\" stands here twice.");
        row("no value", R"({"case":})", "A value is expected here.");
        row("something behind", R"({"tools":[],"events":[]} 7)", "Something follows the end of the value.");
        row("no tools", R"({"events":[]})", "\"tools\" and \"events\" are needed.");
        row("no events", R"({"tools":[]})", "\"tools\" and \"events\" are needed.");
        row("tools of another form", R"({"tools":{}})", "\"tools\" has another form than expected here.");
        row("a tool without a name", R"({"tools":[{}]})", "\"name\" has another form than expected here.");
        row("frozen of another form", R"({"frozen":"all"})", "\"frozen\" has another form than expected here.");
        row("events of another form", R"({"events":{}})", "\"events\" has another form than expected here.");
        row("an event of another form", R"({"tools":[],"events":[{}]})",
            "\"events\" has another form than expected here.");
        row("an event of two kinds", R"({"tools":[],"events":[{"user":"a","step":[]}]})",
            "\"events\" has another form than expected here.");
        row("a message that is no text", R"({"tools":[],"events":[{"user":7}]})",
            "\"user\" has another form than expected here.");
        row("a step of another form", R"({"tools":[],"events":[{"step":{}}]})",
            "\"step\" has another form than expected here.");
        row("a call of another form", R"({"tools":[],"events":[{"step":[7]}]})",
            "\"step\" has another form than expected here.");
        row("a call without a tool", R"({"tools":[],"events":[{"step":[{"arguments":{}}]}]})",
            "\"step\" has another form than expected here.");
    }
    void faults()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, says);
        QCOMPARE(decisions(line), QStringLiteral("fault: ") + says);
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
