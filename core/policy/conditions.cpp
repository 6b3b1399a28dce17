#include "core/policy/rules.h"
#include "core/policy/value_forms_p.h"

#include <QtCore/QJsonArray>

#include <algorithm>

namespace core::policy {
namespace {

using Test = Condition::Test;
using About = Condition::About;

// What a forgiving program could take a text for: no case, no spaces, compatibility forms resolved, and only what
// shows. Good for "this may be the same", never for "this is".
QString loosely(const QString& text)
{
    QString kept;
    for (const auto c : text.normalized(QString::NormalizationForm_KC).toCaseFolded())
        if (!c.isSpace() && ((c > u' ' && c < u'\x7F') || c.isSurrogate() || plainText(QStringView(&c, 1)))) kept += c;
    return kept;
}

std::optional<QString> decimalIn(const QJsonValue& value)
{
    if (value.isDouble()) return decimalOf(value.toDouble());
    return value.isString() ? decimalOf(QStringView(value.toString())) : std::nullopt;
}

bool hasDigit(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
}

Holds equalTexts(const QString& value, const Operand& operand, Readings& readings)
{
    const auto given = readings.form(operand.kind, value);
    if (operand.form && given && *operand.form == *given) return Holds::Yes;
    if (operand.kind == Kind::Email && operand.form && given && mayBeOneMailbox(*operand.form, *given))
        return Holds::MayBe;
    if (!readings.isPlain(value) || (!given && kindOf(value) == operand.kind)) return Holds::MayBe;
    const auto loose = readings.loose(value);
    return (given ? loose == operand.loose : loose.contains(operand.loose)) ? Holds::MayBe : Holds::No;
}

Holds equalNumbers(const QJsonValue& value, double operand)
{
    if (value.isDouble()) return value.toDouble() == operand ? Holds::Yes : Holds::No;
    if (const auto number = decimalIn(value)) return number == decimalOf(operand) ? Holds::Yes : Holds::No;
    return value.isString() && hasDigit(value.toString()) ? Holds::MayBe : Holds::No;
}

Holds equals(const Given& given, const Operand& prepared, Readings& readings)
{
    const auto& value = given.value;
    const auto& operand = prepared.value;
    if (operand.isDouble()) return equalNumbers(value, operand.toDouble());
    if (operand.isString() && value.isString()) return equalTexts(given.text, prepared, readings);
    if (operand.isString() && value.isDouble())
        return decimalIn(operand) && decimalIn(operand) == decimalIn(value) ? Holds::Yes : Holds::No;
    return value == operand ? Holds::Yes : Holds::No;
}

Holds matches(const Given& given, const Operand& operand, Readings& readings)
{
    const auto& value = given.value;
    if (!value.isString() && !value.isDouble()) return Holds::No;
    const auto text = value.isDouble() ? decimalIn(value).value_or(QString()) : given.text;
    const auto plain = readings.form(Kind::Text, text);
    if (!plain) return Holds::MayBe;
    if (matchesPattern(operand.text, *plain)) return Holds::Yes;
    return matchesPattern(operand.loose, readings.loose(text)) ? Holds::MayBe : Holds::No;
}

Holds inDomain(const std::optional<QString>& domain, const Operand& operand)
{
    if (!domain || !operand.form) return Holds::MayBe;
    const bool inside = operand.below ? domain->endsWith(u'.' + *operand.form) : *domain == *operand.form;
    return inside ? Holds::Yes : Holds::No;
}

// Of two doubles the greater one has the greater decimal.
Holds compare(const QJsonValue& value, double limit, Test test)
{
    int order = 0;
    if (value.isDouble()) {
        order = value.toDouble() < limit ? -1 : (value.toDouble() > limit ? 1 : 0);
    } else {
        const auto number = decimalIn(value);
        const auto bound = decimalOf(limit);
        if (!number || !bound) return Holds::MayBe;
        order = compareDecimals(*number, *bound);
    }
    return (test == Test::Max ? order <= 0 : order >= 0) ? Holds::Yes : Holds::No;
}

Holds testOne(const Given& given, Test test, const Operand& operand, Readings& readings)
{
    switch (test) {
    case Test::Equals:
    case Test::In: return equals(given, operand, readings);
    case Test::Matches: return matches(given, operand, readings);
    case Test::DomainIn: return inDomain(readings.domain(given.text), operand);
    case Test::Max:
    case Test::Min: return compare(given.value, operand.value.toDouble(), test);
    } // no default: a new test must not compile without its meaning
    return Holds::MayBe;
}

Holds testValue(const Given& given, const Condition& condition, Readings& readings)
{
    auto best = Holds::No;
    for (const auto& operand : condition.operands)
        best = std::max(best, testOne(given, condition.test, operand, readings));
    return best;
}

// --- what a condition is about ---

void collectLeaves(const QJsonValue& value, QList<QJsonValue>& found)
{
    if (value.isArray()) {
        for (const auto& item : value.toArray())
            collectLeaves(item, found);
    } else if (value.isObject()) {
        for (const auto& member : value.toObject())
            collectLeaves(member, found);
    } else if (!value.isNull() && !value.isUndefined()) {
        found += value;
    }
}

void collect(const QJsonValue& value, QList<QString>::const_iterator token, const QList<QString>::const_iterator& end,
             QList<QJsonValue>& found)
{
    if (token == end) {
        collectLeaves(value, found);
        return;
    }
    const auto next = std::next(token);
    if (*token == u"*") {
        for (const auto& item : value.toArray())
            collect(item, next, end, found);
        for (const auto& member : value.toObject())
            collect(member, next, end, found);
    } else if (value.isArray()) {
        bool isIndex = false;
        const auto index = token->toLongLong(&isIndex);
        if (isIndex && index >= 0) collect(value.toArray().at(index), next, end, found);
    } else {
        collect(value.toObject().value(*token), next, end, found);
    }
}

QList<QJsonValue> texts(const std::set<QString>& many)
{
    QList<QJsonValue> found;
    for (const auto& one : many)
        found += one;
    return found;
}

QList<QJsonValue> accountValues(const QString& what, const CallFacts& call)
{
    if (what == u"issuer") return {call.person.issuer};
    if (what == u"subject") return {call.person.subject};
    return {call.tool.audience()};
}

QList<QJsonValue> labelValues(const QString& what, const Flow& flow)
{
    if (what == u"sources") return texts(flow.context.sources);
    if (what == u"readers")
        return flow.context.readers.everyone ? QList<QJsonValue>{QStringLiteral("everyone")}
                                             : texts(flow.context.readers.who);
    return {flow.isTainted() ? QStringLiteral("untrusted") : QStringLiteral("trusted")};
}

QList<QJsonValue> contextValues(const QString& what, const CallFacts& call, const Flow& flow)
{
    if (what == u"effect") return {toolapi::effectName(call.tool.effect())};
    if (what == u"builtIn") return {call.tool.builtIn()};
    return {flow.chosen.has_value() && flow.chosen->contains(call.tool.name())};
}

QList<QJsonValue> valuesFor(const Condition& condition, const CallFacts& call, const Flow& flow)
{
    switch (condition.about) {
    case About::Argument: {
        QList<QJsonValue> found;
        collect(call.arguments, condition.path.cbegin(), condition.path.cend(), found);
        return found;
    }
    case About::Account: return accountValues(condition.what, call);
    case About::Label: return labelValues(condition.what, flow);
    case About::Context: return contextValues(condition.what, call, flow);
    } // no default: a new subject must not compile without its values
    return {};
}

} // namespace

Operand::Operand(const QJsonValue& what, Condition::Test test)
    : value(what)
    , text(what.toString())
    , kind(test == Test::DomainIn ? Kind::Host : kindOf(text))
    , loose(loosely(text))
    , below(test == Test::DomainIn && text.startsWith(QLatin1String("*.")))
{
    form = formOf(kind, below ? QStringView(text).sliced(2) : QStringView(text));
}

const QList<Given>& Readings::given(const Condition& condition, const CallFacts& call, const Flow& flow)
{
    auto& values = given_[{condition.about, condition.what}];
    if (values) return *values;
    values.emplace();
    for (const auto& value : valuesFor(condition, call, flow))
        *values += Given{value, value.toString()};
    return *values;
}

const std::optional<QString>& Readings::form(Kind kind, const QString& text)
{
    auto& forms = seen_[text].forms;
    const auto found = forms.find(kind);
    return found != forms.end() ? found->second : forms.emplace(kind, formOf(kind, text)).first->second;
}

const QString& Readings::loose(const QString& text)
{
    auto& seen = seen_[text].loose;
    if (!seen) seen = loosely(text);
    return *seen;
}

const std::optional<QString>& Readings::domain(const QString& text)
{
    auto& seen = seen_[text].domain;
    if (!seen) seen = domainOf(text);
    return *seen;
}

Holds holds(const Condition& condition, Quantifier quantifier, const CallFacts& call, const Flow& flow,
            Readings& readings)
{
    const auto& values = readings.given(condition, call, flow);
    if (values.isEmpty()) return Holds::No; // nothing is there to be meant
    auto result = quantifier == Quantifier::Any ? Holds::No : Holds::Yes;
    for (const auto& value : values) {
        const auto one = testValue(value, condition, readings);
        result = quantifier == Quantifier::Any ? std::max(result, one) : std::min(result, one);
    }
    return result;
}

bool applies(const Rule& rule, const CallFacts& call, const Flow& flow, Readings& readings)
{
    const bool meant = std::all_of(rule.when.begin(), rule.when.end(), [&](const Condition& condition) {
        return holds(condition, Quantifier::Any, call, flow, readings) != Holds::No;
    });
    if (!meant || rule.unless.isEmpty()) return meant;
    return !std::all_of(rule.unless.begin(), rule.unless.end(), [&](const Condition& condition) {
        return holds(condition, Quantifier::Each, call, flow, readings) == Holds::Yes;
    });
}

} // namespace core::policy
