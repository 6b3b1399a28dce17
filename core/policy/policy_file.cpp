#include "core/policy/policy_file.h"

#include "core/policy/policy_nodes_p.h"

#include <QtCore/QSet>

namespace core::policy {

using Type = PlacedJson::Type;

namespace {

constexpr qsizetype longestFile = 1'000'000;
constexpr std::size_t mostRules = 10'000;
constexpr int deepest = 12;

class PolicyReader {
public:
    PolicyReader(QByteArrayView text, QString name, Layer layer)
        : nodes_(text)
        , name_(std::move(name))
        , layer_(layer)
    {}

    PolicyFile read()
    {
        if (nodes_.source().size() > longestFile) {
            broken({0, {QStringLiteral("The file is too long."), QStringLiteral("ファイルが大きすぎます。")}}, {});
            return std::move(file_);
        }
        const auto tree = PlacedJsonReader(nodes_.source(), deepest).read();
        if (!tree) {
            broken(tree.error(), {});
            return std::move(file_);
        }
        if (const auto rules = rulesOf(*tree)) {
            for (const auto& item : (*rules)->items)
                rule(item);
        } else {
            broken(rules.error(), {});
        }
        return std::move(file_);
    }

private:
    // Asks for everything the broken part could have covered.
    void broken(const TextFault& fault, const QStringList& tools)
    {
        const auto place = placeOf(nodes_.source(), fault.offset);
        file_.problems += PolicyProblem{name_, place, fault.message};
        Rule rule;
        rule.layer = layer_;
        rule.file = name_;
        rule.line = place.line;
        rule.tools = tools.isEmpty() ? QStringList{QStringLiteral("*")} : tools;
        rule.broken = true;
        file_.rules += rule;
    }

    Parsed<const PlacedJson*> rulesOf(const PlacedJson& tree) const
    {
        if (const auto known = nodes_.onlyMembers(tree, {"version", "description", "rules"}); !known)
            return tl::unexpected(known.error());
        const auto version = nodes_.needed(tree, QLatin1StringView("version"));
        if (!version) return version;
        if ((*version)->value(nodes_.source()) != QJsonValue(1))
            return NodeReader::fault(**version, QStringLiteral("This program reads version 1."),
                                     QStringLiteral("このプログラムが読めるのはバージョン1です。"));
        const auto rules = nodes_.needed(tree, QLatin1StringView("rules"));
        if (!rules) return rules;
        if ((*rules)->type != Type::Array || (*rules)->items.size() > mostRules)
            return NodeReader::fault(**rules,
                                     QStringLiteral("A list of at most %1 rules is expected here.").arg(mostRules),
                                     QStringLiteral("ここには%1個以下の規則の一覧が必要です。").arg(mostRules));
        return rules;
    }

    void rule(const PlacedJson& node)
    {
        // Read first, so that a mistake elsewhere in the rule asks for these tools alone.
        const auto* toolsNode = node.member(QLatin1StringView("tools"));
        const auto tools = toolsNode ? nodes_.texts(*toolsNode) : Parsed<QStringList>(QStringList());
        auto read = ruleOf(node);
        if (read)
            file_.rules += *read;
        else
            broken(read.error(), tools.value_or(QStringList()));
    }

    // Rules are read in their order, so each line break is counted once.
    int lineOf(qsizetype offset)
    {
        line_ += static_cast<int>(nodes_.source().sliced(counted_, offset - counted_).count('\n'));
        counted_ = offset;
        return line_;
    }

    Parsed<Rule> ruleOf(const PlacedJson& node)
    {
        if (const auto known =
                nodes_.onlyMembers(node, {"id", "description", "tools", "when", "unless", "then", "reason"});
            !known)
            return tl::unexpected(known.error());
        Rule rule;
        rule.layer = layer_;
        rule.file = name_;
        rule.line = lineOf(node.begin);
        const auto idNode = nodes_.needed(node, QLatin1StringView("id"));
        if (!idNode) return tl::unexpected(idNode.error());
        const auto id = nodes_.text(**idNode);
        if (!id) return tl::unexpected(id.error());
        if (ids_.contains(*id))
            return NodeReader::fault(**idNode, QStringLiteral("There is another rule \"%1\" in this file.").arg(*id),
                                     QStringLiteral("このファイルには「%1」という規則がすでにあります。").arg(*id));
        ids_.insert(*id);
        rule.id = *id;
        const auto tools = nodes_.needed(node, QLatin1StringView("tools")).and_then([this](const PlacedJson* list) {
            return nodes_.texts(*list);
        });
        if (!tools) return tl::unexpected(tools.error());
        rule.tools = *tools;
        for (const auto& [name, target] :
             {std::pair{QLatin1StringView("when"), &rule.when}, {QLatin1StringView("unless"), &rule.unless}}) {
            const auto* list = node.member(name);
            if (!list) continue;
            auto read = nodes_.conditions(*list);
            if (!read) return tl::unexpected(read.error());
            *target = std::move(*read);
        }
        if (const auto done = then(node, rule); !done) return tl::unexpected(done.error());
        if (const auto done = reason(node, rule); !done) return tl::unexpected(done.error());
        return rule;
    }

