#include "core/conversations/conversation_store.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

#include <QtTest/QTest>

using namespace core::conversations;
using core::ConversationId;
using core::Errc;
using fakes::await;

class TestSearch : public QObject {
    Q_OBJECT

    fakes::FakeClock clock_;
    std::shared_ptr<ConversationStore> store_;

    void add(const QString& id, const QString& title, const QStringList& texts)
    {
        for (const auto& text : texts)
            QVERIFY(await(store_->append(ConversationId(id), {core::MessageId(core::newId()), text}, title)));
    }
    QStringList found(const QString& text, int offset = 0, int count = 10)
    {
        const auto page = await(store_->search(text, offset, count, {}));
        if (!page) return {core::errcName(page.error().code)};
        QStringList ids;
        for (const auto& summary : *page)
            ids.append(summary.id.text());
        return ids;
    }

private Q_SLOTS:
    void init()
    {
        store_ = *await(
            ConversationStore::openInMemory(core::storage::Sealer(core::SealingKey(core::Secret::random(32))), clock_));
    }

    void words_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected"); // newest first
        QTest::newRow("in a title") << QStringLiteral("休暇") << QStringList{QStringLiteral("c")};
        QTest::newRow("in a message") << QStringLiteral("payslip") << QStringList{QStringLiteral("a")};
        QTest::newRow("in both") << QStringLiteral("給料") << QStringList{QStringLiteral("c"), QStringLiteral("b")};
        QTest::newRow("another case") << QStringLiteral("PAYSLIP") << QStringList{QStringLiteral("a")};
        QTest::newRow("full-width letters") << QStringLiteral("ｐａｙｓｌｉｐ") << QStringList{QStringLiteral("a")};
        QTest::newRow("half-width katakana") << QStringLiteral("ｶﾚﾝﾀﾞｰ") << QStringList{QStringLiteral("b")};
        QTest::newRow("with spaces around it") << QStringLiteral("  payslip ") << QStringList{QStringLiteral("a")};
        QTest::newRow("a wildcard of another language") << QStringLiteral("%") << QStringList();
        QTest::newRow("nowhere") << QStringLiteral("nowhere") << QStringList();
        QTest::newRow("nothing: all") << QString()
                                      << QStringList{QStringLiteral("c"), QStringLiteral("b"), QStringLiteral("a")};
    }
    void words()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        add(QStringLiteral("a"), QStringLiteral("first"), {QStringLiteral("my Payslip, please")});
        add(QStringLiteral("b"), QStringLiteral("second"),
            {QStringLiteral("カレンダーを見せて"), QStringLiteral("山田さんの給料いくら？")});
        add(QStringLiteral("c"), QStringLiteral("休暇と給料"), {QStringLiteral("hello")});
        QCOMPARE(found(text), expected);
    }

    void pagesGoOn()
    {
        for (int i = 0; i < 7; ++i)
            add(QString::number(i), QString(), {QStringLiteral("same")});
        QCOMPARE(found(QStringLiteral("same"), 0, 3),
                 (QStringList{QStringLiteral("6"), QStringLiteral("5"), QStringLiteral("4")}));
        QCOMPARE(found(QStringLiteral("same"), 5, 3), (QStringList{QStringLiteral("1"), QStringLiteral("0")}));
        QCOMPARE(found(QStringLiteral("same"), 9, 3), QStringList());
    }

    void aLongConversationIsLookedThroughInSlices()
    {
        QStringList texts;
        for (int i = 0; i < 650; ++i)
            texts.append(QStringLiteral("filler"));
        texts.append(QStringLiteral("needle"));
        add(QStringLiteral("long"), QString(), texts);
        add(QStringLiteral("short"), QString(), {QStringLiteral("no")});
        QCOMPARE(found(QStringLiteral("needle")), QStringList{QStringLiteral("long")});
    }

    void streamedTextIsFound()
    {
        const core::MessageId step(QStringLiteral("step"));
        QVERIFY(await(store_->stepBegun({ConversationId(QStringLiteral("a")), TurnId(QStringLiteral("t")),
                                         core::EndpointId(QStringLiteral("e")), step})));
        QVERIFY(await(store_->stepText(step, QStringLiteral("nee"), {})));
        QVERIFY(await(store_->stepText(step, QStringLiteral("needle"), {})));
        QCOMPARE(found(QStringLiteral("needle")), QStringList{QStringLiteral("a")});
    }

    void removedOnesAreNotFound()
    {
        add(QStringLiteral("a"), QString(), {QStringLiteral("needle")});
        QVERIFY(await(store_->remove(ConversationId(QStringLiteral("a")))));
        QCOMPARE(found(QStringLiteral("needle")), QStringList());
    }

    void aStopEndsIt()
    {
        add(QStringLiteral("a"), QString(), {QStringLiteral("needle")});
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(await(store_->search(QStringLiteral("needle"), 0, 1, stop.get_token())).error().code, Errc::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
