#include "core/identity/sealed_session_store.h"
#include "core/identity/session_record.h"
#include "person_records.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_keychain.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

using core::Errc;
using fakes::await;
using namespace core::identity;
using namespace person_records;

class TestSessionStore : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fakes::FakeKeychain keychain_;
    std::unique_ptr<PersonKeys> keys_;
    std::unique_ptr<SealedSessionStore> store_;

    QString path() const { return folder_.filePath(QStringLiteral("identity.sqlite")); }
    void open()
    {
        store_.reset();
        keys_ = std::make_unique<PersonKeys>(&keychain_);
        const auto database = await(core::storage::Database::open(path(), SealedSessionStore::migrations()));
        QVERIFY2(database.has_value(), database ? "" : qPrintable(database.error().detail));
        store_ = std::make_unique<SealedSessionStore>(*database, *keys_);
    }
    void keep(const StoredSession& session)
    {
        QVERIFY(await(keys_->keyOrNew(session.person())).has_value());
        QVERIFY(await(store_->write(session, {})).has_value());
    }
    // What somebody with the file can do.
    void tamper(const QString& statement)
    {
        store_.reset();
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tamper"));
            database.setDatabaseName(path());
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY2(query.exec(statement), qPrintable(statement));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("tamper"));
        open();
    }

