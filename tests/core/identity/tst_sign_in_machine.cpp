#include "core/crypto/signing_key.h"
#include "core/identity/pkce.h"
#include "core/identity/redirect_path.h"
#include "core/identity/sign_in_machine.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QUrlQuery>
#include <QtTest/QTest>

using core::Errc;
using namespace core::identity;
using namespace core::identity::sign_in;

namespace {

const auto now = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
const auto issuer = QStringLiteral("https://id.example");

constexpr std::array phases{Phase::Start,           Phase::Discovering, Phase::Preparing,   Phase::Pushing,
                            Phase::InBrowser,       Phase::Exchanging,  Phase::LoadingKeys, Phase::ReloadingKeys,
                            Phase::ReadingUserInfo, Phase::Confirming,  Phase::Storing,     Phase::Done,
                            Phase::Failed};

template <typename Role>
core::RoleSecret<Role> secret(const char* text)
{
    return core::RoleSecret<Role>(core::Secret::consume(QByteArray(text)));
}

const core::crypto::SigningKey& key()
{
    static const auto made = *core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256);
    return made;
}

core::crypto::JwkSet keys()
{
    return core::crypto::JwkSet(QList<core::crypto::Jwk>{key().publicKey()});
}

core::crypto::JwkSet otherKeys()
{
    static const auto other = *core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256);
    return core::crypto::JwkSet(QList<core::crypto::Jwk>{other.publicKey()});
}

ProviderConfig config()
{
    ProviderConfig made;
    made.issuer = issuer;
    made.clientId = QStringLiteral("client");
    return made;
}

const QUrl callback(QStringLiteral("http://127.0.0.1:53111") + QString::fromLatin1(redirectPath(config())));

ProviderMetadata metadata(bool push = false)
{
    ProviderMetadata made;
    made.issuer = issuer;
    made.authorizationEndpoint = QUrl(QStringLiteral("https://login.id.example/authorize"));
    made.tokenEndpoint = QUrl(QStringLiteral("https://id.example/token"));
    made.jwksUri = QUrl(QStringLiteral("https://id.example/keys"));
    made.userinfoEndpoint = QUrl(QStringLiteral("https://id.example/me"));
    made.pushedAuthorizationRequestEndpoint = QUrl(QStringLiteral("https://id.example/par"));
    made.requirePushedAuthorizationRequests = push;
    made.idTokenAlgorithms = {QStringLiteral("ES256")};
    made.issInResponses = true;
    return made;
}

TokenAnswer tokens(const char* name = "Asai", const char* subject = "asan")
{
    QJsonObject claims{{QStringLiteral("iss"), issuer},
                       {QStringLiteral("sub"), QString::fromLatin1(subject)},
                       {QStringLiteral("aud"), QStringLiteral("client")},
                       {QStringLiteral("nonce"), QStringLiteral("NONCE")},
                       {QStringLiteral("iat"), now.toSecsSinceEpoch()},
                       {QStringLiteral("exp"), now.toSecsSinceEpoch() + 300}};
    if (*name != '\0') claims.insert(QStringLiteral("name"), QString::fromLatin1(name));
    TokenAnswer answer;
    answer.access = secret<struct core::AccessTokenRole>("access");
    answer.refresh = secret<struct core::RefreshTokenRole>("refresh");
    answer.id =
        core::IdToken(core::Secret::consume(*key().sign({}, QJsonDocument(claims).toJson(QJsonDocument::Compact))));
    answer.lifetime = std::chrono::seconds(300);
    return answer;
}

event::Begun begun(const SignInOptions& options = {})
{
    return {config(), options, {}, "STATE", "NONCE", newVerifier()};
}

QByteArray goodRedirect()
{
    return callback.toEncoded() + "?code=CODE&state=STATE&iss=https%3A%2F%2Fid.example";
}

// One event of every kind, with good contents.
std::vector<std::pair<const char*, Event>> everyEvent()
{
    return {{"begun", begun()},
            {"discovered", event::Discovered{metadata()}},
            {"redirect ready", event::RedirectReady{callback, now}},
            {"pushed", event::Pushed{"urn:request:1", now}},
            {"redirected", event::Redirected{goodRedirect()}},
            {"tokens", event::TokensArrived{tokens()}},
            {"keys", event::KeysArrived{keys(), now}},
            {"userinfo", event::UserInfoArrived{{{QStringLiteral("sub"), QStringLiteral("asan")}}}},
            {"confirmed", event::Confirmed{}},
            {"stored", event::Stored{}},
            {"failed", event::Failed{core::Error{Errc::Network, {}, {}, {}}}},
            {"stopped", event::Stopped{}}};
}

