#include "core/gateway/answer_text.h"
#include "core/gateway/call_ending.h"

#include <QtTest/QTest>

using core::Errc;
using core::gateway::endingByError;
using core::toolapi::Effect;
using core::toolapi::Outcome;

class TestCallEnding : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyErrorOfEveryEffect()
    {
        for (int e = 0; e <= static_cast<int>(Effect::Credential); ++e) {
            for (int c = 0; c <= static_cast<int>(Errc::Internal); ++c) {
                const auto effect = static_cast<Effect>(e);
                const auto code = static_cast<Errc>(c);
                const auto running = endingByError(effect, true, code);
                const auto before = endingByError(effect, false, code);
                QVERIFY(running != Outcome::Done);
                QVERIFY(before != Outcome::Done);
                // Before it was started, nothing can have happened.
                QVERIFY(before != Outcome::OutcomeUnknown);
                // A read has no outcome to be unsure of; an effect that was sent always has.
                const bool nothingSent = code == Errc::Network || code == Errc::Tls || code == Errc::SignInNeeded ||
                                         code == Errc::Refused || code == Errc::InvalidArgument ||
                                         code == Errc::ForeignServer || code == Errc::UnknownServer ||
                                         code == Errc::ProviderDown;
                const bool reads = effect == Effect::Read; // what a read-egress sent has left
                QCOMPARE(running == Outcome::OutcomeUnknown, !reads && !nothingSent);
            }
        }
    }

    void theirNames()
    {
        QCOMPARE(endingByError(Effect::Read, true, Errc::Cancelled), Outcome::Cancelled);
        QCOMPARE(endingByError(Effect::Read, true, Errc::Timeout), Outcome::Failed);
        QCOMPARE(endingByError(Effect::Read, true, Errc::Refused), Outcome::PolicyRefused);
        QCOMPARE(endingByError(Effect::Read, true, Errc::InvalidArgument), Outcome::BadArguments);
        QCOMPARE(endingByError(Effect::Write, true, Errc::Timeout), Outcome::OutcomeUnknown);
        QCOMPARE(endingByError(Effect::Write, true, Errc::Cancelled), Outcome::OutcomeUnknown);
        QCOMPARE(endingByError(Effect::Write, true, Errc::Network), Outcome::Failed);
        QCOMPARE(endingByError(Effect::Write, true, Errc::ProviderDown), Outcome::ProviderDown);
        QCOMPARE(endingByError(Effect::Read, true, Errc::ProviderDown), Outcome::ProviderDown);
    }

    void statuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("outcome");
        const auto row = [](int status, const char* outcome) {
            QTest::newRow(qPrintable(QStringLiteral("HTTP %1").arg(status))) << status << QString::fromLatin1(outcome);
        };
        row(200, "done");
        row(204, "done");
        row(299, "done");
        row(401, "api-refused");
        row(403, "api-refused");
        row(404, "api-not-found");
        for (const int other : {0, -1, 100, 199, 300, 302, 400, 402, 405, 409, 410, 429, 500, 503, 999})
            row(other, "api-failed");
    }
    void statuses()
    {
        QFETCH(int, status);
        QFETCH(QString, outcome);
        QCOMPARE(core::toolapi::outcomeName(core::gateway::outcomeOfStatus(status)), outcome);
    }

    void aLongAnswerIsCutBetweenCharacters()
    {
        const auto text = core::gateway::answerText(QString(9, u'a') + QStringLiteral("\U0001F432") + u'b', 10);
        QCOMPARE(text, QString(9, u'a') + QStringLiteral("\n[Cut: 9 of 12 characters are shown.]"));
        QCOMPARE(core::gateway::answerText(QStringLiteral("short"), 10), QStringLiteral("short"));
    }
};

QTEST_GUILESS_MAIN(TestCallEnding)
#include "tst_call_ending.moc"
