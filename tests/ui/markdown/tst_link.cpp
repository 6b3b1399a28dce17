#include "ui/markdown/link.h"

#include <QtTest/QTest>

using namespace ui::markdown;

class TestLink : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void preview_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown"); // empty: not acceptable
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("warnings"); // t: text names another, a: not ASCII, u: user info, p: not encrypted
        const auto row = [](const char* name, const char* address, const char* text, const char* shown,
                            const char* host, const char* warnings) {
            QTest::newRow(name) << QString::fromUtf8(address) << QString::fromUtf8(text) << QString::fromUtf8(shown)
                                << QString::fromUtf8(host) << QString::fromUtf8(warnings);
        };
        row("an ordinary link", "https://example.com/a?b=c#d", "here", "https://example.com/a?b=c#d", "example.com",
            "");
        row("not encrypted", "http://example.com/", "here", "http://example.com/", "example.com", "p");
        row("the text is the address", "https://example.com/a", "https://example.com/a", "https://example.com/a",
            "example.com", "");
        row("the text is the address without www", "https://www.example.com/", "example.com",
            "https://www.example.com/", "www.example.com", "");
        row("the text names another site", "https://evil.example/", "https://bank.example/", "https://evil.example/",
            "evil.example", "t");
        row("the text names another site without scheme", "https://evil.example/", "bank.example/login",
            "https://evil.example/", "evil.example", "t");
        row("a version number names no site", "https://example.com/", "1.2", "https://example.com/", "example.com", "");
        row("Cyrillic letters in the host become Punycode (RFC 3492)", "https://\xD0\xB0pple.com/", "apple",
            "https://xn--pple-43d.com/", "xn--pple-43d.com", "a");
        row("a Japanese host", "https://例え.jp/", "例え", "https://xn--r8jz45g.jp/", "xn--r8jz45g.jp", "a");
        row("a host that is written in Punycode already", "https://xn--pple-43d.com/", "apple",
            "https://xn--pple-43d.com/", "xn--pple-43d.com", "a");
        row("a name before the @ (RFC 3986 3.2.1)", "https://bank.example@evil.example/", "here",
            "https://bank.example@evil.example/", "evil.example", "u");
        row("bidirectional characters in the path are encoded",
            "https://example.com/\xE2\x80\xAE"
            "cod.exe",
            "here", "https://example.com/%E2%80%AEcod.exe", "example.com", "");
        row("mailto", "mailto:a@example.com?subject=x", "write", "mailto:a@example.com?subject=x", "example.com", "");
        row("javascript", "javascript:alert(1)", "here", "", "", "");
        row("with a line feed inside", "java\nscript:alert(1)", "here", "", "", "");
        row("vbscript", "vbscript:x", "here", "", "", "");
        row("data", "data:text/html,x", "here", "", "", "");
        row("file", "file:///etc/passwd", "here", "", "", "");
        row("our own scheme", "sekisho://approve", "here", "", "", "");
        row("relative", "settings", "here", "", "", "");
        row("no host", "https:///x", "here", "", "", "");
        row("nothing", "", "here", "", "", "");
    }
    void preview()
    {
        QFETCH(QString, address);
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QFETCH(QString, host);
        QFETCH(QString, warnings);
        QCOMPARE(isAcceptableLink(address), !shown.isEmpty());
        const auto preview = previewLink(address, text);
        QCOMPARE(preview.has_value(), !shown.isEmpty());
        if (!preview) return;
        QCOMPARE(preview->shown, shown);
        QCOMPARE(preview->host, host);
        QString found;
        if (preview->textNamesOther) found += QLatin1Char('t');
        if (preview->hostNotAscii) found += QLatin1Char('a');
        if (preview->hasUserInfo) found += QLatin1Char('u');
        if (!preview->encrypted && preview->url.scheme() == QLatin1String("http")) found += QLatin1Char('p');
        QCOMPARE(found, warnings);
    }

    void aVeryLongAddressIsNoLink()
    {
        QVERIFY(!isAcceptableLink(QStringLiteral("https://example.com/") + QString(2000, QLatin1Char('a'))));
    }
    void theLimitIsThatOfWhatIsShown()
    {
        const QString site = QStringLiteral("https://example.com/"); // 20 characters
        QVERIFY(!previewLink(site + QString(1980, QLatin1Char('a')), {})->tooLong);
        QVERIFY(!previewLink(site + QString(220, QChar(0x4EBA)), {})->tooLong); // nine characters each
        const auto japanese = previewLink(site + QString(221, QChar(0x4EBA)), {});
        QVERIFY(japanese && japanese->shown.size() == 2009 && japanese->tooLong);
    }
};

QTEST_APPLESS_MAIN(TestLink)
#include "tst_link.moc"
