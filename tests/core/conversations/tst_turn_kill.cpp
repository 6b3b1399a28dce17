#include "example_turn.h"
#include "tests/fakes/await.h"

#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace core::conversations;
using fakes::await;

// A program that writes a turn is killed with SIGKILL at every step of it. What was answered is there, whole; the next
// start is clean and finds the turn as interrupted; an effect that was begun is never begun again.
class TestTurnKill : public QObject {
    Q_OBJECT

    const core::SystemClock clock_;
    static constexpr int steps = 11;

    std::shared_ptr<ConversationStore> open(const QString& file)
    {
        const auto store = await(ConversationStore::open(file, core::storage::Sealer(example::key()), clock_));
        if (!store) {
            QTest::qFail(qPrintable(store.error().detail), __FILE__, __LINE__);
            return nullptr;
        }
        return *store;
    }

    static int run(const QStringList& arguments)
    {
        QProcess writer;
        writer.start(QStringLiteral(TURN_WRITER), arguments);
        if (!writer.waitForFinished(60000)) return -1;
        const auto lines = writer.readAllStandardOutput().trimmed().split('\n');
        return lines.isEmpty() ? 0 : lines.last().toInt();
    }

private Q_SLOTS:
    void everyStep_data()
    {
        QTest::addColumn<int>("killedAt");
        QTest::addColumn<bool>("whileWriting");
        const char* names[steps] = {"the question and the step's beginning",
                                    "the first checkpoint",
                                    "the second checkpoint",
                                    "the whole answer",
                                    "the decision to read",
                                    "the decision to write",
                                    "the outcome of the read",
                                    "the outcome of the write",
                                    "the end of the turn",
                                    "a new title",
                                    "the beginning of another answer in place of this one"};
        for (int i = 0; i < steps; ++i) {
            QTest::addRow("killed after %s", names[i]) << i + 1 << false;
            QTest::addRow("killed while writing %s", names[i]) << i + 1 << true;
        }
    }
    void everyStep()
    {
        QFETCH(int, killedAt);
        QFETCH(bool, whileWriting);
        QRandomGenerator random(static_cast<quint32>(killedAt));
        const int rounds = !whileWriting ? 1 : qEnvironmentVariableIsSet("SEKISHO_SOAK") ? 30 : 3;
        for (int round = 0; round < rounds; ++round) {
            const QTemporaryDir folder;
            const auto file = folder.filePath(QStringLiteral("conversations.db"));
            const int wait = round == 0 ? 0 : random.bounded(400); // the first one most likely before the commit
            const int answered =
                run({file, QString::number(killedAt), whileWriting ? QStringLiteral("while") : QStringLiteral("after"),
                     QString::number(wait)});
            QCOMPARE(answered, whileWriting ? killedAt - 1 : killedAt);
            check(file, answered, killedAt);
            if (QTest::currentTestFailed()) return;
        }
    }

private:
    // One step more than was answered may be there, whole; nothing else.
    void check(const QString& file, int answered, int killedAt)
    {
        const auto store = open(file);
        QVERIFY(store);
        const auto rows = *await(store->count(example::conversation));
        if (answered < 1 && rows == 0) return;
        QCOMPARE(rows, 2);
        const auto messages = *await(store->messages(example::conversation, 0, 10));
        QCOMPARE(messages.at(0).text, example::begin().message->text);
        QCOMPARE(*await(store->endpoints(example::conversation)), QList{example::endpoint});
        const auto& step = messages.at(1);
        if (step.id == example::again().step) { // never neither answer
            QVERIFY(answered >= 10);
            QCOMPARE(messages.at(0).turn.id, example::again().turn);
            QCOMPARE(step.state, MessageState::Interrupted);
            QCOMPARE(store->interrupted().size(), 1);
            return;
        }
        QVERIFY(answered < 11);

        const bool ended = step.turn.state == TurnState::Ended;
        QVERIFY(ended || step.turn.state == TurnState::Interrupted);
        QCOMPARE(ended, answered >= 9 || (answered == 8 && ended));
        QCOMPARE(store->interrupted().size(), ended ? 0 : 1);

        if (step.state == MessageState::Interrupted) {
            QVERIFY(answered < 4);
            QVERIFY(example::end().text.startsWith(step.text));
            if (answered == 2) QVERIFY(step.text.size() >= 7);
            if (answered == 3) QCOMPARE(step.text, QStringLiteral("Looking at your"));
            return;
        }
        QVERIFY(answered >= 3);
        QCOMPARE(step.state, MessageState::Complete);
        QCOMPARE(step.text, example::end().text);
        QCOMPARE(step.calls.size(), 2);
        checkCall(*store, step.calls.at(0), answered, 5, 7);
        // A turn whose answer is to be replaced has begun no effect: the writer leaves those two steps out.
        if (killedAt == steps)
            QCOMPARE(step.calls.at(1).state, CallState::Proposed);
        else
            checkCall(*store, step.calls.at(1), answered, 6, 8);
    }

    static void checkCall(ConversationStore& store, const StoredCall& call, int answered, int decided, int ended)
    {
        if (answered >= decided) QVERIFY(call.state != CallState::Proposed);
        if (answered >= ended) QCOMPARE(call.state, CallState::Ended);
        if (answered < decided - 1) QCOMPARE(call.state, CallState::Proposed);
        if (call.state == CallState::Ended) {
            QCOMPARE(await(store.callAnswer(call.id))->apiBody, example::result(call.id).api->body);
            return;
        }
        if (call.state != CallState::Started) return;
        const auto again = await(store.callDecided(example::decision(call.id)));
        QCOMPARE(again.has_value(), call.effect == core::toolapi::Effect::Read);
    }
};

QTEST_GUILESS_MAIN(TestTurnKill)
#include "tst_turn_kill.moc"
