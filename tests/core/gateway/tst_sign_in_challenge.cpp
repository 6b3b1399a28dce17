#include "core/gateway/sign_in_challenge.h"

#include <QtTest/QTest>

using namespace core::gateway;
using core::ToolName;
using core::toolapi::ApiAnswer;
using core::toolapi::SignInNeed;

namespace {

ApiAnswer refused(const QByteArray& challenge, int status = 401)
{
    ApiAnswer answer;
    answer.status = status;
    answer.headers = {{"content-type", "application/json"}, {"www-authenticate", challenge}};
    return answer;
}

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestSignInChallenge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatAnApiSays_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("says");
        QTest::addColumn<QStringList>("acr");
        QTest::addColumn<int>("maxAge"); // -1: nothing
        const QByteArray error = "error=\"insufficient_user_authentication\"";
        const auto row = [](const char* name, const QByteArray& header, const QStringList& acr = {}, int age = -1) {
            QTest::newRow(name) << header << true << acr << age;
        };
        const auto no = [](const char* name, const QByteArray& header) {
            QTest::newRow(name) << header << false << QStringList() << -1;
        };
        row("both", "Bearer " + error + ", acr_values=\"gold\", max_age=\"300\"", {s("gold")}, 300);
        row("the preferred one of several", "Bearer " + error + ", acr_values=\"gold silver\"", {s("gold")});
        row("an age without quotes", "Bearer " + error + ", max_age=5", {}, 5);
        row("at once", "Bearer " + error + ", max_age=0", {}, 0);
        row("neither: just anew", "Bearer " + error);
        row("DPoP", "DPoP " + error + ", acr_values=\"gold\"", {s("gold")});
        row("small letters and blanks", "bearer  realm=\"a, b\" ,\t" + error + " , acr_values = \"gold\"", {s("gold")});
        row("behind another scheme", "Basic realm=\"x\", Bearer " + error + ", acr_values=\"gold\"", {s("gold")});
        row("before another scheme", "Bearer " + error + ", acr_values=\"gold\", Basic realm=\"x\"", {s("gold")});
        row("an escaped quote before it", "Bearer error_description=\"a \\\" b\", " + error + ", acr_values=\"gold\"",
            {s("gold")});
        row("only blanks for a kind", "Bearer " + error + ", acr_values=\"  \"");
        no("an invalid token", "Bearer error=\"invalid_token\"");
        no("missing scopes", "Bearer error=\"insufficient_scope\", scope=\"a\"");
        no("no error", "Bearer realm=\"x\"");
        no("the words in a text",
           "Bearer error=\"invalid_token\", error_description=\"insufficient_user_authentication\"");
        no("the words in a text that looks like a field",
           "Bearer error=\"invalid_token\", error_description=\"error=insufficient_user_authentication\"");
        no("another scheme", "Basic " + error);
        no("a field twice", "Bearer " + error + ", max_age=5, max_age=500000");
        no("a quote that does not end", "Bearer " + error + ", acr_values=\"gold");
        no("an age that is none", "Bearer " + error + ", max_age=soon");
        no("an age below zero", "Bearer " + error + ", max_age=\"-1\"");
        no("a kind that is far too long", "Bearer " + error + ", acr_values=\"" + QByteArray(201, 'g') + "\"");
        no("a header that is far too long", "Bearer " + error + ", x=\"" + QByteArray(4100, 'x') + "\"");
        no("nothing", "");
    }
    void whatAnApiSays()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, says);
        QFETCH(QStringList, acr);
        QFETCH(int, maxAge);
        for (const int status : {401, 403}) {
            const auto need = signInChallenge(refused(header, status));
            QCOMPARE(need.has_value(), says);
            if (!need) continue;
            QCOMPARE(need->acr, acr);
            QCOMPARE(need->maxAge.has_value(), maxAge >= 0);
            if (need->maxAge) QCOMPARE(need->maxAge->count(), maxAge);
        }
        for (const int status : {200, 400, 404, 500})
            QVERIFY(!signInChallenge(refused(header, status)));
    }

    void itIsForThatCallUntilItIsDropped()
    {
        SignInChallenges challenges;
        const SignInNeed gold{{s("gold")}, {}};
        challenges.add(ToolName(s("pay")), s("hash1"), gold);
        QCOMPARE(*challenges.of(ToolName(s("pay")), s("hash1")), gold);
        QVERIFY(!challenges.of(ToolName(s("pay")), s("hash2")));
        QVERIFY(!challenges.of(ToolName(s("other")), s("hash1")));
        challenges.drop(ToolName(s("pay")), s("hash1"));
        QVERIFY(!challenges.of(ToolName(s("pay")), s("hash1")));
    }

    void anApiCannotFillTheMemory()
    {
        SignInChallenges challenges;
        int kept = 0;
        for (int i = 0; i < 1000; ++i)
            challenges.add(ToolName(s("pay")), QString::number(i), {});
        for (int i = 0; i < 1000; ++i)
            kept += challenges.of(ToolName(s("pay")), QString::number(i)) ? 1 : 0;
        QCOMPARE(kept, 64);
        QVERIFY(challenges.of(ToolName(s("pay")), s("999")));
    }
};

QTEST_GUILESS_MAIN(TestSignInChallenge)
#include "tst_sign_in_challenge.moc"
