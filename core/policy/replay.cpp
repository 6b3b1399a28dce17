#include "core/policy/replay.h"

#include "core/base/canonical_json.h"
#include "core/toolapi/json_pointer.h"

#include <algorithm>

namespace core::policy {

using Type = PlacedJson::Type;
using toolapi::Effect;

namespace {

constexpr int deepest = 64;

tl::unexpected<TextFault> fault(const PlacedJson& node, const QString& en, const QString& ja)
{
    return tl::unexpected<TextFault>(TextFault{node.begin, {en, ja}});
}

tl::unexpected<TextFault> wrongType(const PlacedJson& node, const QString& what)
{
    return fault(node, QStringLiteral("\"%1\" has another form than expected here.").arg(what),
                 QStringLiteral("「%1」の形式が正しくありません。").arg(what));
}

// Manifests of records name arguments; ours point at them.
QStringList pointers(QByteArrayView line, const PlacedJson* names)
{
    QStringList made;
    if (!names) return made;
    for (const auto& name : names->items) {
        const auto text = name.string(line);
        made += text.startsWith(u'/') ? text : toolapi::pointerChild({}, text);
    }
    return made;
}

QString memberText(QByteArrayView line, const PlacedJson& node, QLatin1StringView name)
{
    const auto* found = node.member(name);
    return found ? found->string(line) : QString();
}

toolapi::ToolSpec specOf(QByteArrayView line, const PlacedJson& node)
{
    toolapi::ToolSpec spec;
    spec.name = ToolName(memberText(line, node, QLatin1StringView("name")));
    if (const auto* parameters = node.member(QLatin1StringView("parameters")))
        spec.inputSchema = parameters->value(line).toObject();
    spec.effect =
        toolapi::effectFromName(memberText(line, node, QLatin1StringView("effect"))).value_or(Effect::Credential);
    spec.controlArguments = pointers(line, node.member(QLatin1StringView("controlArguments")));
    spec.contentArguments = pointers(line, node.member(QLatin1StringView("contentArguments")));
    spec.definedBy = toolapi::DefinedBy::Program;
    return spec;
}

toolapi::Label resultLabel(const QString& tool, bool untrusted)
{
    auto label = toolapi::fromTool(tool, {false, {QStringLiteral("person")}});
    label.integrity = untrusted ? toolapi::Integrity::Untrusted : toolapi::Integrity::Trusted;
    return label;
}

QByteArray quoted(const QString& text)
{
    return canonicalJson(text).value_or(QByteArray("\"\""));
}

} // namespace

struct Replay::Case {
    QByteArray id = "null";
    std::optional<std::set<ToolName>> chosen;
    PlacedJson events;
    Flow flow;
    QList<ReplayedCall> calls;
    int cards = 0;
};

QByteArray ReplayedCall::line() const
{
    QByteArray out = "{\"case\":" + caseId + ",\"index\":" + QByteArray::number(index) + ",\"tool\":" + quoted(tool) +
                     ",\"decision\":" + quoted(verdictName(ruling.verdict)) +
                     ",\"card\":" + (card ? QByteArray::number(*card) : QByteArray("null")) + ",\"reasons\":[";
    bool first = true;
    for (const auto& reason : ruling.reasons) {
        if (!std::exchange(first, false)) out += ',';
        out += quoted(reason.text.en);
    }
    return out + "]}";
}

Replay::Replay(Rules rules, OnAsk onAsk)
    : rules_(std::move(rules))
    , onAsk_(onAsk)
{}

Parsed<void> Replay::toolsOf(QByteArrayView line, const PlacedJson& node)
{
    if (node.type != Type::Array) return wrongType(node, QStringLiteral("tools"));
    toolsText_.clear();
    tools_.clear();
    ambiguous_.clear();
    for (const auto& item : node.items) {
        const auto spec = specOf(line, item);
        if (spec.name.isEmpty()) return wrongType(item, QStringLiteral("name"));
        if (tools_.contains(spec.name.text())) ambiguous_.insert(spec.name.text());
        tools_.insert(spec.name.text(), ToolFacts(spec));
    }
    toolsText_ = line.sliced(node.begin, node.end - node.begin).toByteArray();
    return {};
}

Parsed<Replay::Case> Replay::caseOf(QByteArrayView line)
{
    Case recorded;
    PlacedJsonReader reader(line, deepest);
    if (!line.isValidUtf8())
        return reader.fault(QStringLiteral("The text is not UTF-8."),
                            QStringLiteral("文字コードがUTF-8ではありません。"));
    if (!reader.take('{'))
        return reader.fault(QStringLiteral("An object in braces is expected here."),
                            QStringLiteral("ここには波括弧で囲んだオブジェクトが必要です。"));
    std::set<QString> seen;
    while (!reader.take('}')) {
        if (!seen.empty() && !reader.take(','))
            return reader.fault(QStringLiteral("A comma or a closing brace is expected here."),
                                QStringLiteral("ここにはコンマか閉じ波括弧が必要です。"));
        const auto key = reader.key();
        if (!key) return tl::unexpected(key.error());
        if (!seen.insert(key->name).second)
            return reader.fault(QStringLiteral("The name \"%1\" stands here twice.").arg(key->name),
                                QStringLiteral("名前「%1」が重複しています。").arg(key->name));
        reader.space();
        if (key->name == u"tools" && !toolsText_.isEmpty() && line.sliced(reader.offset()).startsWith(toolsText_)) {
            reader.skipTo(reader.offset() + toolsText_.size()); // the same list as before, to its closing bracket
            continue;
        }
        auto node = reader.value(1);
        if (!node) return tl::unexpected(node.error());
        if (key->name == u"tools") {
            if (const auto done = toolsOf(line, *node); !done) return tl::unexpected(done.error());
        } else if (key->name == u"case") {
            recorded.id = line.sliced(node->begin, node->end - node->begin).toByteArray();
        } else if (key->name == u"frozen" && node->type == Type::Array) {
            recorded.chosen.emplace();
            for (const auto& name : node->items)
                recorded.chosen->insert(ToolName(name.string(line)));
        } else if (key->name == u"frozen" && node->type != Type::Null) {
            return wrongType(*node, QStringLiteral("frozen"));
        } else if (key->name == u"events") {
            if (node->type != Type::Array) return wrongType(*node, QStringLiteral("events"));
            recorded.events = std::move(*node);
        }
    }
    if (!reader.atEnd())
        return reader.fault(QStringLiteral("Something follows the end of the value."),
                            QStringLiteral("値の終わりの後に余分な文字があります。"));
    if (!seen.contains(QStringLiteral("tools")) || !seen.contains(QStringLiteral("events")))
        return reader.fault(QStringLiteral("\"tools\" and \"events\" are needed."),
                            QStringLiteral("「tools」と「events」が必要です。"));
    return recorded;
}

Ruling Replay::rule(const QString& tool, const QJsonValue& arguments, const Flow& flow) const
{
    const auto found = tools_.constFind(tool);
    if (found == tools_.constEnd() || ambiguous_.contains(tool)) return refusal(Ground::NoSuchTool);
    if (!arguments.isObject()) return refusal(Ground::BadArguments);
    const auto given = arguments.toObject();
    return decide({*found, given}, flow, rules_);
}

Parsed<ReplayedCall> Replay::call(QByteArrayView line, const PlacedJson& node, Case& recorded,
                                  QList<toolapi::Label>& shown)
{
    ReplayedCall made;
    made.caseId = recorded.id;
    made.index = static_cast<int>(recorded.calls.size());
    made.tool = memberText(line, node, QLatin1StringView("tool"));
    if (node.type != Type::Object || made.tool.isEmpty()) return wrongType(node, QStringLiteral("step"));
    const auto* arguments = node.member(QLatin1StringView("arguments"));
    made.ruling = rule(made.tool, arguments ? arguments->value(line) : QJsonValue(), recorded.flow);
    if (const auto* expect = node.member(QLatin1StringView("expect"))) made.expect = expect->string(line);

    const auto verdict = made.ruling.verdict;
    bool runs = verdict == Verdict::Allow;
    if (verdict == Verdict::Ask || verdict == Verdict::StepUp) {
        made.card = recorded.cards + 1;
        const auto answer = memberText(line, node, QLatin1StringView("answer"));
        if (!answer.isEmpty() && answer != u"approve" && answer != u"deny")
            return wrongType(node, QStringLiteral("answer"));
        runs = answer.isEmpty() ? onAsk_ == OnAsk::Approve : answer == u"approve";
    }
    if (verdict == Verdict::Allow && tools_.value(made.tool).effect() != Effect::Read)
        recorded.flow = next(std::move(recorded.flow), WentUnasked{ToolName(made.tool)});
    if (!runs || !node.member(QLatin1StringView("result"))) return made;
    const auto* untrusted = node.member(QLatin1StringView("untrusted"));
    shown += resultLabel(made.tool, !untrusted || untrusted->type != Type::False);
    return made;
}

Parsed<void> Replay::step(QByteArrayView line, const PlacedJson& node, Case& recorded)
{
    if (node.type != Type::Array) return wrongType(node, QStringLiteral("step"));
    QList<toolapi::Label> shown;
    bool asked = false;
    for (const auto& item : node.items) {
        auto made = call(line, item, recorded, shown);
        if (!made) return tl::unexpected(made.error());
        asked = asked || made->card;
        recorded.calls += std::move(*made);
    }
    if (asked) ++recorded.cards;
    for (auto& label : shown)
        recorded.flow = next(std::move(recorded.flow), Shown{std::move(label)});
    return {};
}

Parsed<QList<ReplayedCall>> Replay::run(QByteArrayView line)
{
    auto recorded = caseOf(line);
    if (!recorded) return tl::unexpected(recorded.error());
    for (const auto& event : recorded->events.items) {
        const auto* user = event.member(QLatin1StringView("user"));
        const auto* proposed = event.member(QLatin1StringView("step"));
        if (!user == !proposed) return wrongType(event, QStringLiteral("events"));
        if (proposed) {
            if (const auto done = step(line, *proposed, *recorded); !done) return tl::unexpected(done.error());
            continue;
        }
        if (user->type != Type::String) return wrongType(*user, QStringLiteral("user"));
        recorded->flow = next(std::move(recorded->flow), TurnBegan{{{MessagePart::Origin::Keys, user->string(line)}}});
        if (recorded->chosen)
            recorded->flow =
                next(std::move(recorded->flow), ToolsChosen{ToolsChosen::By::Person, *recorded->chosen, {}});
    }
    return std::move(recorded->calls);
}

} // namespace core::policy
