#include "core/toolapi/tool.h"

#include <QtTest/QTest>

using namespace core::toolapi;

namespace {

ToolSpec sample()
{
    ToolSpec spec;
    spec.name = core::ToolName(QStringLiteral("read_payslip"));
    spec.title = {QStringLiteral("Read a payslip"), QStringLiteral("給与明細を読む")};
    spec.description = QStringLiteral("Reads one payslip.");
    spec.inputSchema = {{QStringLiteral("type"), QStringLiteral("object")}};
    spec.effect = Effect::Read;
    spec.controlArguments = {QStringLiteral("/person")};
    spec.audience = QStringLiteral("https://hr.example");
    spec.scopes = {QStringLiteral("payslips.read")};
    return spec;
}

} // namespace

class TestTool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEffectHasItsOwnName()
    {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(Effect::Credential); ++i) {
            const auto effect = static_cast<Effect>(i);
            QCOMPARE(effectFromName(effectName(effect)), std::optional(effect));
            names.insert(effectName(effect));
        }
        QCOMPARE(names.size(), 8);
        QVERIFY(!effectFromName(QStringLiteral("harmless")));
    }

    void everyOutcomeHasItsOwnName()
    {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(Outcome::Waiting); ++i) {
            const auto outcome = static_cast<Outcome>(i);
            QCOMPARE(outcomeFromName(outcomeName(outcome)), std::optional(outcome));
            names.insert(outcomeName(outcome));
        }
        QCOMPARE(names.size(), static_cast<int>(Outcome::Waiting) + 1);
        QVERIFY(!outcomeFromName(QStringLiteral("fine")));
    }

    void everyReasonToTakeAQuestionBackHasItsOwnName()
    {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(Withdrawal::Undone); ++i) {
            const auto why = static_cast<Withdrawal>(i);
            QCOMPARE(withdrawalFromName(withdrawalName(why)), why);
            names.insert(withdrawalName(why));
        }
        QCOMPARE(names.size(), static_cast<int>(Withdrawal::Undone) + 1);
        QCOMPARE(withdrawalFromName(QStringLiteral("newer")), Withdrawal::Unknown);
        QCOMPARE(withdrawalFromName({}), Withdrawal::Unknown);
    }

    /// What was not begun leaves nothing behind; of what was, that cannot be said.
    void onlyWhatWasNotRunSaysSo()
    {
        for (const auto outcome : {Outcome::Denied, Outcome::Expired, Outcome::NoApprover, Outcome::NotBegun,
                                   Outcome::Withdrawn, Outcome::PolicyRefused, Outcome::BadArguments})
            QVERIFY2(saysNotBegun(outcome), qPrintable(outcomeName(outcome)));
        for (const auto outcome : {Outcome::ProviderDown, Outcome::Failed, Outcome::OutcomeUnknown, Outcome::Done})
            QVERIFY2(!saysNotBegun(outcome), qPrintable(outcomeName(outcome)));
    }

    void theHashChangesWithEverythingThatDecides_data()
    {
        QTest::addColumn<ToolSpec>("changed");
        auto changed = sample();
        const auto row = [&changed](const char* name) {
            QTest::newRow(name) << changed;
            changed = sample();
        };
        changed.name = core::ToolName(QStringLiteral("read_payslips"));
        row("name");
        changed.title.en += u'.';
        row("English title");
        changed.title.ja += u'.';
        row("Japanese title");
        changed.description += u'.';
        row("description");
        changed.inputSchema.insert(QStringLiteral("additionalProperties"), false);
        row("schema");
        changed.effect = Effect::ReadEgress;
        row("effect");
        changed.controlArguments.clear();
        row("control arguments");
        changed.contentArguments += QStringLiteral("/text");
        row("content arguments");
        changed.targetArguments += QStringLiteral("/person");
        row("target arguments");
        changed.audience += u'/';
        row("audience");
        changed.scopes += QStringLiteral("payslips.write");
        row("scopes");
        changed.source = QStringLiteral("00");
        row("how arguments become a request");
        changed.definedBy = DefinedBy::Program;
        row("built in");
        changed.timeout += std::chrono::milliseconds(1);
        row("time-out");
    }
    void theHashChangesWithEverythingThatDecides()
    {
        QFETCH(ToolSpec, changed);
        QCOMPARE(definitionHash(sample()), definitionHash(sample()));
        QCOMPARE(definitionHash(sample()).size(), 64);
        QVERIFY(definitionHash(changed) != definitionHash(sample()));
    }

    void aDefinitionThatCannotBeWrittenHasNoHash()
    {
        auto spec = sample();
        spec.description = QString(QChar(0xD800));
        QVERIFY(definitionHash(spec).isEmpty());
    }

    void joiningKeepsTheLowerTrustAllSourcesAndCommonReaders()
    {
        const Readers two{false, {QStringLiteral("a"), QStringLiteral("b")}};
        const Readers other{false, {QStringLiteral("b"), QStringLiteral("c")}};
        const auto joined = join(fromTool(QStringLiteral("x"), two), fromTool(QStringLiteral("y"), other));
        QCOMPARE(joined.integrity, Integrity::Untrusted);
        QCOMPARE(joined.sources, (std::set<QString>{QStringLiteral("tool:x"), QStringLiteral("tool:y")}));
        QCOMPARE(joined.readers.who, (std::set<QString>{QStringLiteral("b")}));
        QCOMPARE(join(fromPerson(), fromPerson()), fromPerson());
        QCOMPARE(join(fromPerson(), fromModel()).integrity, Integrity::Untrusted);
    }
};

QTEST_GUILESS_MAIN(TestTool)
#include "tst_tool.moc"
