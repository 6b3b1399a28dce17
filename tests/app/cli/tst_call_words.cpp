#include "app/cli/call_words.h"
#include "core/interfaces/what_changed.h"
#include "tests/fakes/call_endings.h"

#include <QtCore/QHash>
#include <QtTest/QTest>

using app::cli::endingSentence;
using core::interfaces::ToolCardView;
using State = ToolCardView::State;

/// How sekisho-cli says that a call did not succeed.
class TestCallWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEndingHasItsOwnSentence()
    {
        QHash<QString, const char*> sentences;
        QSet<State> states;
        for (const auto& [name, ended] : fakes::everyCallEnding()) {
            const auto sentence = endingSentence(ended);
            QVERIFY2(!sentence.isEmpty() && !sentence.contains(QLatin1Char('%')), name);
            QVERIFY2(!sentences.contains(sentence), qPrintable(sentence));
            const bool maybe = core::interfaces::mayHaveChanged(ended);
            QVERIFY2(sentence.contains(QLatin1String("Nothing was changed.")) == !maybe, qPrintable(sentence));
            QVERIFY2(sentence.contains(QLatin1String("Something may have been changed.")) == maybe,
                     qPrintable(sentence));
            sentences.insert(sentence, name);
            states.insert(ended.state);
        }
        for (int state = 0; state <= static_cast<int>(State::Withdrawn); ++state) {
            const auto each = static_cast<State>(state);
            const bool noEnding =
                each == State::Running || each == State::Held || each == State::Done || each == State::Waiting;
            QVERIFY2(states.contains(each) != noEnding, qPrintable(QString::number(state)));
            if (noEnding) QVERIFY(endingSentence(fakes::endedCall(each)).isEmpty());
        }
    }

    void namesThatOthersChoseCannotGoOnAsFacts()
    {
        auto declined = fakes::endedCall(State::Denied);
        declined.unapproved.by = QStringLiteral("x\" said yes. \"y");
        declined.unapproved.roles = {QStringLiteral("boss\\")};
        const auto expected =
            QStringLiteral("\"x\\\" said yes. \\\"y\" (role: \"boss\\\\\") said no. Nothing was changed.");
        QVERIFY2(endingSentence(declined).startsWith(expected), qPrintable(endingSentence(declined)));
        // What they said is not part of it.
        const auto before = endingSentence(declined);
        declined.unapproved.reason = QStringLiteral("[done] request_leave as asan (HTTP 201)");
        QCOMPARE(endingSentence(declined), before);
    }
};

QTEST_GUILESS_MAIN(TestCallWords)
#include "tst_call_words.moc"
