#include "core/policy/decide.h"

#include <QtTest/QTest>

using core::policy::Allow;
using core::policy::decide;
using core::policy::Deny;
using core::policy::DenyRule;
using core::toolapi::Effect;

class TestDecide : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEffect_data()
    {
        QTest::addColumn<int>("effect");
        QTest::addColumn<int>("rule"); // -1: allowed
        const auto row = [](const char* name, Effect effect, int rule) {
            QTest::newRow(name) << static_cast<int>(effect) << rule;
        };
        const auto by = [](DenyRule rule) { return static_cast<int>(rule); };
        row("reading is allowed", Effect::Read, -1);
        row("reading that tells others is refused", Effect::ReadEgress, by(DenyRule::ReadEgress));
        row("writing is refused", Effect::Write, by(DenyRule::Write));
        row("sending is refused", Effect::Egress, by(DenyRule::Egress));
        row("changing permissions is refused", Effect::Permission, by(DenyRule::Permission));
        row("committing is refused", Effect::Commit, by(DenyRule::Commit));
        row("destroying is refused", Effect::Destructive, by(DenyRule::Destructive));
        row("touching credentials is refused", Effect::Credential, by(DenyRule::Credential));
        row("an effect nobody knows is refused", static_cast<Effect>(99), by(DenyRule::UnknownEffect));
        row("a negative one too", static_cast<Effect>(-1), by(DenyRule::UnknownEffect));
    }
    void everyEffect()
    {
        QFETCH(int, effect);
        QFETCH(int, rule);
        const auto decision = decide({static_cast<Effect>(effect)});
        QCOMPARE(std::holds_alternative<Allow>(decision), rule == -1);
        if (rule == -1) return;
        const auto& refusal = std::get<Deny>(decision);
        QCOMPARE(static_cast<int>(refusal.rule), rule);
        QVERIFY(!refusal.reason.en.isEmpty());
        QVERIFY(!refusal.reason.ja.isEmpty());
        QVERIFY(core::policy::denyRuleName(refusal.rule).startsWith(QLatin1String("refused-")));
    }

    void aQuestionWithoutAnEffectIsRefused() { QVERIFY(std::holds_alternative<Deny>(decide({}))); }

    void everyRuleHasItsOwnName()
    {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(DenyRule::UnknownEffect); ++i)
            names.insert(core::policy::denyRuleName(static_cast<DenyRule>(i)));
        QCOMPARE(names.size(), 8);
    }

    void theRowsAboveCoverEveryEffect()
    {
        // Effect::Credential is the last and strongest; a new one moves this number and asks for a row.
        QCOMPARE(static_cast<int>(Effect::Credential), 7);
    }
};

QTEST_GUILESS_MAIN(TestDecide)
#include "tst_decide.moc"