    // --- what follows from it ---

    Parsed<void> then(const PlacedJson& node, Rule& rule) const
    {
        const auto found = nodes_.needed(node, QLatin1StringView("then"));
        if (!found) return tl::unexpected(found.error());
        const auto& what = **found;
        if (what.type == Type::Object) return thenObject(what, rule);
        const auto word = what.string(nodes_.source());
        if (word == u"ask")
            rule.verdict = Verdict::Ask;
        else if (word == u"deny")
            rule.verdict = Verdict::Deny;
        else if (word == u"allow" && layer_ == Layer::Managed)
            rule.verdict = Verdict::Allow;
        else if (word == u"allow")
            return NodeReader::fault(what, QStringLiteral("Your own rules can ask or deny, not allow."),
                                     QStringLiteral("個人の規則に書けるのは確認と拒否だけで、許可は書けません。"));
        else
            return NodeReader::fault(
                what,
                QStringLiteral("One of these is expected here: allow, ask, deny, {\"ask\": role}, {\"stepUp\": ...}."),
                QStringLiteral("ここには次のいずれかが必要です：allow, ask, deny, {\"ask\": 役割}, {\"stepUp\": …}"));
        return {};
    }

    Parsed<void> thenObject(const PlacedJson& what, Rule& rule) const
    {
        if (const auto known = nodes_.onlyMembers(what, {"ask", "stepUp"}); !known) return known;
        if (what.items.size() != 1)
            return NodeReader::fault(
                what, QStringLiteral("Either \"ask\" or \"stepUp\" stands here; two rules make both."),
                QStringLiteral("「ask」か「stepUp」のどちらか一方を書いてください。両方が必要なら規則を2つ書きます。"));
        if (const auto* role = what.member(QLatin1StringView("ask"))) {
            const auto name = nodes_.text(*role);
            if (!name) return tl::unexpected(name.error());
            rule.verdict = Verdict::Ask;
            rule.role = *name;
            return {};
        }
        return stepUp(what.items.front(), rule);
    }

    Parsed<void> stepUp(const PlacedJson& node, Rule& rule) const
    {
        if (const auto known = nodes_.onlyMembers(node, {"acr", "maxAge"}); !known) return known;
        if (node.items.empty())
            return NodeReader::fault(node, QStringLiteral("\"acr\", \"maxAge\" or both are missing here."),
                                     QStringLiteral("ここには「acr」か「maxAge」、または両方が必要です。"));
        rule.verdict = Verdict::StepUp;
        if (const auto* acr = node.member(QLatin1StringView("acr"))) {
            const auto value = nodes_.text(*acr);
            if (!value) return tl::unexpected(value.error());
            rule.stepUp.acr = {*value};
        }
        if (const auto* age = node.member(QLatin1StringView("maxAge"))) {
            const auto seconds = age->value(nodes_.source()).toDouble(-1);
            if (age->type != Type::Number || seconds < 0 || seconds > 1e6 || seconds != static_cast<int>(seconds))
                return NodeReader::fault(*age, QStringLiteral("A number of seconds is expected here."),
                                         QStringLiteral("ここには秒数が必要です。"));
            rule.stepUp.maxAge = std::chrono::seconds(static_cast<int>(seconds));
        }
        return {};
    }

    Parsed<void> reason(const PlacedJson& node, Rule& rule) const
    {
        const auto* found = node.member(QLatin1StringView("reason"));
        if (!found) return {};
        if (const auto known = nodes_.onlyMembers(*found, {"en", "ja"}); !known) return known;
        for (const auto& [name, target] :
             {std::pair{QLatin1StringView("en"), &rule.reason.en}, {QLatin1StringView("ja"), &rule.reason.ja}}) {
            const auto words =
                nodes_.needed(*found, name).and_then([this](const PlacedJson* value) { return nodes_.text(*value); });
            if (!words) return tl::unexpected(words.error());
            *target = *words;
        }
        return {};
    }

    NodeReader nodes_;
    QString name_;
    Layer layer_;
    PolicyFile file_;
    QSet<QString> ids_;
    qsizetype counted_ = 0;
    int line_ = 1;
};

} // namespace

QString PolicyProblem::text() const
{
    return QStringLiteral("%1:%2:%3: %4").arg(file).arg(place.line).arg(place.column).arg(message.en);
}

PolicyFile readPolicyFile(const QByteArray& text, const QString& name, Layer layer)
{
    return PolicyReader(text, name, layer).read();
}

PolicyFile unreadablePolicyFile(const QString& name, Layer layer, const Bilingual& why)
{
    PolicyFile file;
    file.problems += PolicyProblem{name, {}, why};
    Rule rule;
    rule.layer = layer;
    rule.file = name;
    rule.line = 1;
    rule.tools = {QStringLiteral("*")};
    rule.broken = true;
    file.rules += rule;
    return file;
}

} // namespace core::policy
