#include "core/httpserver/request_checks.h"

#include <QtTest/QTest>

using namespace core::httpserver;

class TestRequestChecks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scansAHead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("size");
        const int incomplete = int(HeadScan::State::Incomplete);
        const int complete = int(HeadScan::State::Complete);
        const int malformed = int(HeadScan::State::Malformed);
        QTest::newRow("nothing yet") << QByteArray() << incomplete << 0;
        QTest::newRow("half a line") << QByteArray("GET / HT") << incomplete << 0;
        QTest::newRow("cut between CR and LF") << QByteArray("GET / HTTP/1.1\r") << incomplete << 0;
        QTest::newRow("no empty line yet") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n") << incomplete << 0;
        QTest::newRow("a whole head, and the body stays out of it")
            << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\nbo\ndy") << complete << 27;
        QTest::newRow("RFC 9112 section 2.2: a bare LF")
            << QByteArray("GET / HTTP/1.1\nHost: a\r\n\r\n") << malformed << 0;
        QTest::newRow("a bare LF inside a value")
            << QByteArray("GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n") << malformed << 0;
        QTest::newRow("a bare CR inside a value")
            << QByteArray("GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n") << malformed << 0;
        QTest::newRow("RFC 9112 section 5.2: a folded line")
            << QByteArray("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n") << malformed << 0;
        QTest::newRow("a line folded with a tab")
            << QByteArray("GET / HTTP/1.1\r\nA: b\r\n\tc: d\r\n\r\n") << malformed << 0;
        QTest::newRow("RFC 9112 section 5.1: white space before the colon")
            << QByteArray("GET / HTTP/1.1\r\nContent-Length : 3\r\n\r\n") << malformed << 0;
        QTest::newRow("a line without a colon") << QByteArray("GET / HTTP/1.1\r\nnonsense\r\n\r\n") << malformed << 0;
        QTest::newRow("NUL") << QByteArray("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 26) << malformed << 0;
        QTest::newRow("an empty line first") << QByteArray("\r\nGET / HTTP/1.1\r\n") << malformed << 0;
    }
    void scansAHead()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, state);
        QFETCH(const int, size);
        const auto scan = scanHead({bytes.constData(), size_t(bytes.size())});
        QCOMPARE(int(scan.state), state);
        QCOMPARE(int(scan.size), size);
    }

    void refusesAHead_data()
    {
        QTest::addColumn<HeadFacts>("head");
        QTest::addColumn<int>("status");
        using Fields = std::vector<std::pair<QByteArray, QByteArray>>;
        const auto get = [](Fields headers, QByteArray target = "/", bool http11 = true, QByteArray method = "GET") {
            return HeadFacts{std::move(method), std::move(target), http11, std::move(headers)};
        };
        QTest::newRow("127.0.0.1") << get({{"host", "127.0.0.1:8080"}}) << 0;
        QTest::newRow("localhost in any case, without a port") << get({{"host", "LocalHost"}}) << 0;
        QTest::newRow("RFC 9112 section 3.2: no Host") << get({}) << 400;
        QTest::newRow("two Hosts") << get({{"host", "localhost"}, {"host", "localhost"}}) << 400;
        QTest::newRow("DNS rebinding: another name") << get({{"host", "evil.example:8080"}}) << 421;
        QTest::newRow("DNS rebinding: a name that begins like ours")
            << get({{"host", "127.0.0.1.evil.example"}}) << 421;
        QTest::newRow("another port") << get({{"host", "127.0.0.1:9999"}}) << 421;
        QTest::newRow("user information in Host") << get({{"host", "a@127.0.0.1:8080"}}) << 421;
        QTest::newRow("an absolute target overrides Host")
            << get({{"host", "localhost"}}, "http://evil.example/") << 400;
        QTest::newRow("OPTIONS *") << get({{"host", "localhost"}}, "*", true, "OPTIONS") << 0;
        QTest::newRow("GET *") << get({{"host", "localhost"}}, "*") << 400;
        QTest::newRow("NUL in the path") << get({{"host", "localhost"}}, "/a%00b") << 400;
        QTest::newRow("RFC 9112 section 6.3: length beside encoding")
            << get({{"host", "localhost"}, {"content-length", "3"}, {"transfer-encoding", "chunked"}}) << 400;
        QTest::newRow("the same the other way round")
            << get({{"host", "localhost"}, {"transfer-encoding", "chunked"}, {"content-length", "3"}}) << 400;
        QTest::newRow("two equal lengths")
            << get({{"host", "localhost"}, {"content-length", "3"}, {"content-length", "3"}}) << 400;
        QTest::newRow("a list of lengths") << get({{"host", "localhost"}, {"content-length", "3, 3"}}) << 400;
        QTest::newRow("a length with a sign") << get({{"host", "localhost"}, {"content-length", "+3"}}) << 400;
        QTest::newRow("a length beyond 64 bits")
            << get({{"host", "localhost"}, {"content-length", "99999999999999999999"}}) << 400;
        QTest::newRow("two encodings")
            << get({{"host", "localhost"}, {"transfer-encoding", "chunked"}, {"transfer-encoding", "chunked"}}) << 400;
        QTest::newRow("RFC 9112 section 6.1: an unknown encoding")
            << get({{"host", "localhost"}, {"transfer-encoding", "gzip, chunked"}}) << 501;
        QTest::newRow("an encoding spelled to be overlooked")
            << get({{"host", "localhost"}, {"transfer-encoding", "xchunked"}}) << 501;
        QTest::newRow("RFC 9112 section 6.1: an encoding in HTTP/1.0")
            << get({{"host", "localhost"}, {"transfer-encoding", "chunked"}}, "/", false) << 400;
        QTest::newRow("chunked") << get({{"host", "localhost"}, {"transfer-encoding", "Chunked"}}) << 0;
        QTest::newRow("Expect: 100-continue") << get({{"host", "localhost"}, {"expect", "100-Continue"}}) << 0;
        QTest::newRow("another Expect") << get({{"host", "localhost"}, {"expect", "miracle"}}) << 417;
    }
    void refusesAHead()
    {
        QFETCH(const HeadFacts, head);
        QFETCH(const int, status);
        QCOMPARE(refuseHead(head, 8080).value_or(0), status);
    }

    void mayAnswer_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("a usual header") << QByteArray("Location") << QByteArray("http://127.0.0.1/a?b=c") << true;
        QTest::newRow("a tab in the value") << QByteArray("X") << QByteArray("a\tb") << true;
        QTest::newRow("response splitting: CR LF")
            << QByteArray("Location") << QByteArray("a\r\nSet-Cookie: x") << false;
        QTest::newRow("a bare LF") << QByteArray("Location") << QByteArray("a\nb") << false;
        QTest::newRow("NUL in the value") << QByteArray("Location") << QByteArray("a\0b", 3) << false;
        QTest::newRow("a colon in the name") << QByteArray("A: b") << QByteArray("c") << false;
        QTest::newRow("no name") << QByteArray() << QByteArray("c") << false;
        QTest::newRow("framing is the server's own business")
            << QByteArray("Content-Length") << QByteArray("3") << false;
    }
    void mayAnswer()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, value);
        QFETCH(const bool, allowed);
        QCOMPARE(mayAnswerWith(name, value), allowed);
    }
};

QTEST_GUILESS_MAIN(TestRequestChecks)
#include "tst_request_checks.moc"
