#include "ui/approvals/look_alike.h"

#include <QtTest/QTest>

class TestApprovalLookAlike : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wordsOfSeveralAlphabets_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("a Cyrillic a in a Latin name")
            << QStringLiteral("p\u0430ypal.com") << QStringLiteral("p⟨U+0430⟩ypal.com");
        QTest::newRow("a Greek omicron") << QStringLiteral("g\u03BFogle") << QStringLiteral("g⟨U+03BF⟩ogle");
        QTest::newRow("a full-width letter among ordinary ones")
            << QStringLiteral("b\uFF4Fb") << QStringLiteral("b⟨U+FF4F⟩b");
        QTest::newRow("a mathematical letter") << QStringLiteral("b\U0001D428b") << QStringLiteral("b⟨U+1D428⟩b");
        QTest::newRow("only the odd word of a sentence")
            << QStringLiteral("pay to b\u043Eb@example.com today") << QStringLiteral("b⟨U+043E⟩b@example.com");
        QTest::newRow("a Cyrillic name under a Latin ending")
            << QStringLiteral("\u0440\u0430.com") << QStringLiteral("⟨U+0440⟩⟨U+0430⟩.com");
        QTest::newRow("a Greek letter in a Cyrillic word")
            << QStringLiteral("\u0434\u03BF\u043C") << QStringLiteral("\u0434⟨U+03BF⟩\u043C");
        QTest::newRow("plain Latin") << QStringLiteral("bob@example.com") << QString();
        QTest::newRow("Latin with accents") << QStringLiteral("Zoë Müller-Łukasz") << QString();
        QTest::newRow("a Russian sentence with an English word") << QStringLiteral("привет world") << QString();
        QTest::newRow("Japanese with Latin letters") << QStringLiteral("東京Tokyoオフィス") << QString();
        QTest::newRow("Japanese in full-width letters") << QStringLiteral("ＡＢＣ株式会社") << QString();
        QTest::newRow("numbers and signs") << QStringLiteral("1,240 €") << QString();
        QTest::newRow("nothing") << QString() << QString();
    }
    void wordsOfSeveralAlphabets()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(ui::approvals::mixedWords(text), shown);
    }
};

QTEST_APPLESS_MAIN(TestApprovalLookAlike)
#include "tst_approval_look_alike.moc"
