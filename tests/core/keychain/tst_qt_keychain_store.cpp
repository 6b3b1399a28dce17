// Runs inside a session with a real, unlocked Secret Service: see CMakeLists.txt beside it.
#include "core/keychain/qt_keychain_store.h"
#include "tests/contract/keychain_contract.h"

#include <QtDBus/QtDBus>

#include <optional>

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

QDBusMessage call(const QString& path, const char* interface, const char* name, const QVariantList& arguments)
{
    auto message = QDBusMessage::createMethodCall(secretService, path, QLatin1String(interface), QLatin1String(name));
    message.setArguments(arguments);
    return QDBusConnection::sessionBus().call(message);
}

void lockCollection(const QDBusObjectPath& collection)
{
    const auto reply = call(QStringLiteral("/org/freedesktop/secrets"), "org.freedesktop.Secret.Service", "Lock",
                            {QVariant::fromValue(QList<QDBusObjectPath>{collection})});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
}

/// A secret as it goes over the bus: the Secret Service API's own struct, (oayays).
struct BusSecret {
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};
QDBusArgument& operator<<(QDBusArgument& argument, const BusSecret& secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}
const QDBusArgument& operator>>(const QDBusArgument& argument, BusSecret& secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

using Attributes = QMap<QString, QString>;

/// Another collection than the default one, open and with one entry of ours in it. gnome-keyring makes it without a
/// question through an interface that is meant for its own tools. Nothing: it has no such interface.
std::optional<QDBusObjectPath> otherCollectionWith(const QString& entry)
{
    qDBusRegisterMetaType<BusSecret>();
    qDBusRegisterMetaType<Attributes>();
    const auto root = QStringLiteral("/org/freedesktop/secrets");
    const auto opened = call(root, "org.freedesktop.Secret.Service", "OpenSession",
                             {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
    if (opened.type() != QDBusMessage::ReplyMessage) return {};
    const BusSecret password{
        opened.arguments().value(1).value<QDBusObjectPath>(), {}, "x", QStringLiteral("text/plain")};
    const QVariantMap label{{QStringLiteral("org.freedesktop.Secret.Collection.Label"), QStringLiteral("other")}};
    const auto made = call(root, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                           "CreateWithMasterPassword", {label, QVariant::fromValue(password)});
    if (made.type() != QDBusMessage::ReplyMessage) return {};
    const auto collection = made.arguments().value(0).value<QDBusObjectPath>();
    const Attributes attributes{{QStringLiteral("user"), entry},
                                {QStringLiteral("server"), QStringLiteral("sekisho-test")},
                                {QStringLiteral("type"), QStringLiteral("base64")},
                                {QStringLiteral("xdg:schema"), QStringLiteral("org.qt.keychain")}};
    const QVariantMap item{{QStringLiteral("org.freedesktop.Secret.Item.Label"), entry},
                           {QStringLiteral("org.freedesktop.Secret.Item.Attributes"), QVariant::fromValue(attributes)}};
    const auto kept = call(collection.path(), "org.freedesktop.Secret.Collection", "CreateItem",
                           {item, QVariant::fromValue(password), true});
    if (kept.type() != QDBusMessage::ReplyMessage) return {};
    return collection;
}

} // namespace

Q_DECLARE_METATYPE(BusSecret)

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

    void anEntryInAnotherCollectionThatIsLockedIsLockedAndNeverNotFound()
    {
        const auto entry = freshEntry();
        const auto collection = otherCollectionWith(entry);
        if (!collection) QSKIP("skipped: this Secret Service makes no collection without a question");
        lockCollection(*collection);
        QCOMPARE(core::errcName(await(store_->read(entry)).error().code), QStringLiteral("KeychainLocked"));
        QCOMPARE(core::errcName(await(store_->remove(entry)).error().code), QStringLiteral("KeychainLocked"));
        const auto sameAsBefore = std::make_shared<BackendInMemory>(QStringLiteral("Secret Service"));
        QCOMPARE(core::errcName(await(makeStore(sameAsBefore)->read(entry)).error().code),
                 QStringLiteral("KeychainLocked"));
        QCOMPARE(await(store_->read(freshEntry())).error().code, Errc::NotFound); // the default one is open
        const auto other = freshEntry();
        QVERIFY(await(store_->write(other, core::Secret::random(32))));
        QVERIFY(await(store_->read(other)));
    }

    // Last: the collection stays locked, as nobody is there to type the password.
    void zLockedIsLockedAndNeverNotFound()
    {
        const auto entry = freshEntry();
        QVERIFY(await(store_->write(entry, core::Secret::random(32))));
        lockCollection(defaultCollection());
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
