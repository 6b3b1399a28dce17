#include "core/net/http.h"

#include <QtTest/QTest>

using core::net::HttpResponse;
using std::chrono::seconds;

class TestHttpResponse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheFirstHeader()
    {
        const HttpResponse response{.headers = {{"a", "1"}, {"b", "2"}, {"a", "3"}}};
        QCOMPARE(response.header("a"), QByteArray("1"));
        QCOMPARE(response.header("c"), QByteArray());
    }
    void readsRetryAfter_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("wait"); // -1: none
        QTest::newRow("absent") << QByteArray() << -1;
        QTest::newRow("RFC 9110 section 10.2.3: delta-seconds") << QByteArray("120") << 120;
        QTest::newRow("white space around it") << QByteArray(" 5 ") << 5;
        QTest::newRow("RFC 9110 section 5.6.7: IMF-fixdate") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << 37;
        QTest::newRow("RFC 9110 section 5.6.7: the RFC 850 form") << QByteArray("Sunday, 06-Nov-94 08:49:37 GMT") << 37;
        QTest::newRow("RFC 9110 section 5.6.7: asctime") << QByteArray("Sun Nov  6 08:49:37 1994") << 37;
        QTest::newRow("a moment that has passed") << QByteArray("Sun, 06 Nov 1994 08:48:00 GMT") << 0;
        QTest::newRow("a negative number") << QByteArray("-5") << -1;
        QTest::newRow("a fraction") << QByteArray("1.5") << -1;
        QTest::newRow("more than can be waited") << QByteArray("9999999999") << -1;
        QTest::newRow("words") << QByteArray("soon") << -1;
    }
    void readsRetryAfter()
    {
        QFETCH(const QByteArray, value);
        QFETCH(const int, wait);
        const QDateTime now(QDate(1994, 11, 6), QTime(8, 49, 0), Qt::UTC);
        const HttpResponse response{.headers = {{"retry-after", value}}};
        const auto found = response.retryAfter(now);
        QCOMPARE(found ? int(found->count()) : -1, wait);
    }
};

QTEST_GUILESS_MAIN(TestHttpResponse)
#include "tst_http_response.moc"
