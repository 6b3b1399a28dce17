#include "core/crypto/signing_key.h"
#include "core/identity/id_token.h"
#include "core/identity/refresh_machine.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using core::Errc;
using namespace core::identity;
using namespace core::identity::refresh;

namespace {

const auto now = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
const auto issuer = QStringLiteral("https://id.example");

constexpr std::array phases{Phase::Start,      Phase::Locking, Phase::Reading,    Phase::StoringEarlier,
                            Phase::Describing, Phase::Marking, Phase::Requesting, Phase::Storing,
                            Phase::Ending,     Phase::Done,    Phase::Failed};

template <typename Role>
core::RoleSecret<Role> secret(const char* text)
{
    return core::RoleSecret<Role>(core::Secret::consume(QByteArray(text)));
}

QByteArray exposed(const core::Secret& value)
{
    const auto bytes = value.expose();
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

const core::crypto::SigningKey& key()
{
    static const auto made = *core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256);
    return made;
}

core::IdToken idToken(const char* subject)
{
    const QJsonObject claims{{QStringLiteral("iss"), issuer},
                             {QStringLiteral("sub"), QString::fromLatin1(subject)},
                             {QStringLiteral("aud"), QStringLiteral("client")},
                             {QStringLiteral("nonce"), QStringLiteral("N")},
                             {QStringLiteral("iat"), now.toSecsSinceEpoch()},
                             {QStringLiteral("exp"), now.toSecsSinceEpoch() + 300}};
    return core::IdToken(core::Secret::consume(*key().sign({}, QJsonDocument(claims).toJson(QJsonDocument::Compact))));
}

StoredSession stored()
{
    ProviderConfig config;
    config.issuer = issuer;
    config.clientId = QStringLiteral("client");
    IdTokenExpectation expected;
    expected.issuer = issuer;
    expected.clientId = config.clientId;
    expected.algorithm = core::crypto::JwsAlgorithm::ES256;
    expected.nonce = "N";
    const core::crypto::JwkSet keys(QList<core::crypto::Jwk>{key().publicKey()});
    StoredSession session{config, expected.algorithm, *SessionVerifier::verify(idToken("asan"), keys, expected, now),
                          now};
    session.refresh = secret<struct core::RefreshTokenRole>("RT1");
    session.version = 4;
    return session;
}

StoredSession withAccess(const char* token, int validSeconds)
{
    auto session = stored();
    session.access.push_back(HeldToken{QStringLiteral("urn:hr"),
                                       secret<struct core::AccessTokenRole>(token),
                                       {QStringLiteral("hr:read")},
                                       now.addSecs(validSeconds)});
    return session;
}

AccessTokenRequest request()
{
    AccessTokenRequest made;
    made.person = {issuer, QStringLiteral("asan")};
    made.audience = QStringLiteral("urn:hr");
    return made;
}

TokenAnswer tokens(bool rotated = true)
{
    TokenAnswer answer;
    answer.access = secret<struct core::AccessTokenRole>("AT2");
    if (rotated) answer.refresh = secret<struct core::RefreshTokenRole>("RT2");
    answer.scopes = {QStringLiteral("hr:read")};
    answer.lifetime = std::chrono::seconds(300);
    return answer;
}

core::Error error(Errc code)
{
    return {code, {}, {}, {}};
}

std::vector<std::pair<const char*, Event>> everyEvent()
{
    return {{"begun", event::Begun{request()}},
            {"locked", event::Locked{}},
            {"read", event::SessionRead{stored(), {}, now}},
            {"described", event::Described{}},
            {"marked", event::Marked{}},
            {"tokens", event::TokensArrived{tokens(), now}},
            {"written", event::Written{now}},
            {"failed", event::Failed{error(Errc::Network)}},
            {"refused", event::Failed{error(Errc::SignInNeeded)}},
            {"person wanted", event::Failed{error(Errc::Unauthorized)}},
            {"stopped", event::Stopped{}}};
}

QString effectNames(const std::vector<Effect>& effects)
{
    static const QStringList names{QStringLiteral("lock"),   QStringLiteral("read"),    QStringLiteral("describe"),
                                   QStringLiteral("mark"),   QStringLiteral("request"), QStringLiteral("write"),
                                   QStringLiteral("keep"),   QStringLiteral("revoke"),  QStringLiteral("unlock"),
                                   QStringLiteral("report"), QStringLiteral("finish")};
    QStringList list;
    for (const auto& effect : effects)
        list.append(names[static_cast<qsizetype>(effect.index())]);
    return list.join(QLatin1Char(' '));
}

State reached(Phase phase)
{
    auto step = Step{State{}, {}};
    const auto feed = [&step](const Event& event) { step = next(std::move(step.state), event); };
    if (phase == Phase::Start) return step.state;
    feed(event::Begun{request()});
    if (phase == Phase::Locking) return step.state;
    feed(event::Locked{});
    if (phase == Phase::Reading) return step.state;
    if (phase == Phase::StoringEarlier) {
        auto unstored = withAccess("AT-unstored", 0);
        feed(event::SessionRead{stored(), unstored, now});
        return step.state;
    }
    feed(event::SessionRead{stored(), {}, now});
    if (phase == Phase::Describing) return step.state;
    if (phase == Phase::Failed) {
        feed(event::Stopped{});
        return step.state;
    }
    feed(event::Described{});
    if (phase == Phase::Marking) return step.state;
    feed(event::Marked{});
    if (phase == Phase::Requesting) return step.state;
    if (phase == Phase::Ending) {
        feed(event::Failed{error(Errc::SignInNeeded)});
        return step.state;
    }
    feed(event::TokensArrived{tokens(), now});
    if (phase == Phase::Storing) return step.state;
    feed(event::Written{now});
    return step.state;
}

} // namespace

