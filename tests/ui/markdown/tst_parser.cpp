#include "ui/markdown/parser.h"

#include <QtTest/QTest>

using namespace ui::markdown;

namespace {

/// One block as a line: kind, what it stands in, its text with styles in brackets.
QString styled(const Inline& content)
{
    QString result;
    qsizetype at = 0;
    for (const auto& span : content.spans) {
        result += content.text.mid(at, span.start - at);
        QString marks;
        if (span.styles.testFlag(Style::Bold)) marks += QLatin1Char('b');
        if (span.styles.testFlag(Style::Italic)) marks += QLatin1Char('i');
        if (span.styles.testFlag(Style::Strike)) marks += QLatin1Char('s');
        if (span.styles.testFlag(Style::Code)) marks += QLatin1Char('c');
        if (span.styles.testFlag(Style::Image)) marks += QLatin1Char('p');
        if (span.link >= 0) marks += QStringLiteral("@") + content.links.at(span.link);
        result += QStringLiteral("{%1|%2}").arg(marks, content.text.mid(span.start, span.length));
        at = span.start + span.length;
    }
    result += content.text.mid(at);
    return result.replace(QChar::LineSeparator, QLatin1Char('/'));
}

QString marker(const Container& container)
{
    if (container.kind == Container::Kind::Quote) return QStringLiteral(">");
    if (!container.first) return QStringLiteral(".");
    switch (container.marker) {
    case Container::Marker::None: return QStringLiteral("?");
    case Container::Marker::Bullet: return QStringLiteral("*");
    case Container::Marker::Number: return QString::number(container.number);
    case Container::Marker::TaskOpen: return QStringLiteral("o");
    case Container::Marker::TaskDone: return QStringLiteral("x");
    }
    return {};
}

QString told(const Block& block)
{
    QString where;
    for (const auto& container : block.containers)
        where += marker(container);
    if (!where.isEmpty()) where += QLatin1Char(' ');
    switch (block.kind) {
    case Block::Kind::Paragraph: return where + QStringLiteral("P ") + styled(block.content);
    case Block::Kind::Heading: return where + QStringLiteral("H%1 ").arg(block.level) + styled(block.content);
    case Block::Kind::Code: return where + QStringLiteral("C[%1] ").arg(block.language) + styled(block.content);
    case Block::Kind::Rule: return where + QStringLiteral("---");
    case Block::Kind::Table: {
        QStringList rows;
        for (const auto& row : block.table) {
            QStringList cells;
            for (const auto& cell : row)
                cells.append(styled(cell.content));
            rows.append(cells.join(QLatin1Char(';')));
        }
        return where + QStringLiteral("T ") + rows.join(QLatin1Char('/'));
    }
    }
    return {};
}

QStringList told(const QList<Block>& blocks)
{
    QStringList lines;
    for (const auto& block : blocks)
        lines.append(told(block));
    return lines;
}

} // namespace

