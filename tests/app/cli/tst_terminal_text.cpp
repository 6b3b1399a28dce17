#include "app/cli/terminal_text.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace app::cli;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestTerminalText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatHidesOrSteersIsShown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("inJson"); // of the value
        const auto row = [](const char* name, const char* text, const char* shown, const char* inJson) {
            QTest::newRow(name) << s(text) << s(shown) << s(inJson);
        };
        row("an escape", "\x1b[2J", "\\u001b[2J", "\\u001b[2J");
        row("delete", "\x7f", "\\u007f", "\\u007f");
        row("a control sequence introducer in C1", "\u009b2J", "\\u009b2J", "\\u009b2J");
        row("a right-to-left override", "\u202egpj", "\\u202egpj", "\\u202egpj");
        row("an isolate", "\u2066x\u2069", "\\u2066x\\u2069", "\\u2066x\\u2069");
        row("a right-to-left mark", "\u200f", "\\u200f", "\\u200f");
        row("a zero-width space", "\u200b[done]", "\\u200b[done]", "\\u200b[done]");
        row("a word joiner", "\u2060", "\\u2060", "\\u2060");
        row("a byte order mark", "a\ufeff", "a\\ufeff", "a\\ufeff");
        row("a soft hyphen", "a\u00adb", "a\\u00adb", "a\\u00adb");
        row("a Hangul filler", "\u3164", "\\u3164", "\\u3164");
        row("an empty Braille cell", "\u2800", "\\u2800", "\\u2800");
        row("a combining grapheme joiner", "\u034f", "\\u034f", "\\u034f");
        row("a variation selector", "a\ufe00", "a\\ufe00", "a\\ufe00");
        row("a tag", "\U000e0041", "\\U000e0041", "\\udb40\\udc41");
        row("a line separator", "a\u2028b", "a\\u2028b", "a\\u2028b");
        row("the next line", "a\u0085b", "a\\u0085b", "a\\u0085b");
        row("what is written from right to left by itself", "שלום", "שלום", "שלום");
        row("Japanese", "人事\u3000部", "人事\u3000部", "人事\u3000部");
        row("letters with marks", "e\u0301", "e\u0301", "e\u0301");
        row("an emoji", "\U0001f600", "\U0001f600", "\U0001f600");
    }
    void whatHidesOrSteersIsShown()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QFETCH(QString, inJson);
        QCOMPARE(harmless(text), shown);
        QCOMPARE(harmless(text, LineEnds::Keep), shown);
        const QJsonObject object{{s("a"), text}};
        const auto json = harmlessJson(QJsonDocument(object).toJson(QJsonDocument::Compact));
        QCOMPARE(QString::fromUtf8(json), s("{\"a\":\"%1\"}").arg(inJson));
        QCOMPARE(QJsonDocument::fromJson(json).object(), object); // the value stays what it is
    }
    void lineEnds()
    {
        QCOMPARE(harmless(s("a\tb\r\nc\rd")), s("a\tb\\u000d\\u000ac\\u000dd"));
        QCOMPARE(harmless(s("a\tb\r\nc\rd"), LineEnds::Keep), s("a\tb\ncd"));
    }
    void whatATerminalWouldBreakGoesOnBehindTwoSpaces_data()
    {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("folded");
        const auto row = [](const char* name, const QStringList& pieces, int columns, const char* folded) {
            QTest::newRow(name) << pieces << columns << s(folded);
        };
        row("no terminal", {s("0123456789[done]\n\n\tx")}, 0, "  0123456789[done]\n  \n  \tx");
        row("a short line", {s("[done]")}, 10, "  [done]");
        row("a long line", {s("0123456[done]")}, 10, "  0123456\n  [done]");
        row("blanks", {s("       [done]")}, 10, "         \n  [done]");
        row("line feeds begin again", {s("01234\n56789\n\n")}, 10, "  01234\n  56789\n  \n");
        row("in pieces", {s("012"), s("34"), s("56[do"), s("ne]\n"), s("[done]")}, 10, "  0123456\n  [done]\n  [done]");
        row("Japanese", {s("人事部の人[done]")}, 10, "  人事部\n  の人[do\n  ne]");
        row("an emoji", {s("\U0001f600\U0001f600\U0001f600\U0001f600")}, 10,
            "  \U0001f600\U0001f600\U0001f600\n  \U0001f600");
        row("a tab", {s("0\t1[done]")}, 20, "  0     1[done]");
        row("a tab at the end", {s("01234567\t[done]")}, 12, "  01234567\n  [done]");
        row("narrower than anything", {s("人a")}, 1, "  人\n  a");
    }
    void whatATerminalWouldBreakGoesOnBehindTwoSpaces()
    {
        QFETCH(QStringList, pieces);
        QFETCH(int, columns);
        QFETCH(QString, folded);
        Folding words;
        QString written;
        for (const auto& piece : pieces)
            written += words.next(piece, columns);
        QCOMPARE(written, folded);
    }
    void aTerminalMayBecomeNarrowerMeanwhile()
    {
        Folding words;
        QCOMPARE(words.next(s("0123456789"), 80), s("  0123456789"));
        QCOMPARE(words.next(s("[done]"), 10), s("\n  [done]"));
    }
    void aLineOfFactsBeginsAtTheMargin()
    {
        QCOMPARE(Folding(FoldAt::Margin).next(s("[done] x [done] y"), 10), s("[done] x \n  [done] \n  y"));
        QCOMPARE(Folding(FoldAt::Margin).next(s("[done] x [done] y"), 0), s("[done] x [done] y"));
    }
    void aFileHasNoColumns()
    {
        std::FILE* file = std::tmpfile();
        QVERIFY(file);
        QCOMPARE(columnsOf(file), 0);
        std::fclose(file);
    }
};

QTEST_GUILESS_MAIN(TestTerminalText)
#include "tst_terminal_text.moc"