class TestRefreshMachine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPhaseCanBeReached()
    {
        for (const auto phase : phases)
            QCOMPARE(phaseName(reached(phase).phase), phaseName(phase));
    }

    void table()
    {
        const auto failed = QStringLiteral("failed: unlock finish");
        const auto asked = QStringLiteral("failed: unlock report finish");
        const std::map<QString, QString> moves{
            {QStringLiteral("start + begun"), QStringLiteral("locking: lock")},
            {QStringLiteral("locking + locked"), QStringLiteral("reading: read")},
            {QStringLiteral("reading + read"), QStringLiteral("describing: describe")},
            {QStringLiteral("describing + described"), QStringLiteral("marking: mark")},
            {QStringLiteral("marking + marked"), QStringLiteral("requesting: request")},
            {QStringLiteral("requesting + tokens"), QStringLiteral("storing: write")},
            {QStringLiteral("storing + written"), QStringLiteral("done: unlock report finish")},
            // What an earlier refresh could not store had expired meanwhile.
            {QStringLiteral("storing-earlier + written"), QStringLiteral("describing: describe")},
            {QStringLiteral("ending + written"), asked},
            {QStringLiteral("locking + failed"), QStringLiteral("failed: finish")},
            {QStringLiteral("locking + refused"), QStringLiteral("failed: finish")},
            {QStringLiteral("locking + person wanted"), QStringLiteral("failed: finish")},
            {QStringLiteral("reading + failed"), failed},
            {QStringLiteral("reading + refused"), failed},
            {QStringLiteral("reading + person wanted"), failed},
            {QStringLiteral("describing + failed"), failed},
            {QStringLiteral("describing + refused"), failed},
            {QStringLiteral("describing + person wanted"), failed},
            {QStringLiteral("marking + failed"), failed}, // no mark, no request
            {QStringLiteral("marking + refused"), failed},
            {QStringLiteral("marking + person wanted"), failed},
            {QStringLiteral("requesting + failed"), asked}, // a failure is not a question: nothing is dropped
            {QStringLiteral("requesting + refused"), QStringLiteral("ending: write")},
            {QStringLiteral("requesting + person wanted"), asked}, // for one audience: nothing is dropped
            {QStringLiteral("storing-earlier + failed"), QStringLiteral("failed: keep unlock finish")},
            {QStringLiteral("storing-earlier + refused"), QStringLiteral("failed: keep unlock finish")},
            {QStringLiteral("storing-earlier + person wanted"), QStringLiteral("failed: keep unlock finish")},
            {QStringLiteral("storing + failed"), QStringLiteral("failed: keep unlock report finish")},
            {QStringLiteral("storing + refused"), QStringLiteral("failed: keep unlock report finish")},
            {QStringLiteral("storing + person wanted"), QStringLiteral("failed: keep unlock report finish")},
            {QStringLiteral("ending + failed"), asked},
            {QStringLiteral("ending + refused"), asked},
            {QStringLiteral("ending + person wanted"), asked},
            {QStringLiteral("locking + stopped"), QStringLiteral("failed: finish")},
            {QStringLiteral("reading + stopped"), failed},
            {QStringLiteral("describing + stopped"), failed},
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

    void aStoredTokenIsUsedWithoutAsking_data()
    {
        QTest::addColumn<int>("validSeconds");
        QTest::addColumn<QByteArray>("rejected");
        QTest::addColumn<QString>("audience");
        QTest::addColumn<bool>("used");
        const auto hr = QStringLiteral("urn:hr");
        QTest::newRow("good for 31 seconds") << 31 << QByteArray() << hr << true;
        QTest::newRow("good for exactly as long as asked") << 30 << QByteArray() << hr << true;
        QTest::newRow("good for 29 seconds") << 29 << QByteArray() << hr << false;
        QTest::newRow("expired") << -1 << QByteArray() << hr << false;
        QTest::newRow("just refused by an API") << 300 << QByteArray("AT1") << hr << false;
        QTest::newRow("another one was refused") << 300 << QByteArray("AT0") << hr << true;
        QTest::newRow("for another audience") << 300 << QByteArray() << QStringLiteral("urn:mail") << false;
        QTest::newRow("userinfo does not get the API's token") << 300 << QByteArray() << QString() << false;
    }
    void aStoredTokenIsUsedWithoutAsking()
    {
        QFETCH(int, validSeconds);
        QFETCH(QByteArray, rejected);
        QFETCH(QString, audience);
        QFETCH(bool, used);
        auto state = reached(Phase::Reading);
        state.request.audience = audience;
        if (!rejected.isEmpty()) state.request.rejected = secret<struct core::AccessTokenRole>(rejected.constData());
        const auto step = next(std::move(state), event::SessionRead{withAccess("AT1", validSeconds), {}, now});
        QCOMPARE(step.state.phase, used ? Phase::Done : Phase::Describing);
        if (used) QCOMPARE(effectNames(step.effects), QStringLiteral("unlock finish"));
    }

    void theNewRefreshTokenIsWrittenBeforeTheAccessTokenIsGiven()
    {
        auto step = next(reached(Phase::Requesting), event::TokensArrived{tokens(), now});
        QCOMPARE(effectNames(step.effects), QStringLiteral("write"));
        QVERIFY(!step.state.grant);
        QCOMPARE(exposed(step.state.stored->refresh), QByteArray("RT2"));
        step = next(std::move(step.state), event::Written{now});
        QCOMPARE(exposed(step.state.grant->token), QByteArray("AT2"));
        QCOMPARE(step.state.grant->scopes, QStringList{QStringLiteral("hr:read")});
    }
    void theOldRefreshTokenIsKeptWhenNoneComes()
    {
        const auto step = next(reached(Phase::Requesting), event::TokensArrived{tokens(false), now});
        QCOMPARE(exposed(step.state.stored->refresh), QByteArray("RT1")); // RFC 6749 section 6
    }
    void anEndedSessionLosesItsTokensAndNothingElse()
    {
        const auto step = next(reached(Phase::Requesting), event::Failed{error(Errc::SignInNeeded)});
        QVERIFY(!step.state.stored->canRefresh());
        QVERIFY(step.state.stored->access.empty());
        QCOMPARE(step.state.stored->session.key().subject, QStringLiteral("asan"));
    }
    void aProviderThatWantsThePersonDropsNothing()
    {
        const auto step = next(reached(Phase::Requesting), event::Failed{error(Errc::Unauthorized)});
        QCOMPARE(step.state.error->code, Errc::SignInNeeded);
        QVERIFY(step.state.stored->canRefresh());
        QVERIFY(!step.state.over);
        QVERIFY(!effectNames(step.effects).contains(QLatin1String("write")));
    }
    void transientFailuresDropNothing()
    {
        for (const auto code : {Errc::Network, Errc::Timeout, Errc::ConnectionLost, Errc::ServerFault,
                                Errc::RateLimited, Errc::NotJson, Errc::Tls, Errc::Protocol, Errc::InvalidArgument}) {
            const auto step = next(reached(Phase::Requesting), event::Failed{error(code)});
            QCOMPARE(step.state.error->code, code);
            QVERIFY(step.state.stored->canRefresh());
            QVERIFY(!effectNames(step.effects).contains(QLatin1String("write")));
        }
    }
    void anIdTokenAboutSomebodyElse()
    {
        auto mixed = tokens();
        mixed.id = idToken("bsan");
        auto step = next(reached(Phase::Requesting), event::TokensArrived{mixed, now});
        QCOMPARE(step.state.phase, Phase::Ending);
        QCOMPARE(effectNames(step.effects), QStringLiteral("write revoke"));
        QVERIFY(!step.state.stored->canRefresh());
        step = next(std::move(step.state), event::Written{now});
        QCOMPARE(step.state.error->code, Errc::BadToken);
        auto good = tokens();
        good.id = idToken("asan");
        QCOMPARE(next(reached(Phase::Requesting), event::TokensArrived{good, now}).state.phase, Phase::Storing);
    }
    void tokensThatCouldNotBeStoredAreStoredFirst()
    {
        const auto unstored = withAccess("AT9", 300);
        auto step = next(reached(Phase::Reading), event::SessionRead{stored(), unstored, now});
        QCOMPARE(step.state.phase, Phase::StoringEarlier);
        step = next(std::move(step.state), event::Written{now});
        QCOMPARE(step.state.phase, Phase::Done);
        QCOMPARE(exposed(step.state.grant->token), QByteArray("AT9"));
        // Somebody wrote since: theirs count.
        auto newer = stored();
        newer.version = 5;
        QCOMPARE(next(reached(Phase::Reading), event::SessionRead{newer, unstored, now}).state.phase,
                 Phase::Describing);
    }
    void overtakenWhileStoringKeepsNothing()
    {
        const auto step = next(reached(Phase::Storing), event::Failed{error(Errc::Conflict)});
        QCOMPARE(effectNames(step.effects), QStringLiteral("unlock report finish"));
    }
    void withoutARefreshToken()
    {
        auto ended = withAccess("AT1", 10);
        ended.refresh = {};
        const auto step = next(reached(Phase::Reading), event::SessionRead{ended, {}, now});
        QCOMPARE(step.state.error->code, Errc::SignInNeeded);
        // The one access token that such a provider gives serves for userinfo, too.
        auto once = withAccess("AT1", 300);
        once.refresh = {};
        once.config.audience = QStringLiteral("urn:hr");
        auto state = reached(Phase::Reading);
        state.request.audience.clear();
        QCOMPARE(next(std::move(state), event::SessionRead{once, {}, now}).state.phase, Phase::Done);
    }
    void anInterruptedRefreshIsNoticed()
    {
        auto marked = stored();
        marked.refreshStartedUtc = now.addSecs(-60);
        const auto step = next(reached(Phase::Reading), event::SessionRead{marked, {}, now});
        QVERIFY(step.state.interruptedBefore);
        QCOMPARE(step.state.phase, Phase::Describing); // tried again all the same: the provider may not have seen it
    }
};

QTEST_GUILESS_MAIN(TestRefreshMachine)
#include "tst_refresh_machine.moc"
