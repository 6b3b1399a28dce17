#include "core/session/stored_words.h"

#include <QtTest/QTest>

using namespace core;
using namespace core::session;
using agent::FinishReason;
using agent::StepRecord;
using agent::TurnEnd;
using conversations::MessageState;
using conversations::Speaker;
using conversations::StoredMessage;

namespace {

StoredMessage row(Speaker speaker, const char* text, const char* endpoint)
{
    StoredMessage made;
    made.id = MessageId(newId());
    made.speaker = speaker;
    made.text = QString::fromUtf8(text);
    made.turn.endpoint = EndpointId(QString::fromLatin1(endpoint));
    return made;
}

QStringList textsOf(const QList<agent::PastTurn>& turns)
{
    QStringList texts;
    for (const auto& turn : turns) {
        texts.append(turn.personText);
        for (const auto& step : turn.steps)
            texts.append(step.text);
    }
    return texts;
}

} // namespace

class TestStoredWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFinishReasonComesBack()
    {
        QSet<QString> names;
        for (const auto reason : {FinishReason::Stop, FinishReason::ToolCalls, FinishReason::Length,
                                  FinishReason::Refusal, FinishReason::ContentFilter, FinishReason::Unknown}) {
            QCOMPARE(finishFromName(finishName(reason)), reason);
            names.insert(finishName(reason));
        }
        QCOMPARE(names.size(), 6);
        QCOMPARE(finishFromName(QStringLiteral("a word of a later version")), FinishReason::Unknown);
        QCOMPARE(finishFromName(QString()), FinishReason::Unknown);
    }

    void everyEndingComesBack()
    {
        using Kind = TurnEnd::Kind;
        QSet<QString> names;
        for (const auto kind :
             {Kind::Done, Kind::Stopped, Kind::Refused, Kind::CutAtLimit, Kind::OutOfSteps, Kind::Failed}) {
            QCOMPARE(endingFromName(endingName(kind)), kind);
            names.insert(endingName(kind));
        }
        QCOMPARE(names.size(), 6);
        QCOMPARE(endingFromName(QStringLiteral("a word of a later version")), Kind::Failed);
    }

    void everyStateComesBack()
    {
        using State = StepRecord::State;
        for (const auto state : {State::Streaming, State::Complete, State::Stopped, State::Failed, State::Interrupted})
            QCOMPARE(stepState(storedState(state)), state);
    }

    void aStepKeepsEverythingThatAModelMustBeGivenBack()
    {
        StepRecord step;
        step.id = MessageId(QStringLiteral("m"));
        step.state = StepRecord::State::Complete;
        step.text = QStringLiteral("words");
        step.reasoning = QStringLiteral("thoughts");
        step.refusal = QStringLiteral("no");
        step.opaqueBlocks = {QStringLiteral("signed")};
        step.finish = FinishReason::ToolCalls;
        step.usage = {12, {}};
        step.calls = {{CallId(QStringLiteral("c")),
                       {QStringLiteral("call_1"), QStringLiteral("read_payslip"), "{\"a\": 1}"},
                       toolapi::Effect::Read,
                       {}}};
        const auto end = stepEnd(step);
        QCOMPARE(end.usage, (QJsonObject{{QStringLiteral("input_tokens"), 12}}));
        StoredMessage stored;
        stored.id = end.step;
        stored.state = end.state;
        stored.text = end.text;
        stored.reasoning = end.reasoning;
        stored.refusal = end.refusal;
        stored.opaqueBlocks = end.opaqueBlocks;
        stored.finish = end.finish;
        conversations::StoredCall call;
        call.id = end.calls.first().id;
        call.modelCallId = end.calls.first().modelCallId;
        call.tool = end.calls.first().tool;
        call.proposed = end.calls.first().arguments;
        call.effect = end.calls.first().effect;
        stored.calls = {call};
        const auto back = stepRecord(stored);
        QCOMPARE(back.id, step.id);
        QCOMPARE(back.text, step.text);
        QCOMPARE(back.reasoning, step.reasoning);
        QCOMPARE(back.refusal, step.refusal);
        QCOMPARE(back.opaqueBlocks, step.opaqueBlocks);
        QCOMPARE(back.finish, step.finish);
        QVERIFY(back.calls.first().asked == step.calls.first().asked);
        QCOMPARE(back.calls.first().effect, toolapi::Effect::Read);
        QVERIFY(!back.calls.first().result.has_value());
    }

    void pastTurns_data()
    {
        QTest::addColumn<QList<std::pair<QString, QString>>>("rows"); // "P text" or "A text", endpoint
        QTest::addColumn<QStringList>("seen");                        // by the endpoint "here"
        const auto rows = [](std::initializer_list<std::pair<const char*, const char*>> list) {
            QList<std::pair<QString, QString>> made;
            for (const auto& [text, endpoint] : list)
                made.append({QString::fromUtf8(text), QString::fromLatin1(endpoint)});
            return made;
        };
        QTest::newRow("its own turns") << rows({{"P one", "here"}, {"A two", "here"}})
                                       << QStringList{QStringLiteral("one"), QStringLiteral("two")};
        QTest::newRow("not a turn that another endpoint answered")
            << rows({{"P secret", "there"}, {"A answer", "there"}, {"P one", "here"}, {"A two", "here"}})
            << QStringList{QStringLiteral("one"), QStringLiteral("two")};
        QTest::newRow("not another's turn in the middle, nor any step of it")
            << rows({{"P one", "here"},
                     {"A two", "here"},
                     {"P x", "there"},
                     {"A y", "there"},
                     {"A z", "there"},
                     {"P three", "here"}})
            << QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")};
        QTest::newRow("a message that nobody was given yet")
            << rows({{"P one", ""}}) << QStringList{QStringLiteral("one")};
        QTest::newRow("steps whose question was cut off are left out")
            << rows({{"A loose", "here"}, {"P one", "here"}}) << QStringList{QStringLiteral("one")};
        QTest::newRow("a question of its own that another endpoint answered as well: not that answer")
            << rows({{"P one", "here"}, {"A secret", "there"}, {"A more", "there"}, {"P two", "here"}})
            << QStringList{QStringLiteral("one"), QStringLiteral("two")};
        QTest::newRow("of steps that two endpoints took, its own")
            << rows({{"P one", "here"}, {"A secret", "there"}, {"A mine", "here"}})
            << QStringList{QStringLiteral("one"), QStringLiteral("mine")};
        QTest::newRow("an answer of nobody's")
            << rows({{"P one", "here"}, {"A loose", ""}}) << QStringList{QStringLiteral("one")};
        QTest::newRow("nothing") << rows({}) << QStringList{};
    }
    void pastTurns()
    {
        using Rows = QList<std::pair<QString, QString>>;
        QFETCH(Rows, rows);
        QFETCH(QStringList, seen);
        QList<StoredMessage> stored;
        for (const auto& [text, endpoint] : rows)
            stored.append(row(text.startsWith(QLatin1Char('P')) ? Speaker::Person : Speaker::Agent,
                              text.mid(2).toUtf8().constData(), endpoint.toLatin1().constData()));
        const EndpointId here(QStringLiteral("here"));
        QCOMPARE(textsOf(session::pastTurns(stored, here, conversations::EarlierTurns::Withheld)), seen);
        const bool others =
            std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.second == QLatin1String("there"); });
        QCOMPARE(session::othersWereTold(stored, here), others);
    }

    void whatIsGivenIsGivenWholeButForWhatOnlyTheOtherUnderstands()
    {
        auto theirs = row(Speaker::Agent, "answer", "there");
        theirs.opaqueBlocks = {QJsonObject{{QStringLiteral("type"), QStringLiteral("thinking")}}};
        auto own = row(Speaker::Agent, "two", "here");
        own.opaqueBlocks = theirs.opaqueBlocks;
        const auto turns = session::pastTurns(
            {row(Speaker::Person, "secret", "there"), theirs, row(Speaker::Person, "one", "here"), own},
            EndpointId(QStringLiteral("here")), conversations::EarlierTurns::Given);
        QCOMPARE(textsOf(turns), (QStringList{QStringLiteral("secret"), QStringLiteral("answer"), QStringLiteral("one"),
                                              QStringLiteral("two")}));
        QVERIFY(turns.first().steps.first().opaqueBlocks.isEmpty());
        QCOMPARE(turns.last().steps.first().opaqueBlocks, own.opaqueBlocks);
    }
};

QTEST_GUILESS_MAIN(TestStoredWords)
#include "tst_stored_words.moc"
