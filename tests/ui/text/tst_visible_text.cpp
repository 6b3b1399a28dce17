#include "ui/text/visible_text.h"

#include <QtGui/QTextDocument>
#include <QtGui/QTextDocumentFragment>
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
        QTest::newRow("emoji variation after a sign of ASCII that makes no keycap")
            << QStringLiteral("$\uFE0F/\uFE0E.\uFE0F") << QStringLiteral("$⟨U+FE0F⟩/⟨U+FE0E⟩.⟨U+FE0F⟩");
        QTest::newRow("emoji variation after a digit without a keycap")
            << QStringLiteral("1\uFE0F2\uFE0E") << QStringLiteral("1⟨U+FE0F⟩2⟨U+FE0E⟩");
        QTest::newRow("keycaps stay") << QStringLiteral("1\uFE0F\u20E3 #\uFE0F\u20E3 *\uFE0F\u20E3")
                                      << QStringLiteral("1\uFE0F\u20E3 #\uFE0F\u20E3 *\uFE0F\u20E3");
        QTest::newRow("one emoji variation after a sign stays, a row of them does not")
            << QStringLiteral("\u2764\uFE0F\uFE0F\uFE0E") << QStringLiteral("\u2764\uFE0F⟨U+FE0F⟩⟨U+FE0E⟩");
        QTest::newRow("Mongolian variation selectors and vowel separator")
            << QStringLiteral("a\u180B\u180C\u180D\u180F\u180E")
            << QStringLiteral("a⟨U+180B⟩⟨U+180C⟩⟨U+180D⟩⟨U+180F⟩⟨U+180E⟩");
        QTest::newRow("the place of an object") << QStringLiteral("a\uFFFCb") << QStringLiteral("a⟨U+FFFC⟩b");
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
    void aToolTipShowsTheTextAsItIs_data()
    {
        QTest::addColumn<QString>("plain");
        QTest::newRow("words") << QStringLiteral("asan at Hakone");
        QTest::newRow("markup") << QStringLiteral("<b>asan</b> <img src=https://evil.example/t.gif>");
        QTest::newRow("an address with signs of HTML") << QStringLiteral("https://id.example/?a=1&lt=2&amp;b=\"3\"");
        QTest::newRow("two lines") << QStringLiteral("asan@example.com\nhttps://id.example");
    }
    void aToolTipShowsTheTextAsItIs()
    {
        QFETCH(QString, plain);
        const QString tip = ui::text::toolTipText(plain);
        QVERIFY(Qt::mightBeRichText(tip)); // Qt decides by the text whether it is HTML
        QCOMPARE(QTextDocumentFragment::fromHtml(tip).toPlainText(), plain);
        QVERIFY(!tip.contains(QLatin1String("<img")));
    }
    void noTextNoToolTip() { QVERIFY(ui::text::toolTipText({}).isEmpty()); }
    void onOneLineNewLinesAreMarked()
    {
        QCOMPARE(ui::text::visibleLine(QStringLiteral("a\nb")), QStringLiteral("a ⏎ b"));
        QCOMPARE(ui::text::visibleLine(QStringLiteral("a\tb")), QStringLiteral("a⟨U+0009⟩b"));
    }
};

QTEST_GUILESS_MAIN(TestVisibleText)
#include "tst_visible_text.moc"
