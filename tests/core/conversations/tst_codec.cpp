#include "core/conversations/codec_p.h"
#include "example_turn.h"

#include <QtTest/QTest>

using namespace core::conversations;
using core::Errc;
using core::toolapi::Integrity;
using core::toolapi::Label;

class TestCodec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void labels_data()
    {
        QTest::addColumn<Label>("label");
        QTest::newRow("from the person") << core::toolapi::fromPerson();
        QTest::newRow("from the model") << core::toolapi::fromModel();
        QTest::newRow("readable by two") << core::toolapi::fromTool(
            QStringLiteral("mail"), {false, {QStringLiteral("a"), QStringLiteral("b")}});
        QTest::newRow("readable by nobody") << Label{Integrity::Untrusted, {}, {false, {}}};
    }
    void labels()
    {
        QFETCH(Label, label);
        QCOMPARE(labelFrom(toJson(label)), label);
    }

    void aLabelThatCannotBeReadIsTheNarrowest()
    {
        const auto label = labelFrom({});
        QCOMPARE(label.integrity, Integrity::Untrusted);
        QVERIFY(!label.readers.everyone && label.readers.who.empty());
    }

    void everyErrorCodeComesBack()
    {
        for (int code = 0; code <= static_cast<int>(Errc::Internal); ++code) {
            const auto error = errorFrom(toJson(core::Error{static_cast<Errc>(code), QStringLiteral("d"), {}, {}}));
            QCOMPARE(error.code, static_cast<Errc>(code));
        }
        QCOMPARE(errorFrom({{QStringLiteral("code"), QStringLiteral("Newer")}}).code, Errc::Internal);
        QCOMPARE(core::errcName(static_cast<Errc>(static_cast<int>(Errc::Internal) + 1)), QStringLiteral("Unknown"));
    }

    void aResultComesBackWithoutItsAnswer()
    {
        const auto result = example::result(example::call);
        StoredCall call;
        call.id = example::call;
        readOutcome(outcomeOf(result), call);
        QVERIFY(call.result);
        QCOMPARE(call.result->id, result.id);
        QCOMPARE(call.result->tool, result.tool);
        QCOMPARE(call.result->modelCallId, result.modelCallId);
        QCOMPARE(call.result->outcome, result.outcome);
        QCOMPARE(call.result->arguments, result.arguments);
        QCOMPARE(call.result->modelText, result.modelText);
        QCOMPARE(call.result->label, result.label);
        QCOMPARE(call.result->reason, result.reason);
        QCOMPARE(call.result->explanation.en, result.explanation.en);
        QCOMPARE(call.result->explanation.ja, result.explanation.ja);
        QCOMPARE(call.result->error->code, result.error->code);
        QCOMPARE(call.result->error->retryAfter, result.error->retryAfter);
        const auto& api = call.result->api;
        QVERIFY(api);
        QCOMPARE(api->method, result.api->method);
        QCOMPARE(api->url, result.api->url);
        QCOMPARE(api->status, 403);
        QCOMPARE(api->headers, result.api->headers);
        QCOMPARE(api->person, result.api->person);
        QCOMPARE(api->audience, result.api->audience);
        QCOMPARE(api->scopes, result.api->scopes);
        QCOMPARE(api->contentType, result.api->contentType);
        QVERIFY(api->body.isEmpty());
        QCOMPARE(call.answerStart, QString::fromUtf8(result.api->body));
    }

    void whoDeclinedAndWhyComesBack_data()
    {
        QTest::addColumn<bool>("another");
        QTest::newRow("the person") << false;
        QTest::newRow("somebody else") << true;
    }
    void whoDeclinedAndWhyComesBack()
    {
        QFETCH(bool, another);
        core::toolapi::ToolResult result;
        result.outcome = core::toolapi::Outcome::Denied;
        result.rule = QStringLiteral("pay.json:12 pay-limit");
        core::toolapi::Unapproved facts;
        facts.reason = QString::fromUtf8("12月は人が足りません。\n\"No\"");
        facts.withdrawal = core::toolapi::Withdrawal::SignedOut;
        if (another) {
            facts.by = core::UserKey{QStringLiteral("https://login.example"), QStringLiteral("u-17")};
            facts.byName = QString::fromUtf8("部長");
            facts.roles = {QStringLiteral("bucho"), QStringLiteral("finance")};
        }
        result.unapproved = facts;
        StoredCall call;
        readOutcome(outcomeOf(result), call);
        QCOMPARE(call.result->unapproved, std::optional(facts));
        QCOMPARE(call.result->rule, result.rule);
        result.unapproved.reset();
        readOutcome(outcomeOf(result), call);
        QVERIFY(!call.result->unapproved);
    }

    void everyOutcomeComesBack()
    {
        using core::toolapi::Outcome;
        for (int i = 0; i <= static_cast<int>(Outcome::Waiting); ++i) {
            core::toolapi::ToolResult result;
            result.outcome = static_cast<Outcome>(i);
            StoredCall call;
            readOutcome(outcomeOf(result), call);
            QCOMPARE(call.result->outcome, result.outcome);
        }
    }

    void anOutcomeThatCannotBeReadIsUnknown()
    {
        StoredCall call;
        readOutcome("{\"outcome\": \"newer\"}", call);
        QCOMPARE(call.result->outcome, core::toolapi::Outcome::OutcomeUnknown);
        readProposal("{\"effect\": \"newer\"}", call);
        QCOMPARE(call.effect, core::toolapi::Effect::Credential);
        QCOMPARE(decisionFrom(call.id, "{}").kind, CallDecision::Kind::Refuse);
    }

    void theStartOfALongAnswerIsCut()
    {
        auto result = example::result(example::call);
        result.api->body = QByteArray("あ").repeated(10000);
        StoredCall call;
        readOutcome(outcomeOf(result), call);
        QCOMPARE(call.answerStart, QString(4000, QChar(0x3042)));
        result.api.reset();
        result.value = QString(5000, QLatin1Char('x'));
        readOutcome(outcomeOf(result), call);
        QCOMPARE(call.answerStart.size(), 4000);
        result.value = QJsonObject{{QStringLiteral("a"), 1}};
        readOutcome(outcomeOf(result), call);
        QCOMPARE(call.answerStart, QStringLiteral("{\"a\":1}"));
    }

    void values_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("null") << QJsonValue();
        QTest::newRow("text") << QJsonValue(QStringLiteral("x"));
        QTest::newRow("number") << QJsonValue(1.5);
        QTest::newRow("truth") << QJsonValue(true);
        QTest::newRow("list") << QJsonValue(QJsonArray{1, 2});
    }
    void values()
    {
        QFETCH(QJsonValue, value);
        QCOMPARE(valueFrom(valueBytes(value)), value);
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
