#include "core/approvals/grant_store.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

using namespace core::approvals;
using core::ConversationId;
using core::Errc;
using core::policy::Grant;
using core::policy::GrantId;
using fakes::await;
using Kind = core::policy::Grant::Kind;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

core::SealingKey key(char fill = 'k')
{
    return core::SealingKey(core::Secret::consume(QByteArray(32, fill)));
}

Grant leave(Kind kind, const char* id = "g", const char* day = "\"2026-12-01\"")
{
    Grant grant;
    grant.id = GrantId(s(id));
    grant.kind = kind;
    grant.tool = core::ToolName(s("request_leave"));
    grant.definitionHash = s("d1");
    if (kind == Kind::Here) grant.conversation = ConversationId(s("c1"));
    grant.pinned = {{s("/from"), false, day}, {s("/休み"), true, "\"休み\""}};
    return grant;
}

} // namespace

class TestGrantStore : public QObject {
    Q_OBJECT

    fakes::FakeClock clock_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<GrantStore> store_;

    QString file() const { return folder_->filePath(s("p/grants.db")); }
    void reopen(char fill = 'k')
    {
        store_.reset();
        const auto opened = await(GrantStore::open(file(), core::storage::Sealer(key(fill)), clock_));
        store_ = opened ? *opened : nullptr;
    }
    void write(const Grant& grant) { QVERIFY(await(store_->write(grant, ConversationId(s("c1"))))); }
    bool use(const char* id = "g")
    {
        const auto used = await(store_->use(GrantId(s(id))));
        if (!used && used.error().code != Errc::Conflict) qFatal("a use failed: %s", qPrintable(used.error().detail));
        return used.has_value();
    }
    qsizetype inForce()
    {
        const auto standing = await(store_->inForce());
        return standing ? standing->size() : -1;
    }
    void changeFile(const char* sql)
    {
        store_.reset();
        {
            auto database = QSqlDatabase::addDatabase(s("QSQLITE"), s("tamper"));
            database.setDatabaseName(file());
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(s(sql)));
        }
        QSqlDatabase::removeDatabase(s("tamper"));
        reopen();
    }