QString effectNames(const std::vector<Effect>& effects)
{
    static const QStringList names{QStringLiteral("discover"), QStringLiteral("prepare"),  QStringLiteral("push"),
                                   QStringLiteral("open"),     QStringLiteral("exchange"), QStringLiteral("keys"),
                                   QStringLiteral("userinfo"), QStringLiteral("confirm"),  QStringLiteral("store"),
                                   QStringLiteral("revoke"),   QStringLiteral("finish")};
    QStringList list;
    for (const auto& effect : effects)
        list.append(names[static_cast<qsizetype>(effect.index())]);
    return list.join(QLatin1Char(' '));
}

// The state in which a sign-in stands when it has reached `phase` without trouble.
State reached(Phase phase)
{
    auto step = Step{State{}, {}};
    const auto feed = [&step](const Event& event) { step = next(std::move(step.state), event); };
    if (phase == Phase::Start) return step.state;
    feed(begun());
    if (phase == Phase::Discovering) return step.state;
    feed(event::Discovered{metadata(phase == Phase::Pushing)});
    if (phase == Phase::Preparing) return step.state;
    feed(event::RedirectReady{callback, now});
    if (phase == Phase::Pushing || phase == Phase::InBrowser) return step.state;
    if (phase == Phase::Failed) {
        feed(event::Stopped{});
        return step.state;
    }
    feed(event::Redirected{goodRedirect()});
    if (phase == Phase::Exchanging) return step.state;
    feed(event::TokensArrived{tokens(phase == Phase::ReadingUserInfo ? "" : "Asai")});
    if (phase == Phase::LoadingKeys) return step.state;
    if (phase == Phase::ReloadingKeys) {
        feed(event::KeysArrived{otherKeys(), now});
        return step.state;
    }
    feed(event::KeysArrived{keys(), now});
    if (phase == Phase::ReadingUserInfo || phase == Phase::Confirming) return step.state;
    feed(event::Confirmed{});
    if (phase == Phase::Storing) return step.state;
    feed(event::Stored{});
    return step.state;
}

} // namespace

