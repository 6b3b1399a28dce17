#include "core/storage/sealer.h"

#include <QtTest/QTest>

using core::Errc;
using core::SealingKey;
using core::Secret;
using core::storage::Cell;
using core::storage::Sealer;

class TestSealer : public QObject {
    Q_OBJECT

    const Sealer sealer_{SealingKey(Secret::random(32))};
    const Cell cell_{QStringLiteral("message"), QStringLiteral("m1"), QStringLiteral("text")};

private Q_SLOTS:
    void comesBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("Japanese") << QStringLiteral("最後の給与明細は？");
        QTest::newRow("a megabyte") << QString(1'000'000, QLatin1Char('x'));
    }
    void comesBack()
    {
        QFETCH(QString, text);
        const auto sealed = sealer_.sealText(cell_, text);
        QVERIFY(sealed);
        QCOMPARE(*sealer_.openText(cell_, *sealed), text);
        if (text.size() > 4) QVERIFY(!sealed->contains(text.toUtf8()));
    }

    void sealedTwiceLooksDifferent()
    {
        QVERIFY(*sealer_.sealText(cell_, QStringLiteral("same")) != *sealer_.sealText(cell_, QStringLiteral("same")));
    }

    void movedElsewhere_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("record");
        QTest::addColumn<QString>("column");
        QTest::newRow("to another record") << "message" << "m2" << "text";
        QTest::newRow("to another column") << "message" << "m1" << "reasoning";
        QTest::newRow("to another table") << "call" << "m1" << "text";
        QTest::newRow("to a cell whose parts join to the same letters") << "messagem" << "1" << "text";
    }
    void movedElsewhere()
    {
        QFETCH(QString, table);
        QFETCH(QString, record);
        QFETCH(QString, column);
        const auto sealed = sealer_.sealText(cell_, QStringLiteral("secret"));
        QCOMPARE(sealer_.openText({table, record, column}, *sealed).error().code, Errc::Corrupt);
    }

    void anyChangedByteIsCorrupt()
    {
        const auto sealed = *sealer_.sealText(cell_, QStringLiteral("secret"));
        for (qsizetype i = 0; i < sealed.size(); ++i) {
            auto changed = sealed;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            QVERIFY2(!sealer_.openText(cell_, changed), qPrintable(QString::number(i)));
        }
        QVERIFY(!sealer_.openText(cell_, sealed.chopped(1)));
        QVERIFY(!sealer_.openText(cell_, {}));
    }

    void anotherKeyDoesNotOpen()
    {
        const auto sealed = *sealer_.sealText(cell_, QStringLiteral("secret"));
        const Sealer other(SealingKey(Secret::random(32)));
        QCOMPARE(other.openText(cell_, sealed).error().code, Errc::Corrupt);
    }

    void noKeyIsRefused() { QVERIFY(!Sealer(SealingKey()).sealText(cell_, QStringLiteral("secret"))); }
};

QTEST_GUILESS_MAIN(TestSealer)
#include "tst_sealer.moc"
