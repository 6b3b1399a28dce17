#include "tests/app/demo/demo_world.h"

#include <QtCore/QLocale>
#include <QtTest/QTest>

using namespace demo_tests;
using app::demo::Person;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// Every text that belongs to one person alone. Found in an answer to somebody else, it is a leak.
QList<QByteArray> privateTexts(const Person& person)
{
    QList<QByteArray> texts{person.phone.toUtf8(),
                            person.address.toUtf8(),
                            person.postalCode.toUtf8(),
                            person.birthday.toString(Qt::ISODate).toUtf8(),
                            person.employeeNumber.toUtf8(),
                            person.emergencyContact.toUtf8(),
                            person.joined.toString(Qt::ISODate).toUtf8(),
                            person.email.toUtf8()};
    for (const auto& slip : person.payslips)
        for (const int amount : {slip.base, slip.gross(), slip.net(), slip.deductions(), slip.overtime})
            if (amount > 0) texts.append(QByteArray::number(amount));
    return texts;
}

QList<QByteArray> pathsAbout(const QString& id, const app::demo::People& people)
{
    const auto base = "/hr/people/" + id.toUtf8();
    QList<QByteArray> paths{base, base + "/payslips", base + "/payslips/latest"};
    for (const auto& slip : people.find(id)->payslips)
        paths.append(base + "/payslips/" + slip.month.toUtf8());
    return paths;
}

struct MatrixResult {
    int leaks = 0;
    int ownAnswers = 0;
    int refusals = 0;
};

/// Every account against every target at every endpoint.
MatrixResult runMatrix(World& world)
{
    MatrixResult result;
    for (const auto& caller : world.people.all()) {
        const auto token = world.hrToken(caller.id);
        for (const auto& target : world.people.all()) {
            for (const auto& path : pathsAbout(target.id, world.people)) {
                const auto answer = world.hr.handle(withBearer(get(path), token));
                if (caller.id == target.id) {
                    result.ownAnswers += answer.status == 200 ? 1 : 0;
                    continue;
                }
                result.refusals += answer.status == 403 ? 1 : 0;
                for (const auto& text : privateTexts(target))
                    result.leaks += answer.body.contains(text) ? 1 : 0;
            }
        }
    }
    return result;
}

} // namespace

