#include "core/identity/pkce.h"

#include <QtTest/QTest>

class TestPkce : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void challenge_data()
    {
        QTest::addColumn<QByteArray>("verifier");
        QTest::addColumn<QByteArray>("expected"); // empty: must be refused
        QTest::newRow("RFC 7636 appendix B") << QByteArray("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                                             << QByteArray("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        QTest::newRow("42 characters: one short") << QByteArray(42, 'a') << QByteArray();
        QTest::newRow("129 characters: one long") << QByteArray(129, 'a') << QByteArray();
        QTest::newRow("a reserved character") << QByteArray(43, 'a').replace(7, 1, "+") << QByteArray();
        QTest::newRow("a byte that is no ASCII") << QByteArray(43, 'a').replace(7, 1, "\xc3") << QByteArray();
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }
    void challenge()
    {
        QFETCH(QByteArray, verifier);
        QFETCH(QByteArray, expected);
        const core::PkceVerifier secret(core::Secret::consume(QByteArray(verifier.constData(), verifier.size())));
        const auto challenge = core::identity::pkceChallenge(secret);
        QCOMPARE(challenge.has_value(), !expected.isEmpty());
        if (challenge)
            QCOMPARE(*challenge, expected);
        else
            QCOMPARE(challenge.error().code, core::Errc::InvalidArgument);
    }
    void aNewVerifierIsUsableAndNew()
    {
        const auto first = core::identity::newVerifier();
        QCOMPARE(first.size(), size_t(43));
        QVERIFY(core::identity::pkceChallenge(first).has_value());
        QVERIFY(!first.equalsConstantTime(core::identity::newVerifier()));
    }
};

QTEST_GUILESS_MAIN(TestPkce)
#include "tst_pkce.moc"
