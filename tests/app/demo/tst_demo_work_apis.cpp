#include "tests/app/demo/demo_world.h"

#include <QtTest/QTest>

using namespace demo_tests;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// The texts of the messages that somebody sees.
QStringList textsSeenBy(World& world, const QString& login)
{
    const auto answer = world.chat.handle(withBearer(get("/chat/people/me/messages"), world.tokenFor("chat", login)));
    QStringList texts;
    for (const auto& message : jsonOf(answer).value(s("messages")).toArray())
        texts.append(message.toObject().value(s("text")).toString());
    return texts;
}

QJsonObject payment(const char* invoice, const char* payee, int amount, const char* currency = "JPY")
{
    return {{s("invoice"), s(invoice)}, {s("payee"), s(payee)}, {s("amount"), amount}, {s("currency"), s(currency)}};
}

QStringList mismatchOf(const Response& response)
{
    QStringList names;
    for (const auto& name : jsonOf(response).value(s("mismatch")).toArray())
        names.append(name.toString());
    return names;
}

} // namespace

/// The chat, the documents, the payments and the pages: what each checks by itself, whoever asks.
class TestWorkApis : public QObject {
    Q_OBJECT

    /// Sends a request to the API of that name.
    static Response ask(World& world, const QString& api, const Request& request)
    {
        if (api == s("chat")) return world.chat.handle(request);
        if (api == s("documents")) return world.documents.handle(request);
        if (api == s("shop")) return world.shop.handle(request);
        if (api == s("pages")) return world.pages.handle(request);
        return world.hr.handle(request);
    }

private Q_SLOTS:
    void everyApiTakesItsOwnTokensOnly_data()
    {
        QTest::addColumn<QString>("api");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QString>("scope");
        const auto row = [](const char* name, const char* api, const char* method, const char* target,
                            const char* scope) {
            QTest::newRow(name) << s(api) << QByteArray(method) << QByteArray(target) << s(scope);
        };
        row("messages", "chat", "GET", "/chat/people/me/messages", "chat:read");
        row("sending", "chat", "POST", "/chat/messages", "chat:send");
        row("a list of documents", "documents", "GET", "/documents/people/me", "documents:read");
        row("a document", "documents", "GET", "/documents/files/travel-report", "documents:read");
        row("sharing", "documents", "POST", "/documents/files/travel-report/shares", "documents:share");
        row("invoices", "shop", "GET", "/shop/people/me/invoices", "shop:read");
        row("paying", "shop", "POST", "/shop/payments", "shop:pay");
        row("a page", "pages", "GET", "/pages/lunch-menu", "pages:read");
    }
    void everyApiTakesItsOwnTokensOnly()
    {
        QFETCH(QString, api);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QString, scope);
        World world;
        auto request = get(target);
        request.method = method;
        request.body = "{}";
        QCOMPARE(ask(world, api, request).status, 401);
        const auto setup = World::setup();
        for (const auto& one : setup.apis) {
            // With the very scope, so that the audience alone decides.
            const auto token =
                world.tokenFor(one.name.toLatin1().constData(), s("asan"), app::demo::acrPassword, {scope});
            const auto answer = ask(world, api, withBearer(request, token));
            if (one.name == api) {
                QVERIFY2(answer.status != 401 && answer.status != 403, answer.body.constData());
                continue;
            }
            QCOMPARE(answer.status, 401);
            QVERIFY(headerOf(answer, "www-authenticate").contains("another audience"));
        }
        // Of the scopes of its API all but the one that is needed.
        auto others = setup.scopesFor(setup.audienceOf(api));
        others.removeAll(scope);
        others.append(s("openid"));
        const auto token = world.tokenFor(api.toLatin1().constData(), s("asan"), app::demo::acrPassword, others);
        const auto answer = ask(world, api, withBearer(request, token));
        QCOMPARE(answer.status, 403);
        QVERIFY(headerOf(answer, "www-authenticate").contains("error=\"insufficient_scope\""));
        QVERIFY(headerOf(answer, "www-authenticate").contains("scope=\"" + scope.toLatin1() + '"'));
        // The admin key reads, and does nothing.
        request.headers.emplace_back("x-api-key", "the admin key");
        QCOMPARE(ask(world, api, request).status == 401, method == "POST");
    }

    void theSenderIsTheSubject()
    {
        World world;
        const auto sent = world.chat.handle(postJson("/chat/messages",
                                                     {{s("to"), s("#general")},
                                                      {s("text"), s("good morning")},
                                                      {s("from"), s("bucho")},
                                                      {s("sender"), s("bucho")}},
                                                     world.tokenFor("chat", s("asan"))));
        QCOMPARE(sent.status, 201);
        QCOMPARE(jsonOf(sent).value(s("from")).toString(), s("asan"));
        const auto seen =
            jsonOf(world.chat.handle(withBearer(get("/chat/people/me/messages"), world.tokenFor("chat", s("yamada")))));
        const auto last = seen.value(s("messages")).toArray().last().toObject();
        QCOMPARE(last.value(s("from")).toString(), s("asan"));
        QCOMPARE(last.value(s("text")).toString(), s("good morning"));
    }
    void messagesAreSeenByWhomTheyReach()
    {
        World world;
        const auto send = [&world](const char* from, const char* to, const char* text) {
            return world.chat
                .handle(postJson("/chat/messages", {{s("to"), s(to)}, {s("text"), s(text)}},
                                 world.tokenFor("chat", s(from))))
                .status;
        };
        QCOMPARE(send("asan", "bsan", "between us"), 201);
        QCOMPARE(send("bucho", "#sales", "in sales"), 201);
        QVERIFY(textsSeenBy(world, s("asan")).contains(s("between us")));
        QVERIFY(textsSeenBy(world, s("bsan")).contains(s("between us")));
        QVERIFY(!textsSeenBy(world, s("bucho")).contains(s("between us")));
        QVERIFY(textsSeenBy(world, s("asan")).contains(s("in sales")));
        QVERIFY(!textsSeenBy(world, s("yamada")).contains(s("in sales")));
        QCOMPARE(send("yamada", "#sales", "let me in"), 403); // not a member
        QCOMPARE(send("yamada", "#nowhere", "hello"), 404);
        QCOMPARE(send("yamada", "nobody", "hello"), 404);
        QCOMPARE(send("yamada", "#general", " "), 400);
        QVERIFY(!textsSeenBy(world, s("bucho")).contains(s("let me in")));
        const auto other =
            world.chat.handle(withBearer(get("/chat/people/bsan/messages"), world.tokenFor("chat", s("asan"))));
        QCOMPARE(other.status, 403);
        QCOMPARE(jsonOf(other).size(), 3); // why, and nothing else
    }
    void aRepeatedMessageIsSentOnce()
    {
        World world;
        const QJsonObject message{{s("to"), s("#general")}, {s("text"), s("once")}};
        const auto token = world.tokenFor("chat", s("asan"));
        const auto first = world.chat.handle(postJson("/chat/messages", message, token, "k1"));
        QCOMPARE(world.chat.handle(postJson("/chat/messages", message, token, "k1")).body, first.body);
        QCOMPARE(textsSeenBy(world, s("bsan")).count(s("once")), 1);
        const auto other = QJsonObject{{s("to"), s("#general")}, {s("text"), s("twice")}};
        QCOMPARE(world.chat.handle(postJson("/chat/messages", other, token, "k1")).status, 422);
        QCOMPARE(world.chat.handle(postJson("/chat/messages", message, world.tokenFor("chat", s("bsan")), "k1")).status,
                 201); // another person's key is another key
    }

    void onlyTheOwnerShares()
    {
        World world;
        const QByteArray path = "/documents/files/travel-report/shares";
        const QJsonObject share{{s("person"), s("bsan")}, {s("access"), s("viewer")}};
        const auto token = [&world](const char* login) { return world.tokenFor("documents", s(login)); };
        const auto reads = [&](const char* login) {
            return world.documents.handle(withBearer(get("/documents/files/travel-report"), token(login))).status;
        };
        QCOMPARE(world.documents.handle(postJson(path, share, token("bsan"))).status, 403);
        QCOMPARE(world.documents.handle(postJson(path, share, token("bucho"))).status, 403); // a manager neither
        QCOMPARE(reads("bsan"), 403);
        QCOMPARE(world.documents.handle(postJson(path, share, token("asan"))).status, 200);
        QCOMPARE(reads("bsan"), 200);
        QCOMPARE(reads("yamada"), 403);
        // Whom it is shared with does not share it on.
        const QJsonObject on{{s("person"), s("yamada")}, {s("access"), s("viewer")}};
        QCOMPARE(world.documents.handle(postJson(path, on, token("bsan"))).status, 403);
        const auto listed = jsonOf(world.documents.handle(withBearer(get("/documents/people/me"), token("bsan"))));
        QVERIFY(QJsonDocument(listed).toJson().contains("travel-report"));
        QCOMPARE(
            world.documents.handle(postJson(path, {{s("person"), s("bsan")}, {s("access"), s("owner")}}, token("asan")))
                .status,
            400);
        QCOMPARE(world.documents.handle(postJson("/documents/files/nothing/shares", share, token("asan"))).status, 404);
    }
    void everybodyListsAndReadsTheirOwnAndWhatIsShared()
    {
        World world;
        int shared = 0;
        for (const auto& document : app::demo::firstDocuments())
            for (const auto& person : world.people.all()) {
                const auto answer = world.documents.handle(withBearer(get("/documents/files/" + document.id.toUtf8()),
                                                                      world.tokenFor("documents", person.id)));
                const bool may = document.readers().contains(person.id);
                QCOMPARE(answer.status, may ? 200 : 403);
                QCOMPARE(answer.body.contains(document.text.toUtf8()), may);
                shared += may && document.owner != person.id ? 1 : 0;
            }
        QVERIFY(shared > 0);
    }

    void aPaymentIsWhatTheInvoiceSays_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QStringList>("mismatch");
        QTest::newRow("as it is") << payment("INV-1001", "Odawara Print", 12'800) << 201 << QStringList{};
        QTest::newRow("another amount") << payment("INV-1001", "Odawara Print", 12'801) << 409
                                        << QStringList{s("amount")};
        QTest::newRow("another payee") << payment("INV-1001", "Quick Settle", 12'800) << 409 << QStringList{s("payee")};
        QTest::newRow("another currency")
            << payment("INV-1001", "Odawara Print", 12'800, "USD") << 409 << QStringList{s("currency")};
        QTest::newRow("nothing but the id")
            << QJsonObject{{s("invoice"), s("INV-1001")}} << 409 << QStringList{s("payee"), s("amount"), s("currency")};
        QTest::newRow("somebody else's") << payment("INV-1003", "Ashigara Catering", 23'760) << 403 << QStringList{};
        QTest::newRow("none") << payment("INV-9999", "Odawara Print", 1) << 404 << QStringList{};
    }
    void aPaymentIsWhatTheInvoiceSays()
    {
        QFETCH(QJsonObject, body);
        QFETCH(int, status);
        QFETCH(QStringList, mismatch);
        World world;
        const auto answer = world.shop.handle(postJson("/shop/payments", body, world.tokenFor("shop", s("asan"))));
        QCOMPARE(answer.status, status);
        QCOMPARE(mismatchOf(answer), mismatch);
        const auto listed =
            world.shop.handle(withBearer(get("/shop/people/me/invoices"), world.tokenFor("shop", s("asan"))));
        QCOMPARE(listed.body.contains("\"paid\""), status == 201);
    }
    void anInvoiceIsPaidOnce()
    {
        World world;
        const auto token = world.tokenFor("shop", s("asan"));
        const auto body = payment("INV-1001", "Odawara Print", 12'800);
        const auto first = world.shop.handle(postJson("/shop/payments", body, token, "k1"));
        QCOMPARE(first.status, 201);
        const auto again = world.shop.handle(postJson("/shop/payments", body, token, "k1"));
        QCOMPARE(again.status, 201); // the same request: the first answer, and nothing is done
        QCOMPARE(again.body, first.body);
        const auto another = world.shop.handle(postJson("/shop/payments", body, token, "k2"));
        QCOMPARE(another.status, 409);
        QCOMPARE(jsonOf(another).value(s("error")).toString(), s("already_paid"));
        QCOMPARE(world.shop.handle(postJson("/shop/payments", body, token)).status, 409);
        QCOMPARE(
            world.shop.handle(postJson("/shop/payments", payment("INV-1002", "Hakone Freight", 1), token, "k1")).status,
            422);
    }
    void aLargePaymentNeedsAFreshSecondFactor()
    {
        World world;
        const auto body = payment("INV-1002", "Hakone Freight", 86'400);
        const auto weak = world.shop.handle(postJson("/shop/payments", body, world.tokenFor("shop", s("asan")), "k"));
        QCOMPARE(weak.status, 401);
        const auto asked = headerOf(weak, "www-authenticate");
        QVERIFY(asked.startsWith("Bearer "));
        for (const char* part :
             {"error=\"insufficient_user_authentication\"", "acr_values=\"urn:sekisho:acr:mfa\"", "max_age=300"})
            QVERIFY2(asked.contains(part), asked.constData());
        world.clock.advance(std::chrono::seconds(301));
        // As old as the challenge does not take it. A later token that remembers the same sign-in would be no better.
        app::demo::Authentication longAgo{
            s("asan"), world.clock.now.toSecsSinceEpoch() - 301, s(app::demo::acrSecondFactor), {}, {}};
        const auto stale = world.mint.accessToken(longAgo, World::setup().audienceOf(s("shop")), {s("shop:pay")}).text;
        QCOMPARE(world.shop.handle(postJson("/shop/payments", body, stale, "k")).status, 401);
        // The same key: a refusal that was cured does not stand in the way.
        const auto fresh = world.tokenFor("shop", s("asan"), app::demo::acrSecondFactor);
        QCOMPARE(world.shop.handle(postJson("/shop/payments", body, fresh, "k")).status, 201);
    }
    void whatIsWrongIsSaidBeforeASecondFactorIsAskedFor()
    {
        World world;
        const auto answer = world.shop.handle(postJson("/shop/payments", payment("INV-1002", "Hakone Freight", 86'401),
                                                       world.tokenFor("shop", s("asan"))));
        QCOMPARE(answer.status, 409);
    }

    void pagesAreTextAndSomeGiveOrders()
    {
        World world;
        int html = 0;
        for (const auto& page : app::demo::allPages()) {
            const auto answer = world.pages.handle(
                withBearer(get("/pages/" + page.name.toUtf8()), world.tokenFor("pages", s("yamada"))));
            QCOMPARE(answer.status, 200);
            QVERIFY(app::demo::looksLikePage(s(answer.body.constData())));
            html += answer.contentType.startsWith("text/html") ? 1 : 0;
            QVERIFY(answer.contentType.startsWith("text/"));
        }
        QVERIFY(html > 0);
        QVERIFY(!app::demo::looksLikePage(s("The API has nothing there for \"fetch_page\": HTTP 404.")));
        QCOMPARE(world.pages.handle(withBearer(get("/pages/nothing"), world.tokenFor("pages", s("asan")))).status, 404);
    }
};

QTEST_GUILESS_MAIN(TestWorkApis)
#include "tst_demo_work_apis.moc"
