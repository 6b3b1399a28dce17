#include "ui/text/visible_text.h"

#include <QtTest/QTest>

class TestVisibleText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hiddenCharacters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain English stays") << QStringLiteral("Send 5,000 yen?") << QStringLiteral("Send 5,000 yen?");
        QTest::newRow("plain Japanese with an ideographic space stays")
            << QStringLiteral("山田　太郎さん") << QStringLiteral("山田　太郎さん");
        QTest::newRow("right-to-left override (Unicode Bidirectional Algorithm, UAX 9)")
            << QStringLiteral("invoice\u202Efdp.exe") << QStringLiteral("invoice⟨U+202E⟩fdp.exe");
        QTest::newRow("isolates (UAX 9)") << QStringLiteral("a\u2066b\u2069") << QStringLiteral("a⟨U+2066⟩b⟨U+2069⟩");
        QTest::newRow("zero-width space") << QStringLiteral("pay\u200Bpal") << QStringLiteral("pay⟨U+200B⟩pal");
        QTest::newRow("zero-width joiner between Latin letters")
            << QStringLiteral("a\u200Db") << QStringLiteral("a⟨U+200D⟩b");
        QTest::newRow("zero-width joiner in an emoji family stays")
            << QStringLiteral("👨\u200D👩\u200D👧") << QStringLiteral("👨\u200D👩\u200D👧");
        QTest::newRow("zero-width non-joiner in Persian stays")
            << QStringLiteral("می\u200Cخواهم") << QStringLiteral("می\u200Cخواهم");
        QTest::newRow("tag characters that spell hidden words")
            << QString::fromUcs4(U"ok\U000E0068\U000E0069") << QStringLiteral("ok⟨U+E0068⟩⟨U+E0069⟩");
        QTest::newRow("no-break space") << QStringLiteral("a\u00A0b") << QStringLiteral("a⟨U+00A0⟩b");
        QTest::newRow("soft hyphen") << QStringLiteral("pass\u00ADword") << QStringLiteral("pass⟨U+00AD⟩word");
        QTest::newRow("byte order mark") << QStringLiteral("\uFEFFx") << QStringLiteral("⟨U+FEFF⟩x");
        QTest::newRow("escape and bell") << QStringLiteral("\x1b[2J\a") << QStringLiteral("⟨U+001B⟩[2J⟨U+0007⟩");
        QTest::newRow("Hangul filler, a letter that shows nothing")
            << QStringLiteral("a\u3164b") << QStringLiteral("a⟨U+3164⟩b");
        QTest::newRow("braille blank") << QStringLiteral("a\u2800b") << QStringLiteral("a⟨U+2800⟩b");
        QTest::newRow("line separator") << QStringLiteral("a\u2028b") << QStringLiteral("a⟨U+2028⟩b");
        QTest::newRow("private use") << QStringLiteral("\uE000") << QStringLiteral("⟨U+E000⟩");
        QTest::newRow("variation selector after a letter") << QStringLiteral("a\uFE01") << QStringLiteral("a⟨U+FE01⟩");
        QTest::newRow("new line and tab stay") << QStringLiteral("a\n\tb") << QStringLiteral("a\n\tb");
        QTest::newRow("carriage return, which could overwrite a line")
            << QStringLiteral("a\rb") << QStringLiteral("a⟨U+000D⟩b");
    }
    void hiddenCharacters()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(ui::text::visibleText(text), expected);
    }
    void aLoneSurrogateIsShown()
    {
        const QString text = QStringLiteral("a") + QChar(0xD800) + QStringLiteral("b");
        const QString shown = ui::text::visibleText(text);
        QVERIFY(shown.startsWith(QLatin1String("a")) && shown.endsWith(QLatin1String("b")) && shown.size() >= 3);
        QVERIFY(!shown.contains(QChar(0xD800)));
    }
    void onOneLineNewLinesAreMarked()
    {
        QCOMPARE(ui::text::visibleLine(QStringLiteral("a\nb")), QStringLiteral("a ⏎ b"));
        QCOMPARE(ui::text::visibleLine(QStringLiteral("a\tb")), QStringLiteral("a⟨U+0009⟩b"));
    }
};

QTEST_GUILESS_MAIN(TestVisibleText)
#include "tst_visible_text.moc"
