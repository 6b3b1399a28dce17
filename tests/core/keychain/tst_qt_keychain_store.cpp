// Runs inside a session with a real, unlocked Secret Service: see CMakeLists.txt beside it.
#include "core/keychain/qt_keychain_store.h"
#include "tests/contract/keychain_contract.h"

#include <QtDBus/QtDBus>

using core::Errc;
using core::keychain::BackendInMemory;
using core::keychain::QtKeychainStore;
using fakes::await;

namespace {

const auto secretService = QStringLiteral("org.freedesktop.secrets");

std::unique_ptr<QtKeychainStore> makeStore(std::shared_ptr<core::keychain::BackendMemory> memory,
                                           std::chrono::milliseconds person = std::chrono::seconds(2))
{
    return std::make_unique<QtKeychainStore>(QStringLiteral("sekisho-test"), std::move(memory),
                                             QtKeychainStore::Limits{std::chrono::seconds(10), person});
}

QDBusObjectPath defaultCollection()
{
    QDBusInterface service(secretService, QStringLiteral("/org/freedesktop/secrets"),
                           QStringLiteral("org.freedesktop.Secret.Service"));
    return QDBusReply<QDBusObjectPath>(service.call(QStringLiteral("ReadAlias"), QStringLiteral("default"))).value();
}

void lockDefaultCollection()
{
    QDBusInterface service(secretService, QStringLiteral("/org/freedesktop/secrets"),
                           QStringLiteral("org.freedesktop.Secret.Service"));
    const auto reply =
        service.call(QStringLiteral("Lock"), QVariant::fromValue(QList<QDBusObjectPath>{defaultCollection()}));
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
}

} // namespace

class TestQtKeychainStore final : public contract::KeychainContract {
    Q_OBJECT
    std::unique_ptr<QtKeychainStore> store_ = makeStore(std::make_shared<BackendInMemory>());
    int created_ = 0; ///< entries, of the default collection
    core::keychain::Keychain& keychain() override { return *store_; }

public Q_SLOTS:
    void itemCreated(const QDBusObjectPath&) { ++created_; }

private Q_SLOTS:
    void theBackendIsTheSecretServiceAndIsRemembered()
    {
        const auto memory = std::make_shared<BackendInMemory>();
        QCOMPARE(await(makeStore(memory)->probe())->name, QStringLiteral("Secret Service"));
        QCOMPARE(*memory->name(), QStringLiteral("Secret Service"));
    }

    void anotherBackendThanBeforeIsRefused()
    {
        const auto store = makeStore(std::make_shared<BackendInMemory>(QStringLiteral("KWallet")));
        for (const auto& outcome : {await(store->read(QStringLiteral("x"))).error(), await(store->probe()).error(),
                                    await(store->write(QStringLiteral("x"), core::Secret::random(4))).error(),
                                    await(store->remove(QStringLiteral("x"))).error()}) {
            QCOMPARE(outcome.code, Errc::KeychainMissing);
            QCOMPARE(outcome.subject, QStringLiteral("KWallet"));
        }
        QCOMPARE(await(store_->read(QStringLiteral("x"))).error().code, Errc::NotFound); // nothing was written
    }

    void anEntryInAnotherBackendThanBeforeIsNotGivenOut()
    {
        const auto entry = freshEntry();
        QVERIFY(await(store_->write(entry, core::Secret::random(32))));
        const auto store = makeStore(std::make_shared<BackendInMemory>(QStringLiteral("KWallet")));
        const auto outcome = await(store->read(entry));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, Errc::KeychainMissing);
        QCOMPARE(outcome.error().subject, QStringLiteral("KWallet"));
    }

    void readingWritesNothingToTheKeychain()
    {
        const auto entry = freshEntry();
        QVERIFY(await(store_->write(entry, core::Secret::random(32))));
        created_ = 0;
        QVERIFY(QDBusConnection::sessionBus().connect(
            secretService, defaultCollection().path(), QStringLiteral("org.freedesktop.Secret.Collection"),
            QStringLiteral("ItemCreated"), this, SLOT(itemCreated(QDBusObjectPath))));
        const auto store = makeStore(std::make_shared<BackendInMemory>(QStringLiteral("Secret Service")));
        QVERIFY(await(store->read(entry)));
        QVERIFY(await(store->read(entry)));
        // Signals come in order: what is created now is seen after anything that was created before.
        QVERIFY(await(store_->write(freshEntry(), core::Secret::random(32))));
        QTRY_VERIFY(created_ > 0);
        QCOMPARE(created_, 1);
    }

    void anotherProcessSeesTheSameEntry()
    {
        const auto entry = freshEntry();
        const auto value = core::Secret::random(32);
        QVERIFY(await(store_->write(entry, value)));
        QVERIFY(await(makeStore(std::make_shared<BackendInMemory>())->read(entry))->equalsConstantTime(value));
    }

    // Last: the collection stays locked, as nobody is there to type the password.
    void zLockedIsLockedAndNeverNotFound()
    {
        const auto entry = freshEntry();
        QVERIFY(await(store_->write(entry, core::Secret::random(32))));
        lockDefaultCollection();
        QCOMPARE(await(store_->read(entry)).error().code, Errc::KeychainLocked);
        QCOMPARE(await(store_->read(freshEntry())).error().code, Errc::KeychainLocked);
        QCOMPARE(await(store_->write(entry, core::Secret::random(32))).error().code, Errc::KeychainLocked);
        QCOMPARE(await(store_->remove(entry)).error().code, Errc::KeychainLocked);
        QCOMPARE(await(makeStore(std::make_shared<BackendInMemory>())->probe()).error().code, Errc::KeychainLocked);
        const auto sameAsBefore = std::make_shared<BackendInMemory>(QStringLiteral("Secret Service"));
        QCOMPARE(await(makeStore(sameAsBefore)->read(entry)).error().code, Errc::KeychainLocked);
        QCOMPARE(await(makeStore(sameAsBefore)->read(freshEntry())).error().code, Errc::KeychainLocked);
    }
};

QTEST_GUILESS_MAIN(TestQtKeychainStore)
#include "tst_qt_keychain_store.moc"