class TestHrApi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyAmountIsOnePersonsAlone()
    {
        const app::demo::People people(QDate(2026, 3, 1));
        QHash<QByteArray, QString> owner;
        for (const auto& person : people.all()) {
            QCOMPARE(person.payslips.size(), 6);
            const auto texts = privateTexts(person);
            for (const auto& text : QSet<QByteArray>(texts.begin(), texts.end())) {
                QVERIFY2(!owner.contains(text), text.constData());
                owner.insert(text, person.id);
            }
        }
    }
    void theLastPaydayIsTheLastOne_data()
    {
        QTest::addColumn<QDate>("today");
        QTest::addColumn<QString>("latest");
        QTest::newRow("the day before payday") << QDate(2026, 3, 24) << s("2026-02");
        QTest::newRow("payday") << QDate(2026, 3, 25) << s("2026-03");
        QTest::newRow("New Year") << QDate(2026, 1, 1) << s("2025-12");
    }
    void theLastPaydayIsTheLastOne()
    {
        QFETCH(QDate, today);
        QFETCH(QString, latest);
        const app::demo::People people(today);
        QCOMPARE(people.find(s("asan"))->payslips.constFirst().month, latest);
    }

    // 4 accounts x 4 targets x 9 addresses.
    void everyAccountAgainstEveryTarget()
    {
        World world;
        const auto result = runMatrix(world);
        QCOMPARE(result.leaks, 0);
        QCOMPARE(result.ownAnswers, 4 * 9);
        QCOMPARE(result.refusals, 12 * 9);
    }
    // Proof that the matrix would notice: with the one check taken out, everything leaks.
    void withoutTheCheckTheMatrixFinds()
    {
        World world(app::demo::ApiOptions{false});
        const auto result = runMatrix(world);
        QVERIFY(result.leaks > 500);
        QCOMPARE(result.refusals, 0);
    }

    void theTargetsOwnTokenOpensIt()
    {
        World world;
        for (const auto& person : world.people.all()) {
            const auto token = world.hrToken(person.id);
            const auto answer =
                world.hr.handle(withBearer(get("/hr/people/" + person.id.toUtf8() + "/payslips/latest"), token));
            QCOMPARE(answer.status, 200);
            QCOMPARE(jsonOf(answer).value(s("net")).toInt(), person.payslips.constFirst().net());
            const auto me = world.hr.handle(withBearer(get("/hr/people/me/payslips/latest"), token));
            QCOMPARE(me.body, answer.body);
        }
    }

    void aRefusalSaysWhyAndNothingElse()
    {
        World world;
        const auto answer =
            world.hr.handle(withBearer(get("/hr/people/bsan/payslips/latest"), world.hrToken(s("asan"))));
        QCOMPARE(answer.status, 403);
        QCOMPARE(jsonOf(answer).value(s("error")).toString(), s("forbidden"));
        QVERIFY(jsonOf(answer).value(s("message")).toString().contains(s("asan may not read")));
        QVERIFY(jsonOf(answer).value(s("messageJa")).toString().contains(s("権限がありません")));
        QCOMPARE(jsonOf(answer).size(), 3);
    }

    void theDirectoryShowsOnlyWhatEveryoneMaySee()
    {
        World world;
        const auto token = world.hrToken(s("asan"));
        for (const char* query :
             {"", "?query=", "?query=%E5%B1%B1%E7%94%B0", "?query=sales", "?query=bsan", "?query=%25"}) {
            const auto answer = world.hr.handle(withBearer(get(QByteArray("/hr/people") + query), token));
            QCOMPARE(answer.status, 200);
            for (const auto& person : world.people.all())
                for (const auto& text : privateTexts(person))
                    QVERIFY2(!answer.body.contains(text), text.constData());
        }
        const auto found = jsonOf(world.hr.handle(withBearer(get("/hr/people?query=%E5%B1%B1%E7%94%B0"), token)));
        QCOMPARE(found.value(s("people")).toArray().size(), 1);
        QCOMPARE(found.value(s("people")).toArray().at(0).toObject().value(s("id")).toString(), s("yamada"));
    }

    void leaveIsForOneselfAndItsManager()
    {
        World world;
        const auto request = [&world](const QByteArray& token, const char* body, const char* key = "") {
            Request made = get("/hr/leave");
            made.method = "POST";
            made.body = body;
            if (*key) made.headers.emplace_back("idempotency-key", key);
            return world.hr.handle(withBearer(made, token));
        };
        const auto asan = world.hrToken(s("asan"));
        const char* body = "{\"from\":\"2026-03-10\",\"to\":\"2026-03-11\",\"reason\":\"引っ越し\"}";
        const auto first = request(asan, body, "k1");
        QCOMPARE(first.status, 201);
        QCOMPARE(request(asan, body, "k1").body, first.body); // once, however often it is sent
        QCOMPARE(request(asan, "{\"from\":\"2026-03-12\",\"to\":\"2026-03-12\"}", "k1").status, 422);
        QCOMPARE(request(world.hrToken(s("bsan")), body, "k1").status, 201); // another person's key is another key
        QCOMPARE(request(asan, "{\"from\":\"2026-03-11\",\"to\":\"2026-03-10\"}").status, 400);
        QCOMPARE(request(asan, "{\"from\":\"soon\"}").status, 400);
        QCOMPARE(request(asan, "not json").status, 400);
        auto fields = world.request(s("openid hr:read"));
        fields.append({s("resource"), s("urn:sekisho-demo:hr")});
        const auto reader = world.signIn(s("asan"), fields).value(s("access_token")).toString().toLatin1();
        QCOMPARE(request(reader, body).status, 403);

        const auto seen = [&world](const char* caller, const char* target) {
            return world.hr.handle(
                withBearer(get(QByteArray("/hr/people/") + target + "/leave"), world.hrToken(s(caller))));
        };
        QCOMPARE(seen("asan", "asan").status, 200);
        QCOMPARE(jsonOf(seen("asan", "asan")).value(s("leave")).toArray().size(), 1);
        QCOMPARE(seen("bucho", "asan").status, 200);   // their manager
        QCOMPARE(seen("bucho", "yamada").status, 403); // another department's
        QCOMPARE(seen("bsan", "asan").status, 403);
        QCOMPARE(seen("asan", "bucho").status, 403);
    }

    void requests_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::newRow("an unknown person") << QByteArray("GET") << QByteArray("/hr/people/satou") << 404;
        QTest::newRow("a month that is not there")
            << QByteArray("GET") << QByteArray("/hr/people/asan/payslips/1999-01") << 404;
        QTest::newRow("another folder") << QByteArray("GET") << QByteArray("/hr/people/asan/secrets") << 404;
        QTest::newRow("deeper") << QByteArray("GET") << QByteArray("/hr/people/asan/payslips/latest/x") << 404;
        QTest::newRow("dots to somebody else") << QByteArray("GET") << QByteArray("/hr/people/asan/../bsan") << 404;
        QTest::newRow("dots in disguise") << QByteArray("GET") << QByteArray("/hr/people/asan%2F..%2Fbsan") << 404;
        QTest::newRow("a slash in disguise reaches nobody else")
            << QByteArray("GET") << QByteArray("/hr/people/bsan%2Fpayslips") << 403;
        QTest::newRow("another letter case") << QByteArray("GET") << QByteArray("/hr/people/BSAN") << 404;
        QTest::newRow("writing to a record") << QByteArray("PUT") << QByteArray("/hr/people/asan") << 405;
        QTest::newRow("deleting a record") << QByteArray("DELETE") << QByteArray("/hr/people/bsan") << 405;
        QTest::newRow("outside") << QByteArray("GET") << QByteArray("/admin") << 404;
    }
    void requests()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        World world;
        auto request = withBearer(get(target), world.hrToken(s("asan")));
        request.method = method;
        const auto answer = world.hr.handle(request);
        QCOMPARE(answer.status, status);
        for (const auto& text : privateTexts(*world.people.find(s("bsan"))))
            QVERIFY(!answer.body.contains(text));
    }

    void withoutAGoodTokenNothingOpens()
    {
        World world;
        const auto token = world.hrToken(s("asan"));
        const auto status = [&world](Request request) { return world.hr.handle(request).status; };
        QCOMPARE(status(get("/hr/people")), 401);
        QCOMPARE(status(get("/hr/people/asan")), 401);
        QVERIFY(headerOf(world.hr.handle(get("/hr/people/asan")), "www-authenticate").startsWith("Bearer "));
        QCOMPARE(status(withBearer(get("/hr/people/asan"), "x")), 401);
        QCOMPARE(status(withBearer(withBearer(get("/hr/people/asan"), token), token)), 401);
        QCOMPARE(status(get("/hr/people/asan?access_token=" + token)), 401);
        world.clock.advance(std::chrono::minutes(5));
        QCOMPARE(status(withBearer(get("/hr/people/asan"), token)), 401);
        const auto bsan = world.hrToken(s("bsan"));
        QCOMPARE(status(withBearer(get("/hr/people/bsan"), bsan)), 200);
        const auto revoked = world.provider.handle(
            post("/revoke", {{s("client_id"), s("sekisho-demo")}, {s("token"), s(bsan.constData())}}));
        QCOMPARE(revoked.status, 200);
        QCOMPARE(status(withBearer(get("/hr/people/bsan"), bsan)), 401);
    }
    void theAdminKeyOpensEverythingButOnlyForReading()
    {
        World world;
        const auto with = [](Request request, const char* key) {
            request.headers.emplace_back("x-api-key", key);
            return request;
        };
        QCOMPARE(world.hr.handle(with(get("/hr/people/bsan/payslips/latest"), "the admin key")).status, 200);
        QCOMPARE(world.hr.handle(with(get("/hr/people/bsan/payslips/latest"), "the admin kez")).status, 401);
        // A wrong key beside a good token is a wrong key.
        QCOMPARE(world.hr.handle(withBearer(with(get("/hr/people/asan"), "x"), world.hrToken(s("asan")))).status, 401);
        auto leave = with(get("/hr/leave"), "the admin key");
        leave.method = "POST";
        leave.body = "{\"from\":\"2026-03-10\",\"to\":\"2026-03-11\"}";
        QCOMPARE(world.hr.handle(leave).status, 401);
    }
};

QTEST_GUILESS_MAIN(TestHrApi)
#include "tst_demo_hr_api.moc"
