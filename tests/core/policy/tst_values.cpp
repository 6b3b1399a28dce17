#include "core/policy/typed_words.h"

#include <QtTest/QTest>

using namespace core::policy;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

QList<MessagePart> keys(const QString& text)
{
    return {{MessagePart::Origin::Keys, text}};
}

} // namespace

class TestValues : public QObject {
    Q_OBJECT

    static void same(const char* name, Kind kind, const QString& a, const QString& b)
    {
        QTest::newRow(name) << static_cast<int>(kind) << a << b << true;
    }
    static void differ(const char* name, Kind kind, const QString& a, const QString& b)
    {
        QTest::newRow(name) << static_cast<int>(kind) << a << b << false;
    }

private Q_SLOTS:
    void comparing_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("equal");

        same("e-mail: case", Kind::Email, u("Bob@Example.COM"), u("bob@example.com"));
        same("e-mail: trailing dot of the host", Kind::Email, u("bob@example.com."), u("bob@example.com"));
        same("e-mail: IDNA", Kind::Email, u("bob@bücher.example"), u("bob@xn--bcher-kva.example"));
        differ("e-mail: a plus-tag may be another mailbox", Kind::Email, u("bob@example.com"),
               u("bob+alice@example.com"));
        differ("e-mail: another plus-tag", Kind::Email, u("bob+a@example.com"), u("bob+b@example.com"));
        differ("e-mail: a subdomain", Kind::Email, u("bob@example.com"), u("bob@mail.example.com"));
        differ("e-mail: as a prefix", Kind::Email, u("bob@example.com"), u("bob@example.com.evil.example"));
        differ("e-mail: with a display name", Kind::Email, u("bob@example.com"), u("Bob <bob@example.com>"));
        differ("e-mail: two in one", Kind::Email, u("bob@example.com"), u("bob@example.com,eve@evil.example"));
        differ("e-mail: two signs", Kind::Email, u("bob@example.com"), u("bob@example.com@evil.example"));
        differ("e-mail: Cyrillic letter", Kind::Email, u("bob@apple.example"), u("bob@аpple.example"));
        differ("e-mail: Kelvin sign", Kind::Email, u("bob@k.example"), u("bob@\u212A.example"));
        differ("e-mail: full width", Kind::Email, u("bob@example.com"), u("bob＠example.com"));
        differ("e-mail: full-width host", Kind::Email, u("bob@example.com"), u("bob@ｅxample.com"));
        differ("e-mail: zero width", Kind::Email, u("bob@example.com"), u("bob@exa\u200Bmple.com"));
        differ("e-mail: ideographic full stop", Kind::Email, u("bob@example.com"), u("bob@example。com"));
        differ("e-mail: no host", Kind::Email, u("bob@localhost"), u("bob@localhost"));
        differ("e-mail: a broken punycode name", Kind::Email, u("a@xn--\u00e9.example"), u("a@xn--\u00e9.example"));

        same("account: spaces", Kind::Account, u("GB29 NWBK 6016 1331 9268 19"), u("GB29NWBK60161331926819"));
        same("account: case", Kind::Account, u("gb29nwbk60161331926819"), u("GB29NWBK60161331926819"));
        differ("account: one digit", Kind::Account, u("GB29NWBK60161331926819"), u("GB29NWBK60161331926810"));
        differ("account: full-width digit", Kind::Account, u("GB29NWBK60161331926819"),
               u("GB29NWBK6016133192681\uFF19"));
        differ("account: a no-break space", Kind::Account, u("GB29NWBK60161331926819"),
               u("GB29\u00A0NWBK60161331926819"));

