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
};

QTEST_GUILESS_MAIN(TestTerminalText)
#include "tst_terminal_text.moc"