class TestSignInMachine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPhaseCanBeReached()
    {
        for (const auto phase : phases)
            QCOMPARE(phaseName(reached(phase).phase), phaseName(phase));
    }

    // Every phase meets every kind of event. What is not listed must change nothing and do nothing.
    void table()
    {
        const std::map<QString, QString> moves{
            {QStringLiteral("start + begun"), QStringLiteral("discovering: discover")},
            {QStringLiteral("discovering + discovered"), QStringLiteral("preparing: prepare")},
            {QStringLiteral("preparing + redirect ready"), QStringLiteral("in-browser: open")},
            {QStringLiteral("pushing + pushed"), QStringLiteral("in-browser: open")},
            {QStringLiteral("in-browser + redirected"), QStringLiteral("exchanging: exchange")},
            {QStringLiteral("exchanging + tokens"), QStringLiteral("loading-keys: keys")},
            {QStringLiteral("loading-keys + keys"), QStringLiteral("confirming: confirm")},
            {QStringLiteral("reloading-keys + keys"), QStringLiteral("confirming: confirm")},
            {QStringLiteral("reading-userinfo + userinfo"), QStringLiteral("confirming: confirm")},
            {QStringLiteral("confirming + confirmed"), QStringLiteral("storing: store")},
            {QStringLiteral("storing + stored"), QStringLiteral("done: finish")},
            // What came too late is made void.
            {QStringLiteral("failed + tokens"), QStringLiteral("failed: revoke")},
            {QStringLiteral("discovering + failed"), QStringLiteral("failed: finish")},
            {QStringLiteral("preparing + failed"), QStringLiteral("failed: finish")},
            {QStringLiteral("pushing + failed"), QStringLiteral("failed: finish")},
            {QStringLiteral("in-browser + failed"), QStringLiteral("failed: finish")},
            {QStringLiteral("exchanging + failed"), QStringLiteral("failed: finish")},
            {QStringLiteral("loading-keys + failed"), QStringLiteral("failed: revoke finish")},
            {QStringLiteral("reloading-keys + failed"), QStringLiteral("failed: revoke finish")},
            {QStringLiteral("reading-userinfo + failed"), QStringLiteral("confirming: confirm")},
            {QStringLiteral("confirming + failed"), QStringLiteral("failed: revoke finish")},
            {QStringLiteral("storing + failed"), QStringLiteral("failed: revoke finish")},
            {QStringLiteral("discovering + stopped"), QStringLiteral("failed: finish")},
            {QStringLiteral("preparing + stopped"), QStringLiteral("failed: finish")},
            {QStringLiteral("pushing + stopped"), QStringLiteral("failed: finish")},
            {QStringLiteral("in-browser + stopped"), QStringLiteral("failed: finish")},
            {QStringLiteral("exchanging + stopped"), QStringLiteral("failed: finish")},
            {QStringLiteral("loading-keys + stopped"), QStringLiteral("failed: revoke finish")},
            {QStringLiteral("reloading-keys + stopped"), QStringLiteral("failed: revoke finish")},
            {QStringLiteral("reading-userinfo + stopped"), QStringLiteral("failed: revoke finish")},
            {QStringLiteral("confirming + stopped"), QStringLiteral("failed: revoke finish")},
        };
        size_t met = 0;
        for (const auto phase : phases) {
            for (const auto& [name, event] : everyEvent()) {
                const auto step = next(reached(phase), event);
                const auto cell = phaseName(phase) + QStringLiteral(" + ") + QString::fromLatin1(name);
                const auto listed = moves.find(cell);
                const auto expected = listed == moves.end() ? phaseName(phase) + QStringLiteral(": ") : listed->second;
                if (listed != moves.end()) ++met;
                const auto got = phaseName(step.state.phase) + QStringLiteral(": ") + effectNames(step.effects);
                QVERIFY2(got == expected, qPrintable(cell + QStringLiteral(" -> ") + got));
            }
        }
        QCOMPARE(met, moves.size());
    }

    void theWholeWay()
    {
        auto step = next(reached(Phase::Preparing), event::RedirectReady{callback, now});
        const auto& request = std::get<effect::OpenBrowser>(step.effects.front()).request;
        QCOMPARE(request.redirectUri, callback);
        QCOMPARE(request.state, QByteArray("STATE"));
        QCOMPARE(request.organisation, QStringLiteral("id.example"));
        QCOMPARE(request.allowedOrigins,
                 (QStringList{QStringLiteral("https://login.id.example"), QStringLiteral("https://id.example")}));
        const QUrlQuery query(request.authorizationUrl);
        QCOMPARE(query.queryItemValue(QStringLiteral("code_challenge_method")), QStringLiteral("S256"));
        QCOMPARE(query.queryItemValue(QStringLiteral("nonce")), QStringLiteral("NONCE"));

        step = next(std::move(step.state), event::Redirected{goodRedirect()});
        const auto& grant = std::get<effect::Exchange>(step.effects.front()).grant;
        QCOMPARE(grant.redirectUri, callback);
        QVERIFY(!grant.verifier.isEmpty());
        QVERIFY(step.state.verifier.isEmpty()); // used once
        QVERIFY(step.state.parts.state.isEmpty());

        const auto done = reached(Phase::Done);
        QCOMPARE(done.session->key().subject, QStringLiteral("asan"));
        QVERIFY(!done.error);
    }

    void aPushedRequestShowsOnlyItsName()
    {
        const auto step = next(reached(Phase::Pushing), event::Pushed{"urn:request:1", now});
        const auto url = std::get<effect::OpenBrowser>(step.effects.front()).request.authorizationUrl;
        const QUrlQuery query(url);
        QCOMPARE(query.queryItems().size(), 2);
        QCOMPARE(query.queryItemValue(QStringLiteral("client_id")), QStringLiteral("client"));
        QCOMPARE(query.queryItemValue(QStringLiteral("request_uri"), QUrl::FullyDecoded),
                 QStringLiteral("urn:request:1"));
    }

    void keysAreFetchedAgainOnceAndNoMore()
    {
        auto step = next(reached(Phase::LoadingKeys), event::KeysArrived{otherKeys(), now});
        QCOMPARE(step.state.phase, Phase::ReloadingKeys);
        QCOMPARE(std::get<effect::LoadKeys>(step.effects.front()).freshness, Freshness::Fresh);
        step = next(std::move(step.state), event::KeysArrived{otherKeys(), now});
        QCOMPARE(step.state.phase, Phase::Failed);
        QCOMPARE(step.state.error->code, Errc::BadToken);
        QCOMPARE(effectNames(step.effects), QStringLiteral("revoke finish"));
    }

    void anotherAccountThanExpected()
    {
        SignInOptions options;
        options.expectedUser = core::UserKey{issuer, QStringLiteral("bsan")};
        auto state = reached(Phase::LoadingKeys);
        state.options = options;
        const auto step = next(std::move(state), event::KeysArrived{keys(), now});
        QCOMPARE(step.state.error->code, Errc::OtherAccount);
        QCOMPARE(effectNames(step.effects), QStringLiteral("revoke finish"));
        QVERIFY(!step.state.session);
        QVERIFY(step.state.tokens.access.isEmpty());
    }

    void noIdTokenNoSession()
    {
        auto without = tokens();
        without.id = {};
        const auto step = next(reached(Phase::Exchanging), event::TokensArrived{without});
        QCOMPARE(step.state.error->code, Errc::Protocol);
        QCOMPARE(effectNames(step.effects), QStringLiteral("revoke finish"));
    }

    void userinfoAboutSomebodyElseEndsTheSignIn()
    {
        const auto step = next(reached(Phase::ReadingUserInfo),
                               event::UserInfoArrived{{{QStringLiteral("sub"), QStringLiteral("bsan")}}});
        QCOMPARE(step.state.error->code, Errc::BadToken);
        QCOMPARE(effectNames(step.effects), QStringLiteral("revoke finish"));
    }

    void thePinnedAlgorithm()
    {
        auto begin = begun();
        begin.storedAlgorithm = core::crypto::JwsAlgorithm::RS256;
        auto step = next({}, begin);
        step = next(std::move(step.state), event::Discovered{metadata()});
        QCOMPARE(*step.state.algorithm, core::crypto::JwsAlgorithm::RS256); // the first sign-in's, not today's list

        begin.config.idTokenAlgorithm = core::crypto::JwsAlgorithm::EdDSA;
        QCOMPARE(*next({}, begin).state.algorithm, core::crypto::JwsAlgorithm::EdDSA);

        auto none = metadata();
        none.idTokenAlgorithms = {QStringLiteral("HS256")};
        QCOMPARE(next(reached(Phase::Discovering), event::Discovered{none}).state.error->code, Errc::Unsupported);
    }

    void theRedirectAddressIsTheIssuersOwn()
    {
        auto step = next(reached(Phase::Discovering), event::Discovered{metadata()});
        QCOMPARE(std::get<effect::PrepareRedirect>(step.effects.front()).path, redirectPath(config()));
        const QUrl common(QStringLiteral("http://127.0.0.1:53111/callback"));
        step = next(std::move(step.state), event::RedirectReady{common, now});
        QCOMPARE(step.state.error->code, Errc::Internal);
        QCOMPARE(effectNames(step.effects), QStringLiteral("finish"));

        auto begin = begun();
        begin.config.managed = true;
        step = next(next({}, begin).state, event::Discovered{metadata()});
        QCOMPARE(std::get<effect::PrepareRedirect>(step.effects.front()).path, QByteArray("/callback"));
        QCOMPARE(next(std::move(step.state), event::RedirectReady{common, now}).state.phase, Phase::InBrowser);
    }

    void anAnswerThatNamesNobodyIsNotTakenFromTwoOrigins_data()
    {
        QTest::addColumn<bool>("oneOrigin");
        QTest::addColumn<bool>("managed");
        QTest::addColumn<bool>("taken");
        QTest::newRow("RFC 9207: sign-in page and token endpoint of two origins") << false << false << false;
        QTest::newRow("of one origin") << true << false << true;
        QTest::newRow("of two, which an administrator vouches for") << false << true << true;
    }
    void anAnswerThatNamesNobodyIsNotTakenFromTwoOrigins()
    {
        QFETCH(bool, oneOrigin);
        QFETCH(bool, managed);
        QFETCH(bool, taken);
        auto state = reached(Phase::InBrowser);
        state.config.managed = managed;
        state.metadata->issInResponses = false;
        if (oneOrigin) state.metadata->authorizationEndpoint = QUrl(QStringLiteral("https://id.example/authorize"));
        const auto step = next(std::move(state), event::Redirected{callback.toEncoded() + "?code=CODE&state=STATE"});
        QCOMPARE(effectNames(step.effects), taken ? QStringLiteral("exchange") : QStringLiteral("finish"));
        if (taken) return;
        QCOMPARE(step.state.error->code, Errc::WrongIssuer);
        QVERIFY(step.state.error->subject.isEmpty());
        QVERIFY(step.state.verifier.isEmpty());
    }

    void aSecondRedirectFindsNothing()
    {
        auto step = next(reached(Phase::InBrowser), event::Redirected{goodRedirect()});
        step = next(std::move(step.state), event::Redirected{goodRedirect()});
        QCOMPARE(step.state.phase, Phase::Exchanging);
        QVERIFY(step.effects.empty());
    }
};

QTEST_GUILESS_MAIN(TestSignInMachine)
#include "tst_sign_in_machine.moc"
