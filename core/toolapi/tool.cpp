#include "core/toolapi/tool.h"

#include "core/base/canonical_json.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>

#include <array>

namespace core::toolapi {
namespace {

constexpr std::array allEffects{Effect::Read,       Effect::ReadEgress, Effect::Write,       Effect::Egress,
                                Effect::Permission, Effect::Commit,     Effect::Destructive, Effect::Credential};

constexpr std::array allOutcomes{
    Outcome::Done,           Outcome::ApiRefused,   Outcome::ApiNotFound, Outcome::ApiFailed,
    Outcome::PolicyRefused,  Outcome::BadArguments, Outcome::Failed,      Outcome::Cancelled,
    Outcome::OutcomeUnknown, Outcome::ProviderDown, Outcome::Denied,      Outcome::Expired,
    Outcome::NoApprover,     Outcome::NotBegun,     Outcome::Withdrawn,   Outcome::Waiting};

QString definerName(DefinedBy who)
{
    switch (who) {
    case DefinedBy::Program: return QStringLiteral("program");
    case DefinedBy::Organisation: return QStringLiteral("organisation");
    case DefinedBy::Person: return QStringLiteral("person");
    case DefinedBy::Server: return QStringLiteral("server");
    } // no default: a new one must not compile without a name
    return QStringLiteral("server");
}

QJsonObject signInJson(const SignInNeed& need)
{
    QJsonObject json{{QStringLiteral("acr"), QJsonArray::fromStringList(need.acr)}};
    if (need.maxAge) json.insert(QStringLiteral("maxAge"), static_cast<double>(need.maxAge->count()));
    return json;
}

} // namespace

bool isRepeatable(Effect effect)
{
    switch (effect) {
    case Effect::Read: return true;
    case Effect::ReadEgress:
    case Effect::Write:
    case Effect::Egress:
    case Effect::Permission:
    case Effect::Commit:
    case Effect::Destructive:
    case Effect::Credential: return false;
    } // no default: a new Effect must not compile without an answer
    return false;
}

QString effectName(Effect effect)
{
    switch (effect) {
    case Effect::Read: return QStringLiteral("read");
    case Effect::ReadEgress: return QStringLiteral("read-egress");
    case Effect::Write: return QStringLiteral("write");
    case Effect::Egress: return QStringLiteral("egress");
    case Effect::Permission: return QStringLiteral("permission");
    case Effect::Commit: return QStringLiteral("commit");
    case Effect::Destructive: return QStringLiteral("destructive");
    case Effect::Credential: return QStringLiteral("credential");
    } // no default: a new Effect must not compile without a name
    return QStringLiteral("credential");
}

std::optional<Effect> effectFromName(const QString& name)
{
    for (const auto effect : allEffects)
        if (effectName(effect) == name) return effect;
    return std::nullopt;
}

bool mayWait(Effect effect)
{
    return effect == Effect::Write || effect == Effect::Egress || effect == Effect::Permission;
}

QString definitionHash(const ToolSpec& spec)
{
    const QJsonObject definition{
        {QStringLiteral("name"), spec.name.text()},
        {QStringLiteral("title"),
         QJsonObject{{QStringLiteral("en"), spec.title.en}, {QStringLiteral("ja"), spec.title.ja}}},
        {QStringLiteral("description"), spec.description},
        {QStringLiteral("inputSchema"), spec.inputSchema},
        {QStringLiteral("effect"), effectName(spec.effect)},
        {QStringLiteral("controlArguments"), QJsonArray::fromStringList(spec.controlArguments)},
        {QStringLiteral("contentArguments"), QJsonArray::fromStringList(spec.contentArguments)},
        {QStringLiteral("targetArguments"), QJsonArray::fromStringList(spec.targetArguments)},
        {QStringLiteral("audience"), spec.audience},
        {QStringLiteral("scopes"), QJsonArray::fromStringList(spec.scopes)},
        {QStringLiteral("signIn"), signInJson(spec.signIn)},
        {QStringLiteral("canWait"), spec.canWait},
        {QStringLiteral("definedBy"), definerName(spec.definedBy)},
        {QStringLiteral("source"), spec.source},
        {QStringLiteral("timeoutMilliseconds"), static_cast<double>(spec.timeout.count())},
    };
    const auto canonical = canonicalJson(definition);
    if (!canonical) return {};
    return QString::fromLatin1(QCryptographicHash::hash(*canonical, QCryptographicHash::Sha256).toHex());
}

bool saysNotBegun(Outcome outcome)
{
    switch (outcome) {
    case Outcome::PolicyRefused:
    case Outcome::BadArguments:
    case Outcome::Denied:
    case Outcome::Expired:
    case Outcome::NoApprover:
    case Outcome::NotBegun:
    case Outcome::Withdrawn:
    case Outcome::Waiting: return true;
    case Outcome::Done:
    case Outcome::ApiRefused:
    case Outcome::ApiNotFound:
    case Outcome::ApiFailed:
    case Outcome::Failed:
    case Outcome::Cancelled:
    case Outcome::ProviderDown: // its beginning is in the journal
    case Outcome::OutcomeUnknown: break;
    } // no default: a new Outcome must not compile without an answer
    return false;
}

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Done: return QStringLiteral("done");
    case Outcome::ApiRefused: return QStringLiteral("api-refused");
    case Outcome::ApiNotFound: return QStringLiteral("api-not-found");
    case Outcome::ApiFailed: return QStringLiteral("api-failed");
    case Outcome::PolicyRefused: return QStringLiteral("policy-refused");
    case Outcome::BadArguments: return QStringLiteral("bad-arguments");
    case Outcome::Failed: return QStringLiteral("failed");
    case Outcome::Cancelled: return QStringLiteral("cancelled");
    case Outcome::OutcomeUnknown: return QStringLiteral("outcome-unknown");
    case Outcome::ProviderDown: return QStringLiteral("provider-down");
    case Outcome::Denied: return QStringLiteral("denied");
    case Outcome::Expired: return QStringLiteral("expired");
    case Outcome::NoApprover: return QStringLiteral("no-approver");
    case Outcome::NotBegun: return QStringLiteral("not-begun");
    case Outcome::Withdrawn: return QStringLiteral("withdrawn");
    case Outcome::Waiting: return QStringLiteral("waiting");
    } // no default: a new Outcome must not compile without a name
    return QStringLiteral("outcome-unknown");
}

std::optional<Outcome> outcomeFromName(const QString& name)
{
    for (const auto outcome : allOutcomes)
        if (outcomeName(outcome) == name) return outcome;
    return std::nullopt;
}

} // namespace core::toolapi
