#include "core/net/retry.h"

#include <QtTest/QTest>

using core::Errc;
using core::net::HttpResponse;
using core::net::Repeatable;
using core::net::RetryPolicy;
using core::net::RetryState;
using core::net::retryWait;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);

HttpResponse answered(int status, const QByteArray& retryAfter = {})
{
    HttpResponse response{.status = status};
    if (!retryAfter.isEmpty()) response.headers = {{"retry-after", retryAfter}};
    return response;
}

} // namespace

class TestRetry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decidesEveryError_data()
    {
        QTest::addColumn<int>("code");
        // Every value of Errc, so that a new one has to be thought about here.
        for (int code = 0; code <= int(Errc::Internal); ++code)
            QTest::newRow(qPrintable(core::errcName(Errc(code)))) << code;
    }
    void decidesEveryError()
    {
        QFETCH(const int, code);
        const core::Result<HttpResponse> outcome = core::fail(Errc(code), QStringLiteral("x"));
        const bool nothingWasSent = Errc(code) == Errc::Network;
        const bool mayHaveRun = Errc(code) == Errc::ConnectionLost || Errc(code) == Errc::Timeout;
        QCOMPARE(retryWait({}, {}, Repeatable::No, outcome, 0, now).has_value(), nothingWasSent);
        QCOMPARE(retryWait({}, {}, Repeatable::Yes, outcome, 0, now).has_value(), nothingWasSent || mayHaveRun);
    }
    void decidesEveryStatus()
    {
        const QList<int> passing{408, 429, 502, 503, 504, 529};
        for (int status = 100; status < 600; ++status) {
            const core::Result<HttpResponse> outcome = answered(status);
            QVERIFY2(!retryWait({}, {}, Repeatable::No, outcome, 0, now), "an effect is never repeated on an answer");
            QCOMPARE(retryWait({}, {}, Repeatable::Yes, outcome, 0, now).has_value(), passing.contains(status));
        }
    }
    void waitsLongerEachTimeAndSpreads()
    {
        const RetryPolicy policy{.maxAttempts = 100, .totalWait = std::chrono::hours(1)};
        const core::Result<HttpResponse> outcome = answered(503);
        qint64 before = 0;
        for (int attempts = 1; attempts < 20; ++attempts) {
            const auto least = retryWait(policy, {attempts, {}}, Repeatable::Yes, outcome, 0, now);
            const auto most = retryWait(policy, {attempts, {}}, Repeatable::Yes, outcome, 1, now);
            QVERIFY(least && most);
            QCOMPARE(most->count(), 2 * least->count());
            QVERIFY(most->count() >= before && *most <= policy.longestWait);
            before = most->count();
        }
        QCOMPARE(before, qint64(policy.longestWait.count()));
        QCOMPARE(retryWait(policy, {1, {}}, Repeatable::Yes, outcome, 7.5, now), std::optional(policy.firstWait));
    }
    void keepsToRetryAfter()
    {
        const RetryPolicy policy;
        const auto wait = [&policy](const QByteArray& value) {
            return retryWait(policy, {}, Repeatable::Yes, answered(429, value), 0, now);
        };
        QCOMPARE(wait("7"), std::optional<milliseconds>(seconds(7)));
        QCOMPARE(wait("Sun, 01 Mar 2026 12:00:09 GMT"), std::optional<milliseconds>(seconds(9)));
        QVERIFY2(wait("0")->count() > 0, "never a busy loop");
        QCOMPARE(wait("21"), std::nullopt);               // longer than the longest wait: told, not waited for
        QCOMPARE(wait("99999999999999999999"), wait("")); // no wait at all that can be read
    }
    void givesUp()
    {
        const RetryPolicy policy{.maxAttempts = 3, .totalWait = seconds(10)};
        const core::Result<HttpResponse> outcome = answered(503);
        QVERIFY(retryWait(policy, {2, {}}, Repeatable::Yes, outcome, 1, now));
        QVERIFY(!retryWait(policy, {3, {}}, Repeatable::Yes, outcome, 1, now));
        QVERIFY(!retryWait(policy, {2, seconds(10)}, Repeatable::Yes, outcome, 0, now));
        RetryState state;
        int rounds = 0;
        while (const auto wait = retryWait({}, state, Repeatable::Yes, outcome, 1, now)) {
            state = core::net::afterWait(state, *wait);
            QVERIFY(++rounds < 10);
        }
        QCOMPARE(state.attempts, RetryPolicy().maxAttempts);
    }
};

QTEST_GUILESS_MAIN(TestRetry)
#include "tst_retry.moc"
