#include "core/crypto/hkdf.h"

#include <QtTest/QTest>

using namespace core;

class TestHkdf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void vectors_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("salt");
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("RFC 5869 appendix A.1")
            << QByteArray(44, '0').replace(QByteArray("00"), QByteArray("0b"))
            << QByteArray("000102030405060708090a0b0c") << QByteArray("f0f1f2f3f4f5f6f7f8f9")
            << QByteArray("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        QTest::newRow("RFC 5869 appendix A.3: no salt, no info")
            << QByteArray(44, '0').replace(QByteArray("00"), QByteArray("0b")) << QByteArray() << QByteArray()
            << QByteArray("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }
    void vectors()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, salt);
        QFETCH(QByteArray, info);
        QFETCH(QByteArray, expected);
        QByteArray bytes = QByteArray::fromHex(key);
        const auto made = crypto::hkdfSha256(Secret::consume(std::move(bytes)), QByteArray::fromHex(salt),
                                             QByteArray::fromHex(info), static_cast<std::size_t>(expected.size()) / 2);
        QVERIFY(made.has_value());
        const auto out = made->expose();
        QCOMPARE(QByteArrayView(out.data(), static_cast<qsizetype>(out.size())).toByteArray().toHex(), expected);
    }
    void purposesDoNotShareAKey()
    {
        const Secret key = Secret::random(32);
        const auto tokens = crypto::hkdfSha256(key, {}, "tokens", 32);
        const auto messages = crypto::hkdfSha256(key, {}, "messages", 32);
        QVERIFY(!tokens->equalsConstantTime(*messages));
    }
    void impossibleLengthsAreRefused()
    {
        const Secret key = Secret::random(32);
        QCOMPARE(crypto::hkdfSha256(key, {}, {}, 0).error().code, Errc::InvalidArgument);
        QCOMPARE(crypto::hkdfSha256(key, {}, {}, 255 * 32 + 1).error().code, Errc::InvalidArgument);
        QVERIFY(crypto::hkdfSha256(key, {}, {}, 255 * 32).has_value());
    }
};

QTEST_GUILESS_MAIN(TestHkdf)
#include "tst_hkdf.moc"
