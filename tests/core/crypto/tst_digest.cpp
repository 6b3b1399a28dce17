#include "core/crypto/digest.h"
#include "core/crypto/random.h"

#include <QtTest/QTest>

using namespace core;

class TestDigest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sha256()
    {
        // FIPS 180-4, the examples "abc" and the empty message.
        QCOMPARE(crypto::sha256("abc").toHex(),
                 QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(crypto::sha256(QByteArray()).toHex(),
                 QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }
    void hmac()
    {
        // RFC 4231 sections 4.2 and 4.3.
        QCOMPARE(crypto::hmacSha256(Secret::consume(QByteArray(20, '\x0b')), "Hi There").toHex(),
                 QByteArray("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
        QCOMPARE(crypto::hmacSha256(Secret::consume(QByteArray("Jefe", 4)), "what do ya want for nothing?").toHex(),
                 QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    void base64Url_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("RFC 4648 section 10: empty") << QByteArray("") << QByteArray("") << true;
        QTest::newRow("RFC 4648 section 10: f") << QByteArray("Zg") << QByteArray("66") << true;
        QTest::newRow("RFC 4648 section 10: fo") << QByteArray("Zm8") << QByteArray("666f") << true;
        QTest::newRow("RFC 4648 section 10: foo") << QByteArray("Zm9v") << QByteArray("666f6f") << true;
        QTest::newRow("RFC 7515 appendix C") << QByteArray("A-z_4ME") << QByteArray("03ecffe0c1") << true;
        QTest::newRow("padding") << QByteArray("Zg==") << QByteArray() << false;
        QTest::newRow("the plain alphabet's +") << QByteArray("A+z_4ME") << QByteArray() << false;
        QTest::newRow("the plain alphabet's /") << QByteArray("A-z/4ME") << QByteArray() << false;
        QTest::newRow("a line break") << QByteArray("Zm9v\n") << QByteArray() << false;
        QTest::newRow("a space inside") << QByteArray("Zm 9v") << QByteArray() << false;
        QTest::newRow("a zero byte") << QByteArray("Zm9\0", 4) << QByteArray() << false;
        QTest::newRow("a byte over 127") << QByteArray("Zm9\xc3") << QByteArray() << false;
        QTest::newRow("one character over") << QByteArray("Zm9vZ") << QByteArray() << false;
        QTest::newRow("RFC 4648 section 3.5: last bits not zero, one byte")
            << QByteArray("Zh") << QByteArray() << false;
        QTest::newRow("RFC 4648 section 3.5: last bits not zero, two bytes")
            << QByteArray("Zm9") << QByteArray() << false;
    }
    void base64Url()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, hex);
        QFETCH(bool, accepted);
        const auto bytes = crypto::base64UrlDecode(text);
        QCOMPARE(bytes.has_value(), accepted);
        if (!bytes) {
            QCOMPARE(bytes.error().code, Errc::InvalidArgument);
            return;
        }
        QCOMPARE(bytes->toHex(), hex);
        QCOMPARE(crypto::base64UrlEncode(*bytes), text);
    }

    void comparison()
    {
        QVERIFY(crypto::equalsConstantTime("abc", "abc"));
        QVERIFY(crypto::equalsConstantTime("", ""));
        QVERIFY(!crypto::equalsConstantTime("abc", "abd"));
        QVERIFY(!crypto::equalsConstantTime("abc", "ab"));
    }
    void randomTextsDiffer()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(crypto::randomText());
        QCOMPARE(seen.size(), 1000);
        QCOMPARE(crypto::randomText().size(), 43);
        QCOMPARE(crypto::randomBytes(7).size(), 7);
    }
};

QTEST_GUILESS_MAIN(TestDigest)
#include "tst_digest.moc"
