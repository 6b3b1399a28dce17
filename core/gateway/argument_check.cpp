#include "core/gateway/argument_check.h"

#include "core/base/canonical_json.h"
#include "core/gateway/gateway.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>

#include <cmath>

namespace core::gateway {
namespace {

// Beyond 2^53 two JSON parsers may read two different numbers (RFC 7493 section 2.2): what was approved and what is
// sent would not be the same.
bool hasInexactNumber(const QJsonValue& value)
{
    constexpr double largest = 9007199254740992.0;
    if (value.isDouble()) return std::fabs(value.toDouble()) >= largest;
    if (value.isArray()) {
        for (const auto& item : value.toArray())
            if (hasInexactNumber(item)) return true;
    }
    if (value.isObject()) {
        for (const auto& member : value.toObject())
            if (hasInexactNumber(member)) return true;
    }
    return false;
}

tl::unexpected<ArgumentProblem> problem(const QString& forModel, const QString& en, const QString& ja)
{
    return tl::unexpected(ArgumentProblem{{}, {en, ja}, forModel});
}

QString japanese(const QString& keyword)
{
    static const QHash<QString, QString> sentences{
        {QStringLiteral("type"), QStringLiteral("値の種類がこのツールの求めるものと違います。")},
        {QStringLiteral("enum"), QStringLiteral("このツールで使える値ではありません。")},
        {QStringLiteral("const"), QStringLiteral("このツールで使える値ではありません。")},
        {QStringLiteral("pattern"), QStringLiteral("このツールの求める書き方になっていません。")},
        {QStringLiteral("format"), QStringLiteral("このツールの求める書き方になっていません。")},
        {QStringLiteral("minLength"), QStringLiteral("短すぎます。")},
        {QStringLiteral("maxLength"), QStringLiteral("長すぎます。")},
        {QStringLiteral("minimum"), QStringLiteral("数値が小さすぎます。")},
        {QStringLiteral("exclusiveMinimum"), QStringLiteral("数値が小さすぎます。")},
        {QStringLiteral("maximum"), QStringLiteral("数値が大きすぎます。")},
        {QStringLiteral("exclusiveMaximum"), QStringLiteral("数値が大きすぎます。")},
        {QStringLiteral("multipleOf"), QStringLiteral("このツールの求める刻みの数値ではありません。")},
        {QStringLiteral("minItems"), QStringLiteral("項目が足りません。")},
        {QStringLiteral("maxItems"), QStringLiteral("項目が多すぎます。")},
        {QStringLiteral("uniqueItems"), QStringLiteral("同じ項目が2つ以上あります。")},
        {QStringLiteral("required"), QStringLiteral("必要な値が足りません。")},
        {QStringLiteral("additionalProperties"), QStringLiteral("このツールにない項目が含まれています。")}};
    return sentences.value(keyword, QStringLiteral("このツールはこの値を受け付けません。"));
}

ArgumentProblem misfit(const toolapi::SchemaVerdict& verdict)
{
    ArgumentProblem made;
    made.forModel = QStringLiteral("The arguments do not fit the tool's schema:\n%1\n").arg(verdict.text());
    const auto first = verdict.problems.value(0);
    made.pointer = first.instancePointer;
    made.text = {QStringLiteral("The tool does not take this: the value %1.").arg(first.message),
                 japanese(first.keyword)};
    return made;
}

} // namespace

QString TakenIn::hash() const
{
    return QString::fromLatin1(QCryptographicHash::hash(canonical, QCryptographicHash::Sha256).toHex());
}

tl::expected<TakenIn, ArgumentProblem> takeIn(const ToolRegistry::Entry& entry, const QByteArray& arguments,
                                              const GatewayLimits& limits)
{
    if (arguments.size() > limits.maxArgumentBytes)
        return problem(QStringLiteral("The arguments are too long."),
                       QStringLiteral("This is longer than a call may be. Make it shorter."),
                       QStringLiteral("操作に渡せる長さを超えています。短くしてください。"));
    const auto parsed = parseStrictJson(arguments.trimmed().isEmpty() ? QByteArray("{}") : arguments);
    if (!parsed)
        return problem(QStringLiteral("The arguments are not one plain JSON object (%1).").arg(parsed.error().detail),
                       QStringLiteral("The values cannot be passed on as they are."),
                       QStringLiteral("このままでは値を渡せません。"));
    if (!parsed->isObject())
        return problem(QStringLiteral("The arguments must be a JSON object."),
                       QStringLiteral("The values cannot be passed on as they are."),
                       QStringLiteral("このままでは値を渡せません。"));
    if (hasInexactNumber(*parsed))
        return problem(QStringLiteral("A number in the arguments is too large to be passed on exactly."),
                       QStringLiteral("A number is too large to be passed on exactly. Use a smaller one."),
                       QStringLiteral("大きすぎて正確に渡せない数値があります。小さい数値にしてください。"));
    const auto verdict = entry.schema->validate(*parsed);
    if (!verdict.valid) return tl::unexpected(misfit(verdict));
    if (entry.facts.leavesOf(parsed->toObject()).size() > limits.mostValues)
        return problem(QStringLiteral("There are more than %1 values in the arguments.").arg(limits.mostValues),
                       QStringLiteral("There are more than %1 values. Leave some of them out.").arg(limits.mostValues),
                       QStringLiteral("値が%1個を超えています。減らしてください。").arg(limits.mostValues));
    const auto canonical = canonicalJson(*parsed);
    const auto normalised = canonical ? parseStrictJson(*canonical) : Result<QJsonValue>(QJsonValue());
    if (!normalised || !normalised->isObject())
        return problem(QStringLiteral("The arguments hold text that cannot be written as Unicode."),
                       QStringLiteral("Some of the text cannot be written as Unicode. Type it anew."),
                       QStringLiteral("Unicodeとして正しくない文字が含まれています。入力し直してください。"));
    return TakenIn{normalised->toObject(), *canonical};
}

} // namespace core::gateway