class TestParser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void blocks_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* source, const QStringList& expected) {
            QTest::newRow(name) << QString::fromUtf8(source) << expected;
        };
        row("nothing", "", {});
        row("a paragraph", "Hello", {QStringLiteral("P Hello")});
        row("lines of a paragraph stay lines", "one\ntwo", {QStringLiteral("P one/two")});
        row("emphasis (CommonMark 0.30 6.2)", "a *b* **c** ***d***", {QStringLiteral("P a {i|b} {b|c} {bi|d}")});
        row("strikethrough (GFM 6.5)", "~~gone~~", {QStringLiteral("P {s|gone}")});
        row("headings (4.2)", "# One\n### Three", {QStringLiteral("H1 One"), QStringLiteral("H3 Three")});
        row("a code span keeps its characters (6.1)", "`<b>&amp;`", {QStringLiteral("P {c|<b>&amp;}")});
        row("a fence with a language (4.5)", "```cpp\nint a;\n\nint b;\n```",
            {QStringLiteral("C[cpp] int a;//int b;")});
        row("an open fence is code", "```\nint a;", {QStringLiteral("C[] int a;")});
        row("a tight list (5.3)", "- a\n- b", {QStringLiteral("* P a"), QStringLiteral("* P b")});
        row("a numbered list starts where it says (5.3)", "7. a\n8. b",
            {QStringLiteral("7 P a"), QStringLiteral("8 P b")});
        row("a list in a list", "- a\n  - b\n- c",
            {QStringLiteral("* P a"), QStringLiteral(".* P b"), QStringLiteral("* P c")});
        row("an item with two paragraphs has one marker", "- a\n\n  b",
            {QStringLiteral("* P a"), QStringLiteral(". P b")});
        row("an item with nothing in it has a marker", "-\n- b", {QStringLiteral("* P "), QStringLiteral("* P b")});
        row("tasks (GFM 5.3)", "- [ ] a\n- [x] b", {QStringLiteral("o P a"), QStringLiteral("x P b")});
        row("a quote (5.1)", "> a\n> b", {QStringLiteral("> P a/b")});
        row("a rule (4.1)", "a\n\n---\n\nb", {QStringLiteral("P a"), QStringLiteral("---"), QStringLiteral("P b")});
        row("a table (GFM 4.10)", "| a | b |\n|---|--:|\n| *1* | 2 |", {QStringLiteral("T a;b/{i|1};2")});
        row("entities (6.2)", "&copy; &#x41; &#0; &nosuchthing;",
            {QString::fromUtf8("P © A \xEF\xBF\xBD &nosuchthing;")});
        row("entities of HTML 4.01", "&lt;b&gt; &quot;&apos;&amp; &euro;&hellip;&Omega;&zeta; &nbsp;x &amp",
            {QString::fromUtf8("P <b> \"'& €…Ωζ  x &amp")});
        row("an entity's name counts capitals", "&AMP; &Lt; &eAcute;", {QStringLiteral("P &AMP; &Lt; &eAcute;")});
        row("characters by number", "&#x1F642; &#8364; &#xD800; &#x110000;",
            {QString::fromUtf8("P 🙂 € \xEF\xBF\xBD \xEF\xBF\xBD")});
        row("a language with signs in it", "```C++-17.x#\na\n```", {QStringLiteral("C[C++-17.x#] a")});
        row("a link (6.3)", "[text](https://example.com/a)", {QStringLiteral("P {@https://example.com/a|text}")});
        row("a bare address (GFM 6.9)", "see https://example.com/a.",
            {QStringLiteral("P see {@https://example.com/a|https://example.com/a}.")});
        row("Japanese emphasis beside Japanese letters", "これは**重要**です",
            {QString::fromUtf8("P これは{b|重要}です")});
    }
    void blocks()
    {
        QFETCH(QString, source);
        QFETCH(QStringList, expected);
        QCOMPARE(told(parse(source)), expected);
    }

    void hostile_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* source, const QStringList& expected) {
            QTest::newRow(name) << QString::fromUtf8(source) << expected;
        };
        row("a raw HTML block is text", "<script>alert(1)</script>", {QStringLiteral("P <script>alert(1)</script>")});
        row("raw HTML in a line is text", "a <img src=https://evil.example/x.png> b",
            {QStringLiteral("P a <img src=https://evil.example/x.png> b")});
        row("a javascript: link is text", "[click](javascript:alert(1))", {QStringLiteral("P click")});
        row("its scheme in capitals too", "[click](JaVaScRiPt:alert(1))", {QStringLiteral("P click")});
        row("hidden behind an entity too", "[click](&#106;avascript:alert(1))", {QStringLiteral("P click")});
        row("a data: link is text", "[click](data:text/html;base64,PHNjcmlwdD4=)", {QStringLiteral("P click")});
        row("a file: link is text", "[click](file:///etc/passwd)", {QStringLiteral("P click")});
        row("a relative link is text", "[click](/settings)", {QStringLiteral("P click")});
        row("an autolink with another scheme is text", "<file:///etc/passwd>",
            {QStringLiteral("P file:///etc/passwd")});
        row("a picture is a link with its description", "![chart](https://evil.example/t.gif?d=secret)",
            {QStringLiteral("P {p@https://evil.example/t.gif?d=secret|Picture: chart}")});
        row("a picture without description shows its address", "![](https://evil.example/t.gif)",
            {QStringLiteral("P {p@https://evil.example/t.gif|Picture: https://evil.example/t.gif}")});
        row("a picture in a link goes where the link goes", "[![a](https://evil.example/t.gif)](https://good.example/)",
            {QStringLiteral("P {p@https://good.example/|Picture: a}")});
        row("bidirectional overrides are shown", "safe\xE2\x80\xAEtxt.exe",
            {QString::fromUtf8("P safe⟨U+202E⟩txt.exe")});
        row("in code as well", "`a\xE2\x81\xA6 b`", {QString::fromUtf8("P {c|a⟨U+2066⟩ b}")});
        row("a zero-width space is shown", "pass\xE2\x80\x8Bword", {QString::fromUtf8("P pass⟨U+200B⟩word")});
        row("invisible tag characters are shown", "hi\xF3\xA0\x81\x81", {QString::fromUtf8("P hi⟨U+E0041⟩")});
        row("the label of a code block holds nothing but a language's name",
            "```sh\xE2\x80\xAE"
            "gnp\na\n```",
            {QStringLiteral("C[sh] a")});
        row("not a name with blanks that are no spaces",
            "```Copied\xC2\xA0to\xC2\xA0"
            "clipboard\na\n```",
            {QStringLiteral("C[Copied] a")});
        row("not what entities spell", "```a&nbsp;b\na\n```", {QStringLiteral("C[a] a")});
        row("and not a sentence", "```aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\na\n```",
            {QStringLiteral("C[aaaaaaaaaabbbbbbbbbbcccc] a")});
        row("an entity brings no hidden character in", "a&zwj;b&rlm;c&#8238;d",
            {QString::fromUtf8("P a⟨U+200D⟩b⟨U+200F⟩c⟨U+202E⟩d")});
        row("NUL is replaced (CommonMark 2.3)", "a&#0;b",
            {QString::fromUtf8("P a\xEF\xBF\xBD"
                               "b")});
        row("a no-break space is a space", "10\xC2\xA0km", {QStringLiteral("P 10 km")});
    }
    void hostile()
    {
        QFETCH(QString, source);
        QFETCH(QStringList, expected);
        QCOMPARE(told(parse(source)), expected);
    }

    void depthIsLimited()
    {
        const QString deep = QStringLiteral("> ").repeated(500) + QStringLiteral("bottom");
        const auto blocks = parse(deep);
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.first().containers.size(), Limits{}.depth);
        QCOMPARE(blocks.first().content.text, QStringLiteral("bottom"));
    }

    void aListAfterADeepOneIsNotIndented()
    {
        const QString deep = QStringLiteral("- ").repeated(40) + QStringLiteral("bottom\n\nafter");
        const auto blocks = parse(deep);
        QCOMPARE(blocks.last().content.text, QStringLiteral("after"));
        QVERIFY(blocks.last().containers.isEmpty());
    }

    static QString wide(int columns)
    {
        return QStringLiteral("|a").repeated(columns) + QStringLiteral("|\n") +
               QStringLiteral("|---").repeated(columns) + QStringLiteral("|\n");
    }
    // From 0.5 on md4c itself takes no more than 128 columns for a table, and makes a paragraph of them.
    void evenWiderTablesAreNone()
    {
        const auto blocks = parse(wide(300));
        QCOMPARE(blocks.size(), 1);
        QVERIFY(blocks.first().kind != Block::Kind::Table);
        QCOMPARE(plainText(blocks.first()).count(u'a'), 300);
    }
    void hugeTablesAreShownAsSource_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("41 columns") << wide(41);
        // Every row counts as wide as the head: few bytes could become many cells.
        const QString head = QStringLiteral("|a").repeated(39) + QStringLiteral("|\n") +
                             QStringLiteral("|---").repeated(39) + QStringLiteral("|\n");
        QTest::newRow("39 columns and 3000 short rows") << head + QStringLiteral("|\n").repeated(3000);
    }
    void hugeTablesAreShownAsSource()
    {
        QFETCH(QString, source);
        const auto blocks = parse(source);
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.first().kind, Block::Kind::Code);
        QCOMPARE(plainText(blocks.first()), source);
    }

    void plainTextKeepsWhatLooksLikeMarkup()
    {
        const auto blocks = plainBlocks(QStringLiteral("# not *a* heading\n<b>"));
        QCOMPARE(told(blocks), QStringList{QStringLiteral("P # not *a* heading/<b>")});
    }

    void longPlainTextIsCutWithoutLoss()
    {
        QString text;
        for (int i = 0; i < 3000; ++i)
            text += QStringLiteral("line %1\n").arg(i);
        QStringList joined;
        for (const auto& block : plainBlocks(text))
            joined.append(plainText(block));
        QVERIFY(joined.size() > 3);
        QCOMPARE(joined.join(QLatin1Char('\n')), text);
    }
};

QTEST_APPLESS_MAIN(TestParser)
#include "tst_parser.moc"