        same("URL: case of scheme and host", Kind::Url, u("HTTPS://Example.com/a"), u("https://example.com/a"));
        same("URL: trailing dot of the host", Kind::Url, u("https://example.com./a"), u("https://example.com/a"));
        same("URL: the scheme's own port", Kind::Url, u("https://example.com:443/a"), u("https://example.com/a"));
        same("URL: no path", Kind::Url, u("https://example.com"), u("https://example.com/"));
        same("URL: IDNA", Kind::Url, u("https://bücher.example/"), u("https://xn--bcher-kva.example/"));
        differ("URL: user information", Kind::Url, u("https://example.com/"), u("https://example.com@evil.example/"));
        differ("URL: user information, also with itself", Kind::Url, u("https://a@example.com/"),
               u("https://a@example.com/"));
        differ("URL: backslash", Kind::Url, u("https://example.com/"), u("https://evil.example\\@example.com/"));
        differ("URL: a backslash in the path, also with itself", Kind::Url, u("https://example.com/\\a"),
               u("https://example.com/\\a"));
        differ("URL: another port", Kind::Url, u("https://example.com/"), u("https://example.com:8443/"));
        differ("URL: another scheme", Kind::Url, u("https://example.com/"), u("http://example.com/"));
        differ("URL: a query more", Kind::Url, u("https://example.com/"), u("https://example.com/?q=secret"));
        differ("URL: a fragment more", Kind::Url, u("https://example.com/"), u("https://example.com/#secret"));
        differ("URL: case of the path", Kind::Url, u("https://example.com/a"), u("https://example.com/A"));
        differ("URL: full-width dot", Kind::Url, u("https://example.com/"), u("https://example．com/"));
        differ("URL: look-alike slash", Kind::Url, u("https://example.com/"),
               u("https://example.com\u2215.evil.example/"));
        differ("URL: a tab inside", Kind::Url, u("https://example.com/"), u("https://exam\tple.com/"));
        differ("URL: script", Kind::Url, u("javascript://example.com/"), u("javascript://example.com/"));

        same("host: case and dot", Kind::Host, u("Example.COM."), u("example.com"));
        differ("host: label too long", Kind::Host, QString(64, u'a'), QString(64, u'a'));
        differ("host: hyphen first", Kind::Host, u("-a.example"), u("-a.example"));

        same("amount: before and behind", Kind::Amount, u("EUR 10"), u("10.00 EUR"));
        same("amount: sign", Kind::Amount, u("€10"), u("10 EUR"));
        same("amount: yen", Kind::Amount, u("3,000,000円"), u("3000000 JPY"));
        differ("amount: another currency", Kind::Amount, u("10 EUR"), u("10 USD"));
        differ("amount: a sign of several currencies", Kind::Amount, u("$10"), u("10 USD"));
        differ("amount: no currency", Kind::Amount, u("10"), u("10"));
        differ("amount: two currencies", Kind::Amount, u("EUR 10 USD"), u("EUR 10 USD"));

        same("number: zeros at the end", Kind::Number, u("98.70"), u("98.7"));
        same("number: comma", Kind::Number, u("98,7"), u("98.7"));
        same("number: grouped", Kind::Number, u("1,234,567.50"), u("1234567.5"));
        same("number: grouped the other way", Kind::Number, u("1.234.567,50"), u("1234567.5"));
        same("number: minus zero", Kind::Number, u("-0.0"), u("0"));
        differ("number: thousands or thousandths", Kind::Number, u("1,200"), u("1200"));
        differ("number: thousands or thousandths, with itself", Kind::Number, u("1.200"), u("1.200"));
        differ("number: leading zero is a name", Kind::Number, u("007"), u("7"));
        differ("number: an exponent", Kind::Number, u("1e3"), u("1000"));
        differ("number: full width", Kind::Number, u("１０"), u("10"));
        differ("number: Arabic digits", Kind::Number, u("١٠"), u("10"));
        differ("number: nothing behind the dot", Kind::Number, u("10."), u("10"));
        differ("number: odd groups", Kind::Number, u("1,23,456.5"), u("123456.5"));
        differ("number: too long", Kind::Number, QString(31, u'1'), QString(31, u'1'));

        same("date: slashes, year first", Kind::Date, u("2024/5/9"), u("2024-05-09"));
        differ("date: day and month can be told apart by nobody", Kind::Date, u("05/06/2024"), u("05/06/2024"));
        differ("date: no such day", Kind::Date, u("2024-02-30"), u("2024-02-30"));
        same("time: one digit", Kind::Time, u("9:05"), u("09:05"));
        same("time: seconds", Kind::Time, u("09:05:00"), u("09:05"));
        differ("time: other seconds", Kind::Time, u("09:05:30"), u("09:05"));
        differ("time: no such hour", Kind::Time, u("25:00"), u("25:00"));
        same("date and time: a T between", Kind::DateTime, u("2024-05-19T12:00:00"), u("2024-05-19 12:00"));
        differ("date and time: a zone moves it", Kind::DateTime, u("2024-05-19T12:00Z"), u("2024-05-19 12:00"));

