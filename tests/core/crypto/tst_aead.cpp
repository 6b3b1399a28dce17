#include "core/crypto/aead.h"

#include <QtTest/QTest>

using namespace core;

namespace {

std::span<const std::byte> bytesOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace

class TestAead : public QObject {
    Q_OBJECT

    const SealingKey key_{Secret::random(32)};

private Q_SLOTS:
    void vectors_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("nonce");
        QTest::addColumn<QByteArray>("plain");
        QTest::addColumn<QByteArray>("bound");
        QTest::addColumn<QByteArray>("sealed");
        // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13, 14 and 16.
        QTest::newRow("GCM test case 13: nothing sealed")
            << QByteArray(64, '0') << QByteArray(24, '0') << QByteArray() << QByteArray()
            << QByteArray("530f8afbc74536b9a963b4f1c4cb738b");
        QTest::newRow("GCM test case 14: one block of zeros")
            << QByteArray(64, '0') << QByteArray(24, '0') << QByteArray(32, '0') << QByteArray()
            << QByteArray("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
        QTest::newRow("GCM test case 16: with bound data")
            << QByteArray("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
            << QByteArray("cafebabefacedbaddecaf888")
            << QByteArray("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                          "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
            << QByteArray("feedfacedeadbeeffeedfacedeadbeefabaddad2")
            << QByteArray("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                          "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                          "76fc6ece0f4e1768cddf8853bb2d551b");
    }
    void vectors()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, nonce);
        QFETCH(QByteArray, plain);
        QFETCH(QByteArray, bound);
        QFETCH(QByteArray, sealed);
        const auto keyBytes = QByteArray::fromHex(key);
        const auto made = crypto::gcmEncrypt(bytesOf(keyBytes), QByteArray::fromHex(nonce), QByteArray::fromHex(plain),
                                             QByteArray::fromHex(bound));
        QVERIFY(made.has_value());
        QCOMPARE(made->toHex(), sealed);
        const auto opened = crypto::gcmDecrypt(bytesOf(keyBytes), QByteArray::fromHex(nonce),
                                               QByteArray::fromHex(sealed), QByteArray::fromHex(bound));
        QVERIFY(opened.has_value());
        QCOMPARE(opened->toHex(), plain);
    }

    void whatIsSealedOpensAgain()
    {
        for (const qsizetype size : {0, 1, 15, 16, 17, 100'000}) {
            const QByteArray plain(size, 'x');
            const auto sealed = crypto::seal(key_, plain, "record 1");
            QVERIFY(sealed.has_value());
            QCOMPARE(sealed->size(), size + 29);
            const auto opened = crypto::open(key_, *sealed, "record 1");
            QVERIFY(opened.has_value());
            QCOMPARE(*opened, plain);
        }
    }
    void aSecretStaysOne()
    {
        const Secret token = Secret::random(40);
        const auto sealed = crypto::seal(key_, token, "tokens/1");
        QVERIFY(sealed.has_value());
        const auto opened = crypto::openSecret(key_, *sealed, "tokens/1");
        QVERIFY(opened.has_value());
        QVERIFY(opened->equalsConstantTime(token));
        const auto empty = crypto::seal(key_, QByteArrayView(), "tokens/1");
        QCOMPARE(crypto::openSecret(key_, *empty, "tokens/1").error().code, Errc::Corrupt);
    }
    void noTwoEnvelopesAreAlike()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(crypto::seal(key_, QByteArrayView("same"), "same").value().mid(1, 12));
        QCOMPARE(seen.size(), 1000);
    }
    void everyChangedBitIsSeen()
    {
        const QByteArray sealed = crypto::seal(key_, QByteArrayView("salary"), "record 1").value();
        for (qsizetype i = 0; i < sealed.size() * 8; ++i) {
            QByteArray changed = sealed;
            changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
            QVERIFY2(!crypto::open(key_, changed, "record 1"), qPrintable(QString::number(i)));
        }
        for (qsizetype size = 0; size < sealed.size(); ++size)
            QCOMPARE(crypto::open(key_, sealed.first(size), "record 1").error().code, Errc::Corrupt);
        QCOMPARE(crypto::open(key_, sealed + 'x', "record 1").error().code, Errc::Corrupt);
    }
    void aRecordDoesNotOpenAsAnother()
    {
        const QByteArray sealed = crypto::seal(key_, QByteArrayView("salary"), "record 1").value();
        QCOMPARE(crypto::open(key_, sealed, "record 2").error().code, Errc::Corrupt);
        QCOMPARE(crypto::open(key_, sealed, "").error().code, Errc::Corrupt);
        QCOMPARE(crypto::open(SealingKey(Secret::random(32)), sealed, "record 1").error().code, Errc::Corrupt);
    }
    void aLaterVersionIsNotGuessedAt()
    {
        QByteArray sealed = crypto::seal(key_, QByteArrayView("salary"), "record 1").value();
        sealed[0] = 2;
        QCOMPARE(crypto::open(key_, sealed, "record 1").error().code, Errc::Unsupported);
    }
    void wrongLengthsAreRefused()
    {
        const QByteArray key(32, 'k');
        const QByteArray nonce(12, 'n');
        QCOMPARE(crypto::seal(SealingKey(Secret::random(16)), QByteArrayView("x"), "").error().code,
                 Errc::InvalidArgument);
        QCOMPARE(crypto::seal(SealingKey(), QByteArrayView("x"), "").error().code, Errc::InvalidArgument);
        QCOMPARE(crypto::gcmEncrypt(bytesOf(key.left(16)), nonce, "x", "").error().code, Errc::InvalidArgument);
        QCOMPARE(crypto::gcmEncrypt(bytesOf(key), nonce.left(11), "x", "").error().code, Errc::InvalidArgument);
        QCOMPARE(crypto::gcmDecrypt(bytesOf(key), nonce + 'x', QByteArray(20, 'x'), "").error().code,
                 Errc::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestAead)
#include "tst_aead.moc"