private Q_SLOTS:
    void init()
    {
        clock_.now = fakes::FakeClock().now;
        folder_ = std::make_unique<QTemporaryDir>();
        reopen();
        QVERIFY(store_);
    }
    void cleanup() { store_.reset(); }

    void whatWasWrittenComesBackAsItWas_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("uses");
        QTest::addColumn<int>("hours");
        QTest::newRow("here") << static_cast<int>(Kind::Here) << 20 << 1;
        QTest::newRow("always") << static_cast<int>(Kind::Always) << 100 << 24 * 90;
        QTest::newRow("never") << static_cast<int>(Kind::Never) << 0 << 0;
    }
    void whatWasWrittenComesBackAsItWas()
    {
        QFETCH(int, kind);
        QFETCH(int, uses);
        QFETCH(int, hours);
        const auto written = await(store_->write(leave(static_cast<Kind>(kind)), ConversationId(s("c1"))));
        QVERIFY(written);
        QCOMPARE(written->grant, leave(static_cast<Kind>(kind)));
        QCOMPARE(written->mostUses, uses);
        QCOMPARE(written->endsUtc, hours == 0 ? QDateTime() : clock_.now.addSecs(3600LL * hours));
        QCOMPARE(written->lapsesUtc(), static_cast<Kind>(kind) == Kind::Always ? clock_.now.addDays(30) : QDateTime());
        reopen();
        const auto kept = await(store_->inForce());
        QVERIFY(kept);
        QCOMPARE(*kept, QList{*written});
    }

    void theFileHoldsNothingInClear()
    {
        write(leave(Kind::Always, "an-id"));
        store_.reset();
        QByteArray all;
        for (const auto& name : {file(), file() + s("-wal")}) {
            QFile read(name);
            if (read.open(QIODevice::ReadOnly)) all += read.readAll();
        }
        QVERIFY(all.contains("an-id")); // so that this looks where it has to
        for (const auto* text : {"request_leave", "2026-12-01", "always", "/from"})
            QVERIFY2(!all.contains(text), text);
    }

    // --- how it ends ---

    void itsUsesAreCountedAndEnd_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("uses");
        QTest::newRow("here") << static_cast<int>(Kind::Here) << hereMostUses;
        QTest::newRow("always") << static_cast<int>(Kind::Always) << alwaysMostUses;
    }
    void itsUsesAreCountedAndEnd()
    {
        QFETCH(int, kind);
        QFETCH(int, uses);
        write(leave(static_cast<Kind>(kind)));
        for (int i = 0; i < uses; ++i) {
            if (i == uses / 2) reopen(); // a restart gives none back
            QCOMPARE(inForce(), 1);
            QVERIFY(use());
        }
        QVERIFY(!use());
        QCOMPARE(inForce(), 0);
        reopen();
        QVERIFY(!use());
    }
    // What has the last use has not begun yet.
    void theLastUseStillStands()
    {
        write(leave(Kind::Here));
        for (int i = 0; i < hereMostUses; ++i)
            QVERIFY(use());
        QCOMPARE(inForce(), 0);
        QVERIFY(*await(store_->stands(GrantId(s("g")))));
        clock_.advance(hereEndsAfter + std::chrono::milliseconds(1));
        QVERIFY(!*await(store_->stands(GrantId(s("g")))));
    }
    void ofTwoAtOnceOneHasTheLastUse()
    {
        write(leave(Kind::Here));
        for (int i = 1; i < hereMostUses; ++i)
            QVERIFY(use());
        const auto one = store_->use(GrantId(s("g")));
        const auto two = store_->use(GrantId(s("g")));
        QVERIFY(await(one));
        QCOMPARE(await(two).error().code, Errc::Conflict);
    }
    void twoProgramsShareItsUses()
    {
        write(leave(Kind::Here));
        const auto other = *await(GrantStore::open(file(), core::storage::Sealer(key()), clock_));
        int used = 0;
        for (int i = 0; i < hereMostUses; ++i) {
            if (await(other->use(GrantId(s("g"))))) ++used;
            if (use()) ++used;
        }
        QCOMPARE(used, hereMostUses);
    }

    void itsTimeEndsIt_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("here") << static_cast<int>(Kind::Here) << qint64{3600};
        QTest::newRow("always, unused") << static_cast<int>(Kind::Always) << qint64{30 * 86400};
    }
    void itsTimeEndsIt()
    {
        QFETCH(int, kind);
        QFETCH(qint64, seconds);
        write(leave(static_cast<Kind>(kind)));
        clock_.now = clock_.now.addSecs(seconds);
        QCOMPARE(inForce(), 1); // its last moment
        clock_.now = clock_.now.addMSecs(1);
        QCOMPARE(inForce(), 0);
        QVERIFY(!use());
        clock_.now = clock_.now.addSecs(-60); // no clock brings it again
        QVERIFY(!use());
        QCOMPARE(inForce(), 0);
    }
    void aUseThatComesTooLateIsNone()
    {
        write(leave(Kind::Here));
        clock_.advance(hereEndsAfter + std::chrono::milliseconds(1));
        QVERIFY(!use());
        clock_.now = fakes::FakeClock().now;
        QVERIFY(!use());
    }
    void aUsePutsOffTheLapseAndNotTheEnd()
    {
        write(leave(Kind::Always));
        const auto end = clock_.now.addDays(90);
        for (int month = 0; month < 3; ++month) {
            clock_.now = clock_.now.addDays(29);
            QVERIFY(use());
        }
        clock_.now = end; // 3 days after the last use
        QVERIFY(use());
        clock_.now = end.addMSecs(1);
        QVERIFY(!use());
    }
    void aClockThatWasSetBackEndsIt_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("used");
        QTest::newRow("here, behind its writing") << static_cast<int>(Kind::Here) << false;
        QTest::newRow("always, behind its writing") << static_cast<int>(Kind::Always) << false;
        QTest::newRow("here, behind its last use") << static_cast<int>(Kind::Here) << true;
        QTest::newRow("always, behind its last use") << static_cast<int>(Kind::Always) << true;
    }
    void aClockThatWasSetBackEndsIt()
    {
        QFETCH(int, kind);
        QFETCH(bool, used);
        write(leave(static_cast<Kind>(kind)));
        clock_.now = clock_.now.addSecs(600);
        if (used) QVERIFY(use());
        clock_.now = clock_.now.addSecs(used ? -1 : -601);
        QVERIFY(!use());
        clock_.now = clock_.now.addSecs(1200);
        QVERIFY(!use());
        QCOMPARE(inForce(), 0);
    }
    void aNeverHasNoEnd()
    {
        write(leave(Kind::Never));
        QVERIFY(!use()); // it lets nothing run
        QVERIFY(!*await(store_->stands(GrantId(s("g")))));
        clock_.now = clock_.now.addYears(20);
        QCOMPARE(inForce(), 1);
        clock_.now = clock_.now.addYears(-40);
        QCOMPARE(inForce(), 1);
    }

    // --- the person's word ---

    void whatIsRevokedDoesNotComeBack()
    {
        write(leave(Kind::Always));
        QVERIFY(use());
        QVERIFY(await(store_->revoke(GrantId(s("g")))));
        QVERIFY(!use());
        QVERIFY(!*await(store_->stands(GrantId(s("g")))));
        QCOMPARE(inForce(), 0);
        reopen();
        QVERIFY(!use());
        QCOMPARE(inForce(), 0);
        QCOMPARE(await(store_->revoke(GrantId(s("g")))).error().code, Errc::NotFound);
    }
    void theSameRuleAgainTakesItsPlace()
    {
        write(leave(Kind::Always, "first"));
        QVERIFY(use("first"));
        write(leave(Kind::Always, "again"));
        write(leave(Kind::Always, "another day", "\"2026-12-02\""));
        write(leave(Kind::Here, "here"));
        QVERIFY(!use("first"));
        const auto all = *await(store_->inForce());
        QStringList ids;
        for (const auto& one : all)
            ids.append(one.grant.id.text());
        QCOMPARE(ids, (QStringList{s("here"), s("another day"), s("again")}));
        QCOMPARE(all.last().uses, 0);
    }
    void whoSignsOutKeepsWhatIsNeverRun()
    {
        write(leave(Kind::Here, "a"));
        write(leave(Kind::Always, "b"));
        write(leave(Kind::Never, "c"));
        store_.reset();
        // Also where the key is not at hand.
        const auto locked = await(GrantStore::open(file(), core::storage::Sealer(core::SealingKey()), clock_));
        QVERIFY(locked);
        QVERIFY(await((*locked)->endPassing()));
        reopen();
        const auto left = *await(store_->inForce());
        QCOMPARE(left.size(), 1);
        QCOMPARE(left.first().grant.kind, Kind::Never);
        QVERIFY(!use("a"));
        QVERIFY(!use("b"));
    }

    // --- another's hand ---

    void anotherKeyOpensNothing()
    {
        write(leave(Kind::Always));
        reopen('x');
        QVERIFY(store_);
        QCOMPARE(await(store_->inForce()).error().code, Errc::Corrupt);
        QCOMPARE(await(store_->use(GrantId(s("g")))).error().code, Errc::Corrupt);
    }
    void whatWasMovedOrRelabelledIsDamage_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("the body of another")
            << s("UPDATE standing_grant SET body = (SELECT body FROM standing_grant WHERE id = 'a') WHERE id = 'b'");
        QTest::newRow("the id of another") << s("UPDATE standing_grant SET id = 'c' WHERE id = 'b'");
        QTest::newRow("one that a sign-out would leave") << s("UPDATE standing_grant SET passes = 0 WHERE id = 'b'");
    }
    void whatWasMovedOrRelabelledIsDamage()
    {
        QFETCH(QString, sql);
        write(leave(Kind::Always, "a"));
        write(leave(Kind::Always, "b", "\"2026-12-02\""));
        changeFile(sql.toUtf8().constData());
        QCOMPARE(await(store_->inForce()).error().code, Errc::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TestGrantStore)
#include "tst_grant_store.moc"