        same("identifier: NFC", Kind::Identifier, u("caf\u00e9-1"), u("cafe\u0301-1"));
        differ("identifier: case", Kind::Identifier, u("PRJ-1"), u("prj-1"));
        differ("file: case", Kind::FilePath, u("Report.docx"), u("report.docx"));
        differ("file: up and down", Kind::FilePath, u("a/report.docx"), u("a/../report.docx"));
        same("name: its sign", Kind::Name, u("#general"), u("general"));
        same("name: a person's sign", Kind::Name, u("@tanaka"), u("@tanaka"));
        differ("name: a person and a channel", Kind::Name, u("@tanaka"), u("#tanaka"));
        differ("name: a person and what has no sign", Kind::Name, u("@tanaka"), u("tanaka"));
        differ("name: a person's sign alone", Kind::Name, u("@"), u("@"));
        differ("name: look-alike", Kind::Name, u("#general"), u("#gеneral"));
        differ("name: a sign alone", Kind::Name, u("#"), u("#"));
        same("text: NFC", Kind::Text, u("caf\u00e9"), u("cafe\u0301"));
        differ("text: soft hyphen", Kind::Text, u("hello"), u("hel\u00ADlo"));
        differ("text: hidden characters never equal, not even themselves", Kind::Text, u("a\u200Bb"), u("a\u200Bb"));
        differ("text: right-to-left override", Kind::Text, u("a\u202Eb"), u("a\u202Eb"));
        differ("text: tag characters", Kind::Text, u("a\U000E0041"), u("a\U000E0041"));
        differ("text: Hangul filler", Kind::Text, u("a\u3164"), u("a\u3164"));
        differ("text: variation selector", Kind::Text, u("a\uFE0F"), u("a\uFE0F"));
        differ("text: half a surrogate pair", Kind::Text, QString(QChar(0xD800)), QString(QChar(0xD800)));
        differ("text: a control character", Kind::Text, u("a\x7F"), u("a\x7F"));
        differ("text: line separator", Kind::Text, u("a\u2028"), u("a\u2028"));
        differ("text: private use", Kind::Text, u("a\uE000"), u("a\uE000"));
        same("text: Japanese", Kind::Text, u("昼食"), u("昼食"));
        same("text: beyond the first plane", Kind::Text, u("\U00020BB7野家"), u("\U00020BB7野家"));
    }
    void comparing()
    {
        QFETCH(int, kind);
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, equal);
        const auto first = formOf(static_cast<Kind>(kind), a);
        const auto second = formOf(static_cast<Kind>(kind), b);
        QVERIFY2((first && second && *first == *second) == equal,
                 qPrintable(first.value_or(u("-")) + u(" | ") + second.value_or(u("-"))));
    }

    void kinds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char* text, const char* kind) { QTest::newRow(text) << u(text) << u(kind); };
        row("bob@example.com", "email");
        row("bob＠example.com", "email");
        row("a@b@c", "email");
        row("mailto:bob@example.com", "email");
        row("https://example.com/a", "url");
        row("https://a@example.com/", "url");
        row("//example.com", "url");
        row("www.example.com", "host");
        row("192.168.0.1", "host");
        row("report.docx", "file");
        row("example.com", "file");
        row("/etc/passwd", "file");
        row("~/a", "file");
        row("../a", "file");
        row("C:\\a", "file");
        row("docs/report.md", "file");
        row(".gitignore", "file");
        row("and/or", "text");
        row("e.g", "text");
        row("wait...what", "text");
        row("GB29NWBK60161331926819", "account");
        row("GB29 NWBK 6016 1331 9268 19", "account");
        row("10 EUR", "amount");
        row("¥3000", "amount");
        row("12", "number");
        row("1,200.50", "number");
        row("-3", "number");
        row("2024-05-19", "date");
        row("05/06/2024", "date");
        row("19.5.2024", "date");
        row("12:00", "time");
        row("2024-05-19 12:00", "date-time");
        row("2024-05-19T12:00", "date-time");
        row("PRJ-12", "identifier");
        row("ABC123", "identifier");
        row("123ABC", "identifier");
        row("EUR -10", "amount");
        row("#42", "identifier");
        row("#general", "name");
        row("@tanaka", "name");
        row("Lunch", "text");
        row("Lunch at 12", "text");
        row("", "text");
        row("#", "text");
    }
    void kinds()
    {
        QFETCH(QString, text);
        QFETCH(QString, kind);
        QCOMPARE(kindName(kindOf(text)), kind);
    }

    void decimalsOfJsonNumbers()
    {
        QCOMPARE(*decimalOf(98.7), u("98.7"));
        QCOMPARE(*decimalOf(-0.5), u("-0.5"));
        QCOMPARE(*decimalOf(0.0), u("0"));
        QCOMPARE(*decimalOf(1e21), u("1000000000000000000000"));
        QVERIFY(!decimalOf(qInf()));
        QCOMPARE(compareDecimals(u("9"), u("10")), -1);
        QCOMPARE(compareDecimals(u("10.5"), u("10.25")), 1);
        QCOMPARE(compareDecimals(u("-2"), u("-3")), 1);
        QCOMPARE(compareDecimals(u("-2"), u("3")), -1);
        QCOMPARE(compareDecimals(u("3"), u("-2")), 1);
        QCOMPARE(compareDecimals(u("3.5"), u("3.5")), 0);
    }

    void everyKindHasItsOwnName()
    {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(Kind::Text); ++i)
            names.insert(kindName(static_cast<Kind>(i)));
        QCOMPARE(names.size(), 13);
        QCOMPARE(kindName(static_cast<Kind>(99)), u("text"));
        QVERIFY(!formOf(static_cast<Kind>(99), u("a")));
    }

    void domains()
    {
        QCOMPARE(domainOf(u("Bob@Corp.Example")), std::optional(u("corp.example")));
        QCOMPARE(domainOf(u("https://corp.example:8443/a@b")), std::optional(u("corp.example")));
        QCOMPARE(domainOf(u("corp.example.")), std::optional(u("corp.example")));
        QVERIFY(!domainOf(u("https://corp.example@evil.example/")));
        QVERIFY(!domainOf(u("https://corp.example:port/")));
        QVERIFY(!domainOf(u("Bob <bob@corp.example>")));
        QVERIFY(!domainOf(u("Bob Smith")));
    }

    void oneMailbox()
    {
        QVERIFY(mayBeOneMailbox(u("bob+x@a.example"), u("bob@a.example")));
        QVERIFY(!mayBeOneMailbox(u("bob+x@a.example"), u("bob@b.example")));
        QVERIFY(!mayBeOneMailbox(u("bob@a+x.example"), u("bob@a.example")));
    }

    void links_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("links");
        const auto row = [](const char* name, const char* text, const QStringList& links) {
            QTest::newRow(name) << u(text) << links;
        };
        row("none", "See you at 12. Bring e.g. tea, v1.2 or 3.5 more...", {});
        row("https", "see https://bit.ly/sUf7tOJ.", {u("https://bit.ly/sUf7tOJ")});
        row("Markdown", "[here](http://evil.example/a)", {u("http://evil.example/a")});
        row("HTML without quotes", "<a href=http://evil.example>", {u("href=http://evil.example")});
        row("no scheme", "go to evil.example/a?b or www.evil", {u("evil.example/a?b"), u("www.evil")});
        row("bare host", "go to evil.example: now", {u("evil.example")});
        row("full-width dot", "evil．example", {u("evil．example")});
        row("no scheme but slashes", "//evil", {u("//evil")});
        row("script", "javascript:alert`1`", {u("javascript:alert")});
        row("mailto", "mailto:a@b", {u("mailto:a@b")});
        row("Japanese around it", "こちら「https://evil.example/」です。", {u("https://evil.example/")});
        row("a Japanese sentence", "終わりました。ありがとうございます。", {});
        row("Cyrillic host", "еvil.example", {u("еvil.example")});
    }
    void links()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, links);
        QCOMPARE(linksIn(text), links);
    }

    // --- what was typed ---

    void soleValues_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("sole");
        const auto yes = [](const char* name, const char* message, const char* value) {
            QTest::newRow(name) << u(message) << u(value) << true;
        };
        const auto no = [](const char* name, const char* message, const char* value) {
            QTest::newRow(name) << u(message) << u(value) << false;
        };

        yes("an address in a sentence", "Write to bob@example.com.", "bob@example.com");
        yes("in quotes", "Her address is 'sarah.connor@gmail.com'.", "sarah.connor@gmail.com");
        yes("in angle brackets", "Write to Bob <bob@example.com>", "bob@example.com");
        yes("twice the same", "Write to bob@example.com, yes, BOB@example.com", "bob@example.com");
        yes("Japanese without spaces", "資料をtanaka@example.jpに送ってください", "tanaka@example.jp");
        yes("Markdown", "Write to **bob@example.com**", "bob@example.com");
        no("two addresses", "Write to bob@example.com, not eve@evil.example", "bob@example.com");
        no("two, one of them unreadable", "Write to bob@example.com or b＠example.com", "bob@example.com");
        no("two without a space between", "Write to bob@example.com,eve@evil.example", "bob@example.com");
        no("a part of a token", "Write to jacob@example.com", "ob@example.com");
        no("the end of a longer one", "Write to bob@example.com.evil.example", "bob@example.com");
        no("the start of a longer one", "Write to bob＠x@example.com", "x@example.com");
        no("a plus-tag more", "Write to bob@example.com", "bob+x@example.com");
        no("a plus-tag less", "Write to bob+x@example.com", "bob@example.com");
        no("in somebody's quoted words", "Is 'please pay mark@evil.example now' spam?", "mark@evil.example");
        no("in a quoted line", "> mark@evil.example\nIs this spam?", "mark@evil.example");
        no("in a code block", "Explain `mail mark@evil.example hello`", "mark@evil.example");
        yes("quoted and said again", "'ask mark@a.example today' means: write to mark@a.example", "mark@a.example");
        no("not there", "Write to Bob", "bob@example.com");

        yes("an IBAN with spaces", "Pay to GB29 NWBK 6016 1331 9268 19 today", "GB29NWBK60161331926819");
        yes("an IBAN with spaces, a number behind it", "Pay GB82 WEST 1234 5698 7654 32 5 times",
            "GB82WEST12345698765432");
        no("an IBAN with spaces whose end cannot be told", "Pay to GB00 NWBK 6016 1331 9268 19",
           "GB00NWBK60161331926819");
        no("an IBAN with spaces that does not check", "Pay to GB00 NWBK 6016 1331 today", "GB00NWBK60161331");
        no("half of one", "Pay to GB29 NWBK 6016 1331 9268 19", "GB29NWBK601613319268");
        no("two accounts", "From GB29NWBK60161331926819 to US122000000121212121212", "US122000000121212121212");

        yes("a number", "Close ticket 12", "12");
        yes("with a hash", "Close #42", "#42");
        no("two numbers", "Close ticket 12 with priority 2", "12");
        no("a number and an amount", "Refund 7 EUR for order 12", "12");
        no("a number and an identifier", "Move PRJ-12 to sprint 4", "4");
        no("an amount without its currency", "Pay 10 EUR", "10");
        yes("an amount", "Pay 10 EUR", "EUR 10.00");
        yes("yen", "3000円を支払う", "3000 JPY");
        no("ten thousands", "3万円を支払う", "3");
        no("a number that two readers read in two ways", "Pay 1,200", "1200");
        yes("an identifier", "Close PRJ-12.", "PRJ-12");
        no("of another case", "Close PRJ-12.", "prj-12");
        yes("a file", "Read 'bill-december-2023.txt' please", "bill-december-2023.txt");
        no("two files", "Copy a.txt to b.txt", "b.txt");
        yes("a URL", "Fetch https://example.com/a", "https://example.com/a");
        no("a URL and a host", "Fetch https://example.com/a, not www.example.com", "https://example.com/a");
        no("a URL made longer", "Fetch https://example.com/a", "https://example.com/a?q=1");
        yes("a channel", "Post to #general", "#general");
        no("two channels", "Post to #general and #random", "#general");
        no("a channel and an address", "Post to #general with a copy to bob@example.com", "#general");
        no("an address and an account", "Pay GB29NWBK60161331926819 and tell bob@example.com", "bob@example.com");
        yes("quoted text", "Create an event titled 'Lunch'", "Lunch");
        yes("Japanese quotes", "「昼食」という予定を作って", "昼食");
        yes("apostrophes in words", "Don't call it Bob's, call it 'Lunch' at Mary's", "Lunch");
        no("two quoted texts", "Title 'Lunch', description 'Catch up'", "Lunch");
        no("an unquoted word", "Create an event titled Lunch", "Lunch");
        no("a part of quoted text", "Title 'Lunch with Bob'", "Lunch");
        no("a quote that does not end", "Title 'Lunch", "Lunch");

        yes("a date", "On 2024-05-19", "2024-05-19");
        yes("an English date", "On May 15th, 2024", "2024-05-15");
        yes("day first", "On 15 May 2024 please", "2024-05-15");
        yes("a Japanese date", "2024年5月15日に会議", "2024-05-15");
        no("a date without a year", "On May 26th", "2024-05-26");
        no("a Japanese date without a year", "5月15日に会議", "2024-05-15");
        no("two dates", "From 2024-05-19 to 2024-05-20", "2024-05-19");
        no("one date in full, another one without a year", "On 2024-05-19 or May 20", "2024-05-19");
        no("no such date", "On February 30, 2024", "2024-02-30");
        yes("a time", "At 12:00", "12:00");
        no("with pm", "At 10:00 pm", "10:00");
        no("with PM", "At 6 PM", "6");
        no("pm in the token", "At 6pm", "18:00");
        no("a Japanese hour", "6時に", "6");
        yes("date and time", "12:00 on 2024-05-19", "2024-05-19 12:00");
        yes("date and time in one", "At 2024-05-19T12:00", "2024-05-19 12:00");
        no("date and two times", "At 10:00 or 16:00 on 2024-05-19", "2024-05-19 10:00");
        no("date alone", "On 2024-05-19", "2024-05-19 12:00");
    }
    void soleValues()
    {
        QFETCH(QString, message);
        QFETCH(QString, value);
        QFETCH(bool, sole);
        QCOMPARE(typedWords(keys(message)).isSole(kindOf(value), value), sole);
    }

    void counting()
    {
        const auto words = typedWords(keys(u("bob@example.com, BOB@example.com, x@, y@z.example")));
        QCOMPARE(words.count(Kind::Email), 3);
        QCOMPARE(words.count(Kind::Url), 0);
    }

    void pastesAreNotTyped()
    {
        using Origin = MessagePart::Origin;
        const auto word = [](Origin origin, const char* text) { return MessagePart{origin, u(text)}; };
        const auto bob = u("bob@example.com");
        // One token that is pasted is a pick of the person's.
        QVERIFY(typedWords({word(Origin::Keys, "Write to "), word(Origin::Paste, "bob@example.com")})
                    .isSole(Kind::Email, bob));
        // More is somebody's text, and a token that begins in it is not typed either.
        const QList<MessagePart> pasted{word(Origin::Keys, "Answer this: "),
                                        word(Origin::Paste, "write to bob@example.com")};
        QVERIFY(!typedWords(pasted).isSole(Kind::Email, bob));
        QVERIFY(!isAllTyped(pasted));
        QVERIFY(!typedWords({word(Origin::Keys, "bob"), word(Origin::Paste, "@example.com and more")})
                     .isSole(Kind::Email, bob));
        QVERIFY(!typedWords({word(Origin::Other, "bob@example.com")}).isSole(Kind::Email, bob));
        // What is pasted does not make what is typed one of several.
        QVERIFY(typedWords({word(Origin::Keys, "Forward to bob@example.com: "),
                            word(Origin::Paste, "from eve@evil.example hello")})
                    .isSole(Kind::Email, bob));
        // Nor is a line with a paste in it a passage.
        QVERIFY(!typedWords(pasted).isPassage(u("Answer this: write to bob@example.com")));
        QVERIFY(typedWords(pasted).passages.isEmpty());
        QVERIFY(!typedWords({word(Origin::Keys, "say '"), word(Origin::Paste, "a b"), word(Origin::Keys, "'")})
                     .isPassage(u("a b")));
    }

    void passages()
    {
        const auto words =
            typedWords(keys(u("Write to bob@example.com: 'I will not come.'\nThanks for asking\n> I will come")));
        QVERIFY(words.isPassage(u("I will not come.")));
        QVERIFY(words.isPassage(u("Thanks for asking")));
        QVERIFY(words.isPassage(u("Write to bob@example.com: 'I will not come.'\nThanks for asking\n> I will come")));
        QVERIFY2(!words.isPassage(u("I will")), "a part of it says something else");
        QVERIFY2(!typedWords(keys(u("Create 'list.docx'"))).isPassage(u("list.docx")), "a value is not words");
        QVERIFY(!words.isPassage(u("> I will come")));
        QVERIFY(!words.isPassage(u("I will not come.\u200B")));
        QVERIFY(!words.isPassage(u("Ｉ will not come.")));
    }
};

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
