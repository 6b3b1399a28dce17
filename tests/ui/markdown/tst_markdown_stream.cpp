#include "ui/markdown/markdown_stream.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace ui::markdown;

namespace {

QString sample()
{
    return QString::fromUtf8(
        "# Title\n\nA paragraph with **bold** and `code`.\nSecond line.\n\n"
        "1. first\n2. second\n   - nested\n\n     with a paragraph\n\n3. third after a blank\n\n"
        "> quote\n> goes on\n\n```python\nprint('a')\n\n# not a heading\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nSee [docs][d] and ![p](https://e.example/p).\n\n"
        "- item\n  ```\n  code in item\n\n  more\n  ```\n- next\n\n日本語の**段落**です。\n\n---\n\nEnd.\n\n"
        "[d]: https://docs.example/\n");
}

/// The kinds of blocks, with the text of each: what a reader sees, whatever the cuts were.
QStringList seen(const QList<Block>& blocks)
{
    QStringList lines;
    for (const auto& block : blocks)
        lines.append(QString::number(int(block.kind)) + plainText(block));
    return lines;
}

} // namespace

class TestMarkdownStream : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyCutGivesTheSameBlocks()
    {
        const QString text = sample();
        MarkdownStream whole;
        whole.setText(text);
        QVERIFY(whole.blocks().size() > 12);
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            MarkdownStream stream;
            QList<Block> shown;
            for (qsizetype at = 0; at < text.size();) {
                const qsizetype length = round == 0 ? 1 : random.bounded(1, 40);
                const qsizetype changed = stream.append(text.mid(at, length));
                at += length;
                // What the answer says did not change did not change.
                QVERIFY(changed <= shown.size());
                QCOMPARE(stream.blocks().mid(0, changed), shown.mid(0, changed));
                shown = stream.blocks();
            }
            QCOMPARE(stream.text(), text);
            QCOMPARE(seen(stream.blocks()), seen(whole.blocks()));
        }
    }

    void sectionsAgreeWithAParseOfTheWhole()
    {
        MarkdownStream stream;
        stream.setText(sample());
        QCOMPARE(seen(stream.blocks()), seen(parse(sample())));
    }

    void aDefinitionAtTheEndReachesLinksBefore()
    {
        MarkdownStream stream;
        stream.append(QStringLiteral("See [docs][d].\n\nMore text.\n\n"));
        QVERIFY(stream.blocks().first().content.links.isEmpty());
        const qsizetype changed = stream.append(QStringLiteral("[d]: https://docs.example/\n"));
        QCOMPARE(changed, 0);
        QCOMPARE(stream.blocks().first().content.links, QStringList{QStringLiteral("https://docs.example/")});
    }

    /// Counted, not timed: definitions at the end of a long text make the whole be parsed again once, not each time.
    void aLongTextIsParsedAgainOnceForItsDefinitions()
    {
        MarkdownStream stream;
        stream.append(QStringLiteral("See [docs][d39].\n\n"));
        const QString filler = QStringLiteral("A paragraph of words.\n\n").repeated(500'000 / 23);
        stream.append(filler);
        const qsizetype before = stream.parsedCharacters();
        for (int i = 0; i < 40; ++i)
            stream.append(QStringLiteral("[d%1]: https://docs.example/%1\n").arg(i));
        const qsizetype streamed = stream.parsedCharacters() - before;
        QVERIFY2(streamed < filler.size(), qPrintable(QString::number(streamed)));
        QVERIFY(stream.blocks().first().content.links.isEmpty());
        QCOMPARE(stream.finish(), 0);
        QCOMPARE(stream.blocks().first().content.links, QStringList{QStringLiteral("https://docs.example/39")});
        // What was found out stays, and is not looked for again.
        const qsizetype after = stream.parsedCharacters();
        QCOMPARE(stream.finish(), stream.blocks().size());
        QCOMPARE(stream.parsedCharacters(), after);
    }

    void aLongFenceGoesOnOverCuts()
    {
        QString code;
        for (int i = 0; i < 2000; ++i)
            code += QStringLiteral("line %1 = \"```not a fence\"\n").arg(i);
        MarkdownStream stream;
        stream.setText(QStringLiteral("Before\n\n```cpp\n") + code + QStringLiteral("```\nAfter\n"));
        QString joined;
        int parts = 0;
        for (const auto& block : stream.blocks()) {
            if (block.kind != Block::Kind::Code) continue;
            QCOMPARE(block.continued, parts > 0);
            QCOMPARE(block.language, QStringLiteral("cpp"));
            joined += plainText(block) + QLatin1Char('\n');
            ++parts;
        }
        QVERIFY(parts > 5);
        QCOMPARE(joined, code);
        QCOMPARE(plainText(stream.blocks().first()), QStringLiteral("Before"));
        QCOMPARE(plainText(stream.blocks().last()), QStringLiteral("After"));
    }

    void aLongTableGoesOnOverCuts()
    {
        QString table = QStringLiteral("| name | value |\n|------|-------|\n");
        for (int i = 0; i < 600; ++i)
            table += QStringLiteral("| row %1 | %2 |\n").arg(i).arg(i * i);
        MarkdownStream stream;
        stream.setText(table + QStringLiteral("\nAfter\n"));
        qsizetype rows = 0;
        for (const auto& block : stream.blocks()) {
            if (block.kind == Block::Kind::Table) rows += block.table.size();
        }
        QCOMPARE(rows, 601);
        QCOMPARE(plainText(stream.blocks().last()), QStringLiteral("After"));
    }

    void nothingIsLostInTextWithoutAnyBreak()
    {
        const QString text = QString::fromUtf8("あ").repeated(50'000);
        MarkdownStream stream;
        for (qsizetype at = 0; at < text.size(); at += 997)
            stream.append(text.mid(at, 997));
        QString joined;
        for (const auto& block : stream.blocks())
            joined += plainText(block);
        QCOMPARE(joined, text);
    }

    void surrogatesAreNotCutApart()
    {
        const QString text = QString::fromUtf8("\xF0\x9F\x99\x82").repeated(20'000);
        MarkdownStream stream;
        stream.setText(QStringLiteral("x") + text);
        QString joined;
        for (const auto& block : stream.blocks())
            joined += plainText(block);
        QCOMPARE(joined, QStringLiteral("x") + text);
    }

    void aTokenCostsTheSameInALongText_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::newRow("paragraphs") << QStringLiteral("A paragraph of **some** words.\n\n");
        QTest::newRow("one line without end") << QStringLiteral("word ");
        QTest::newRow("one loose list") << QStringLiteral("- item\n\n  more of it\n\n");
        QTest::newRow("one table") << QStringLiteral("| a | b |\n|---|---|\n");
        QTest::newRow("one quote") << QStringLiteral("> words\n");
        QTest::newRow("one fence") << QStringLiteral("```not closed\ncode\n");
    }
    /// Counted, not timed: how much is parsed for a token does not grow with the text.
    void aTokenCostsTheSameInALongText()
    {
        QFETCH(QString, unit);
        MarkdownStream stream;
        stream.setText(unit.repeated(1'000'000 / unit.size()));
        // The whole was parsed about once.
        QVERIFY2(stream.parsedCharacters() < 1'500'000, qPrintable(QString::number(stream.parsedCharacters())));
        const qsizetype blocks = stream.blocks().size();
        for (int i = 0; i < 100; ++i) {
            const qsizetype before = stream.parsedCharacters();
            QVERIFY(stream.append(QStringLiteral("word ")) >= blocks - 500);
            const qsizetype parsed = stream.parsedCharacters() - before;
            QVERIFY2(parsed < 10'000, qPrintable(QString::number(parsed)));
        }
    }

    void replacedTextStartsAnew()
    {
        MarkdownStream stream;
        stream.setText(QStringLiteral("one\n\ntwo\n\n"));
        QCOMPARE(stream.setText(QStringLiteral("other")), 0);
        QCOMPARE(stream.blocks().size(), 1);
        QCOMPARE(stream.setText(QStringLiteral("other")), 1);
    }

    void hostileInputsEnd_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("open brackets") << QStringLiteral("[").repeated(200'000);
        QTest::newRow("open emphasis") << QStringLiteral("*a **a ").repeated(50'000);
        QTest::newRow("backticks of many lengths") << [] {
            QString text;
            for (int i = 1; i < 800; ++i)
                text += QString(i, QLatin1Char('`')) + QLatin1Char(' ');
            return text;
        }();
        QTest::newRow("deep quotes") << (QStringLiteral(">").repeated(5000) + QStringLiteral("a\n")).repeated(20);
        QTest::newRow("deep lists") << QStringLiteral("- ").repeated(100'000);
        QTest::newRow("tables") << QStringLiteral("|a|b\n|---|---\n").repeated(20'000);
        QTest::newRow("short table heads") << QStringLiteral("|a|b\n|-|-\n").repeated(20'000);
        QTest::newRow("definitions") << [] {
            QString text;
            for (int i = 0; i < 20'000; ++i)
                text += QStringLiteral("[d%1]: https://e.example/%1\n\n[d%1]\n\n").arg(i);
            return text;
        }();
        QTest::newRow("entities") << QStringLiteral("&amp;&lt;&nosuch;").repeated(70'000);
        QTest::newRow("fences opened and closed") << QStringLiteral("```\n~~~\n").repeated(30'000);
        QTest::newRow("carriage returns") << QStringLiteral("a\r\n\r\n").repeated(30'000);
    }
    void hostileInputsEnd()
    {
        QFETCH(QString, text);
        MarkdownStream stream;
        for (qsizetype at = 0; at < text.size(); at += 16'384)
            stream.append(text.mid(at, 16'384));
        QCOMPARE(stream.text().size(), text.size());
    }
};

QTEST_APPLESS_MAIN(TestMarkdownStream)
#include "tst_markdown_stream.moc"
