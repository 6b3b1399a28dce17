// What reading costs, counted in bytes the process asked the system for, so that the count is the same on any machine.
#include "core/conversations/conversation_store.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace core::conversations;
using core::ConversationId;
using core::MessageId;
using fakes::await;

namespace {

const core::SealingKey key(core::Secret::consume(QByteArray(32, 'k')));

// rchar of proc(5): bytes read, from the disk or from the page cache. -1: not on this system.
qint64 bytesRead()
{
    QFile file(QStringLiteral("/proc/self/io"));
    if (!file.open(QIODevice::ReadOnly)) return -1;
    const auto line = file.readLine();
    return line.startsWith("rchar:") ? line.mid(6).trimmed().toLongLong() : -1;
}

} // namespace

class TestStoreCost : public QObject {
    Q_OBJECT

    fakes::FakeClock clock_;
    const bool soak_ = qEnvironmentVariableIsSet("SEKISHO_SOAK");

    std::shared_ptr<ConversationStore> open(const QString& file)
    {
        return *await(ConversationStore::open(file, core::storage::Sealer(key), clock_));
    }

    // Waits only now and then: what counts here is not the writing.
    void addConversations(const QString& file, int count)
    {
        const auto store = open(file);
        core::Async<int> last;
        for (int i = 0; i < count; ++i) {
            last = store->append(ConversationId(QString::number(i)), {MessageId(core::newId()), QString(400, u'x')},
                                 QStringLiteral("title"));
            if (i % 100 == 0) QVERIFY(await(last));
        }
        QVERIFY(await(last));
    }

    static void addTurn(ConversationStore& store, int number, qsizetype answerSize)
    {
        const auto id = QString::number(number);
        const core::CallId call(QStringLiteral("call-") + id);
        const MessageId step(QStringLiteral("step-") + id);
        StepEnd end;
        end.step = step;
        end.text = QStringLiteral("an answer");
        end.calls = {
            {call, QStringLiteral("m"), core::ToolName(QStringLiteral("read")), "{}", core::toolapi::Effect::Read}};
        core::toolapi::ToolResult result;
        result.id = call;
        result.outcome = core::toolapi::Outcome::Done;
        result.api.emplace();
        result.api->body = QByteArray(answerSize, 'x');
        const auto ignore = [](const auto&) {};
        ignore(store.stepBegun(
            {ConversationId(QStringLiteral("thread")), TurnId(id), core::EndpointId(QStringLiteral("e")), step,
             NewMessage{MessageId(QStringLiteral("question-") + id), QStringLiteral("a question")}}));
        ignore(store.stepFinished(end));
        QVERIFY(await(store.callEnded(result)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (bytesRead() < 0) QSKIP("skipped: the system does not count what a process reads");
    }

    void openingCostsTheSameWhateverIsStored()
    {
        const QTemporaryDir folder;
        const auto small = folder.filePath(QStringLiteral("small.db"));
        const auto large = folder.filePath(QStringLiteral("large.db"));
        addConversations(small, 40);
        addConversations(large, soak_ ? 10000 : 1500);
        const auto cost = [this](const QString& file) {
            const auto before = bytesRead();
            const auto store = open(file);
            const auto page = await(store->page(0, 30));
            Q_ASSERT(page->size() == 30);
            return bytesRead() - before;
        };
        const auto smallCost = cost(small);
        const auto largeCost = cost(large);
        qInfo("opened and listed: %lld and %lld bytes read", smallCost, largeCost);
        QVERIFY(largeCost < smallCost + 300'000);
    }

    void aLongThreadIsReadOnlyWhereItIsLookedAt()
    {
        const QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("thread.db"));
        const int turns = soak_ ? 5000 : 250;
        constexpr qsizetype answerSize = 100'000;
        {
            const auto store = open(file);
            for (int i = 0; i < turns; ++i)
                addTurn(*store, i, answerSize);
        }
        QVERIFY(QFileInfo(file).size() > turns * answerSize);
        const auto store = open(file);
        const ConversationId thread(QStringLiteral("thread"));
        const auto before = bytesRead();
        const auto count = *await(store->count(thread));
        QCOMPARE(count, 2 * turns);
        QCOMPARE(await(store->heads(thread, count - 100, 100))->size(), 100);
        const auto rows = *await(store->messages(thread, count - 20, 20));
        QCOMPARE(rows.size(), 20);
        QCOMPARE(rows.last().calls.at(0).answerSize, answerSize);
        QCOMPARE(rows.last().calls.at(0).answerStart.size(), 4000);
        const auto shown = bytesRead() - before;
        qInfo("shown: %lld bytes read of %lld", shown, QFileInfo(file).size());
        QVERIFY(shown < 1'500'000);
        QCOMPARE(await(store->callAnswer(rows.last().calls.at(0).id))->apiBody.size(), answerSize);
    }

    void aCheckpointWritesOnlyWhatIsNew()
    {
        const QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("stream.db"));
        const auto store = open(file);
        const MessageId step(QStringLiteral("step"));
        QVERIFY(await(store->stepBegun({ConversationId(QStringLiteral("c")), TurnId(QStringLiteral("t")),
                                        core::EndpointId(QStringLiteral("e")), step})));
        QString text;
        for (int i = 0; i < 100; ++i) {
            text += QString(10'000, QLatin1Char('x'));
            QVERIFY(await(store->stepText(step, text, {})));
        }
        // Written again as a whole each time it would be 50 MB.
        const auto size = QFileInfo(file).size() + QFileInfo(file + QStringLiteral("-wal")).size();
        qInfo("a text of 1 MB in 100 checkpoints: %lld bytes of files", size);
        QVERIFY(size < 12'000'000);
        QCOMPARE(await(store->messages(ConversationId(QStringLiteral("c")), 0, 1))->first().text, text);
    }
};

QTEST_GUILESS_MAIN(TestStoreCost)
#include "tst_store_cost.moc"
