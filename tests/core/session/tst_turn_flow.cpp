#include "core/session/turn_flow.h"

#include <QtTest/QTest>

using namespace core;
using namespace core::session;
using conversations::CallDecision;
using conversations::CallState;
using conversations::StoredCall;
using conversations::StoredMessage;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

SentMessage message(std::set<ToolName> tools = {})
{
    return {{{policy::MessagePart::Origin::Keys, s("Send 'hello' to #general")}}, std::move(tools)};
}

/// A step with one call, as the store has it.
QList<StoredMessage> step(const StoredCall& call)
{
    StoredMessage made;
    made.calls = {call};
    return {made};
}

StoredCall call(toolapi::Effect effect = toolapi::Effect::Egress)
{
    StoredCall made;
    made.id = CallId(newId());
    made.tool = ToolName(s("send"));
    made.effect = effect;
    return made;
}

} // namespace

class TestTurnFlow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsChosenWhereNothingWasTicked()
    {
        QVERIFY(!turnFlow({}, message(), {}).chosen);
        const auto flow = turnFlow({}, message({ToolName(s("send"))}), {});
        QCOMPARE(flow.chosen, std::optional(std::set<ToolName>{ToolName(s("send"))}));
        QVERIFY(flow.unasked.empty());
    }

    void whatWentUnaskedInATurnIsKnownWhenItGoesOn_data()
    {
        QTest::addColumn<bool>("run");
        QTest::addColumn<QString>("decision");
        QTest::addColumn<toolapi::Effect>("effect");
        QTest::addColumn<bool>("unasked");
        const auto egress = toolapi::Effect::Egress;
        QTest::newRow("allowed") << true << s("allow") << egress << true;
        QTest::newRow("approved") << true << s("approved") << egress << false;
        QTest::newRow("approved, with a fresh sign-in") << true << s("approved-signed-in") << egress << false;
        QTest::newRow("by a word that nobody knows") << true << s("granted") << egress << true;
        QTest::newRow("by no word") << true << QString() << egress << true;
        QTest::newRow("refused") << false << s("deny") << egress << false;
        QTest::newRow("a write") << true << s("allow") << toolapi::Effect::Write << true;
        QTest::newRow("a read") << true << s("allow") << toolapi::Effect::Read << false;
    }
    void whatWentUnaskedInATurnIsKnownWhenItGoesOn()
    {
        QFETCH(bool, run);
        QFETCH(QString, decision);
        QFETCH(toolapi::Effect, effect);
        QFETCH(bool, unasked);
        auto made = call(effect);
        made.state = CallState::Started; // cut off before its answer: it may have run
        made.decision = CallDecision{made.id, run ? CallDecision::Kind::Run : CallDecision::Kind::Refuse, decision};
        const auto flow = turnFlow({}, message({made.tool}), step(made));
        QCOMPARE(flow.unasked.count(made.tool), unasked ? 1U : 0U);
        QVERIFY(flow.chosen.has_value());
        // Of an earlier turn it does not matter.
        QVERIFY(turnFlow(step(made), message({made.tool}), {}).unasked.empty());
    }

    void aCallThatDidNotComeToADecisionWentNowhere() { QVERIFY(turnFlow({}, message(), step(call())).unasked.empty()); }
};

QTEST_GUILESS_MAIN(TestTurnFlow)
#include "tst_turn_flow.moc"