private Q_SLOTS:
    void init()
    {
        QFile::remove(path());
        QFile::remove(path() + QStringLiteral("-wal"));
        QFile::remove(path() + QStringLiteral("-shm"));
        keychain_.entries.clear();
        open();
    }
    void cleanup() { store_.reset(); }

    void survivesARestart()
    {
        const auto asan = stored(QStringLiteral("asan"), "RT-1");
        keep(asan);
        open();
        const auto back = await(store_->read(asan.person()));
        QVERIFY2(back.has_value(), back ? "" : qPrintable(back.error().detail));
        QVERIFY(back->config == asan.config);
        QCOMPARE(back->session.key().subject, QStringLiteral("asan"));
        QCOMPARE(back->session.displayName(), QStringLiteral("Name of asan"));
        QCOMPARE(back->session.expiresAtUtc(), now.addSecs(300));
        QCOMPARE(exposed(back->refresh), QByteArray("RT-1"));
        QCOMPARE(exposed(back->idToken), QByteArray("header.payload-of-asan.signature"));
        QCOMPARE(back->access.size(), size_t(2));
        QCOMPARE(exposed(back->access[0].token), QByteArray("access-of-RT-1"));
        QCOMPARE(back->access[0].audience, QStringLiteral("urn:hr"));
        QCOMPARE(back->access[0].scopes, (QStringList{QStringLiteral("hr:read"), QStringLiteral("openid")}));
        QCOMPARE(back->access[1].expiresAtUtc, now.addSecs(100));
        QCOMPARE(back->version, qint64(1));
        QCOMPARE(back->signedInAtUtc, now);
        QVERIFY(!back->refreshStartedUtc);
    }
    void nothingButStorageNamesIsReadable()
    {
        keep(stored(QStringLiteral("asan"), "RT-secret-1"));
        keep(stored(QStringLiteral("bsan"), "RT-secret-2"));
        open();
        QCOMPARE(await(store_->people())->size(), qsizetype(2));
        store_.reset();
        QDirIterator files(folder_.path(), QDir::Files);
        int looked = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto bytes = file.readAll();
            ++looked;
            for (const auto* word : {"RT-secret", "access-of", "userinfo-of", "asan", "bsan", "id.example", "client",
                                     "urn:hr", "signature"})
                QVERIFY2(!bytes.contains(word), word);
            QVERIFY((file.permissions() & (QFile::ReadGroup | QFile::ReadOther)) == QFile::Permissions());
        }
        QVERIFY(looked > 0);
    }
    void peopleInTheOrderOfTheirFirstSignIn()
    {
        const QStringList names{QStringLiteral("yamada"), QStringLiteral("asan"), QStringLiteral("bsan")};
        QStringList expected;
        for (const auto& name : names) {
            keep(stored(name, "RT"));
            expected.append(stored(name, "RT").person());
        }
        keep(stored(QStringLiteral("yamada"), "RT-new")); // again: the place stays
        QCOMPARE(*await(store_->people()), expected);
    }
    void writesAreOrdered()
    {
        auto asan = stored(QStringLiteral("asan"), "RT-1");
        keep(asan);
        QCOMPARE(*await(store_->write(asan, 1)), qint64(2));
        QCOMPARE(await(store_->write(asan, 1)).error().code, Errc::Conflict);
        QCOMPARE(*await(store_->write(asan, 2)), qint64(3));
    }
    void theMarkOfARefresh()
    {
        const auto asan = stored(QStringLiteral("asan"), "RT-1");
        QCOMPARE(await(store_->markRefreshStarted(asan.person(), now)).error().code, Errc::NotFound);
        keep(asan);
        QVERIFY(await(store_->markRefreshStarted(asan.person(), now)).has_value());
        open();
        QCOMPARE(*await(store_->read(asan.person()))->refreshStartedUtc, now);
        QVERIFY(await(store_->write(asan, 1)).has_value());
        QVERIFY(!await(store_->read(asan.person()))->refreshStartedUtc);
    }
    void removed()
    {
        const auto asan = stored(QStringLiteral("asan"), "RT-1");
        keep(asan);
        QVERIFY(await(store_->remove(asan.person())).has_value());
        QCOMPARE(await(store_->read(asan.person())).error().code, Errc::NotFound);
        QVERIFY(await(store_->people())->isEmpty());
    }

    void tampering_data()
    {
        QTest::addColumn<QString>("statement");
        const auto row = [](const char* name, const char* statement) {
            QTest::newRow(name) << QString::fromLatin1(statement);
        };
        row("asan's row under bsan's name",
            "UPDATE session SET tokens = (SELECT tokens FROM session WHERE position = 2), "
            "profile = (SELECT profile FROM session WHERE position = 2)");
        row("asan's tokens beside bsan's profile",
            "UPDATE session SET tokens = (SELECT tokens FROM session WHERE position = 2) WHERE position = 1");
        row("bsan's profile beside asan's tokens",
            "UPDATE session SET profile = (SELECT profile FROM session WHERE position = 2) WHERE position = 1");
        row("another version", "UPDATE session SET version = 7");
        row("profile and tokens swapped", "UPDATE session SET profile = tokens, tokens = profile");
        row("a cut profile", "UPDATE session SET profile = substr(profile, 1, 40)");
        row("one changed byte",
            "UPDATE session SET tokens = CAST(substr(tokens, 1, 20) || x'00' || substr(tokens, 22) AS BLOB)");
        row("empty", "UPDATE session SET profile = x'', tokens = x''");
    }
    void tampering()
    {
        QFETCH(QString, statement);
        const auto asan = stored(QStringLiteral("asan"), "RT-1");
        keep(asan);
        keep(stored(QStringLiteral("bsan"), "RT-2"));
        tamper(statement);
        const auto back = await(store_->read(asan.person()));
        QVERIFY(!back.has_value());
        QCOMPARE(core::errcName(back.error().code), QStringLiteral("Corrupt"));
    }
    void recordsAreBoundToTheirPersonEvenUnderOneKey()
    {
        const core::SealingKey key(core::Secret::random(32));
        const auto asan = stored(QStringLiteral("asan"), "RT-1");
        const auto bsan = stored(QStringLiteral("bsan"), "RT-2");
        auto mine = *SessionRecord::seal(asan, 1, key);
        const auto theirs = *SessionRecord::seal(bsan, 1, key);
        QVERIFY(mine.open(asan.person(), 1, key).has_value());
        QCOMPARE(theirs.open(asan.person(), 1, key).error().code, Errc::Corrupt);
        mine.tokens = theirs.tokens;
        QCOMPARE(mine.open(asan.person(), 1, key).error().code, Errc::Corrupt);
    }
    void anotherKeyOpensNothing()
    {
        const auto asan = stored(QStringLiteral("asan"), "RT-1");
        keep(asan);
        keychain_.entries[PersonKeys::entryName(asan.person())] = core::Secret::random(32);
        open();
        QCOMPARE(await(store_->read(asan.person())).error().code, Errc::Corrupt);
        keychain_.entries[PersonKeys::entryName(asan.person())] = core::Secret::random(16);
        open();
        QCOMPARE(await(store_->read(asan.person())).error().code, Errc::Corrupt);
        keychain_.entries.clear();
        open();
        QCOMPARE(await(store_->read(asan.person())).error().code, Errc::NotFound);
        keychain_.failAll = core::Error{Errc::KeychainLocked, {}, {}, {}};
        QCOMPARE(await(store_->read(asan.person())).error().code, Errc::KeychainLocked);
        keychain_.failAll.reset();
    }
    void oneKeyAPerson()
    {
        keep(stored(QStringLiteral("asan"), "RT-1"));
        keep(stored(QStringLiteral("bsan"), "RT-2"));
        QCOMPARE(keychain_.entries.size(), size_t(2));
        const auto first = keychain_.entries.begin()->second;
        const auto second = std::next(keychain_.entries.begin())->second;
        QCOMPARE(first.size(), size_t(32));
        QVERIFY(!first.equalsConstantTime(second));
    }
    void keysForThisRunStayInMemory()
    {
        PersonKeys keys(nullptr);
        QCOMPARE(await(keys.key(QStringLiteral("p"))).error().code, Errc::NotFound);
        const auto made = await(keys.keyOrNew(QStringLiteral("p")));
        QVERIFY(made->equalsConstantTime(*await(keys.key(QStringLiteral("p")))));
        QVERIFY(await(keys.remove(QStringLiteral("p"))).has_value());
        QCOMPARE(await(keys.key(QStringLiteral("p"))).error().code, Errc::NotFound);
        QVERIFY(keychain_.entries.empty());
    }
};

QTEST_GUILESS_MAIN(TestSessionStore)
#include "tst_session_store.moc"
