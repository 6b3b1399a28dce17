#include "core/net/sse.h"

#include <QtTest/QTest>

using core::Errc;
using core::net::SseEvent;
using core::net::SseLimits;
using core::net::SseParser;

class TestSse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyCutMakesNoDifference()
    {
        const QByteArray stream = "\xEF\xBB\xBF: hello\r\nevent: a\rdata: \xE6\x97\xA5\xE6\x9C\xAC\r\ndata: two\n\r\n"
                                  "id: 7\ndata\n\nretry: 250\ndata: x\r\rdata: cut";
        SseParser whole;
        const auto expected = whole.feed(stream);
        QVERIFY(expected);
        QCOMPARE(expected->size(), size_t(3));
        QCOMPARE(expected->at(0).type, QByteArray("a"));
        QCOMPARE(expected->at(0).data, QByteArray("\xE6\x97\xA5\xE6\x9C\xAC\ntwo"));
        QCOMPARE(expected->at(1).type, QByteArray("message"));
        QCOMPARE(expected->at(1).data, QByteArray());
        QCOMPARE(expected->at(1).lastEventId, QByteArray("7"));
        QVERIFY(whole.isMidEvent());
        for (qsizetype first = 0; first <= stream.size(); ++first) {
            for (qsizetype second = first; second <= stream.size(); second += 3) {
                SseParser parser;
                std::vector<SseEvent> events;
                for (const auto& piece : {stream.left(first), stream.mid(first, second - first), stream.mid(second)}) {
                    const auto some = parser.feed(piece);
                    QVERIFY(some);
                    events.insert(events.end(), some->begin(), some->end());
                }
                QCOMPARE(events.size(), expected->size());
                for (size_t i = 0; i < events.size(); ++i)
                    QCOMPARE(events[i].data, expected->at(i).data);
                QCOMPARE(parser.lastEventId(), QByteArray("7"));
                QCOMPARE(parser.reconnectionTime(), std::optional(std::chrono::milliseconds(250)));
            }
        }
    }
    void aLineOverTheLimitEndsIt()
    {
        SseParser parser(SseLimits{.maxLineBytes = 10});
        QVERIFY(parser.feed("data: 1234\n\n"));
        QCOMPARE(parser.feed("data: 12345").error().code, Errc::TooLarge);
        QCOMPARE(parser.feed("\n\ndata: 1\n\n").error().code, Errc::TooLarge); // and stays so
    }
    void anEventOverTheLimitEndsIt()
    {
        SseParser parser(SseLimits{.maxEventBytes = 10});
        QVERIFY(parser.feed("data: 1234\ndata: 567\n"));
        QCOMPARE(parser.feed("data: 8\n").error().code, Errc::TooLarge);
    }
    void anIdWithNulIsIgnored()
    {
        SseParser parser;
        QVERIFY(parser.feed("id: 1\n\n"));
        QVERIFY(parser.feed(QByteArray("id: 2\0x\n\n", 9)));
        QCOMPARE(parser.lastEventId(), QByteArray("1"));
        QVERIFY(parser.feed("id\n\n"));
        QCOMPARE(parser.lastEventId(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestSse)
#include "tst_sse.moc"
