#include "core/policy/policy_nodes_p.h"
#include "core/policy/value_forms_p.h"
#include "core/toolapi/json_pointer.h"

#include <algorithm>

namespace core::policy {

using Type = PlacedJson::Type;
using About = Condition::About;
using Test = Condition::Test;

namespace {

struct AboutWord {
    std::string_view word;
    About about;
    QStringList values; ///< what may follow; empty: a JSON Pointer
};

const QList<AboutWord>& aboutWords()
{
    static const QList<AboutWord> words{
        {"argument", About::Argument, {}},
        {"account", About::Account, {QStringLiteral("issuer"), QStringLiteral("subject"), QStringLiteral("audience")}},
        {"label", About::Label, {QStringLiteral("integrity"), QStringLiteral("sources"), QStringLiteral("readers")}},
        {"context", About::Context, {QStringLiteral("effect"), QStringLiteral("builtIn"), QStringLiteral("chosen")}},
    };
    return words;
}

struct TestWord {
    std::string_view word;
    Test test;
};

constexpr TestWord testWords[] = {
    {"equals", Test::Equals},     {"in", Test::In},   {"matches", Test::Matches},
    {"domainIn", Test::DomainIn}, {"max", Test::Max}, {"min", Test::Min},
};

// Whatever a condition may say: what it is about, and its test.
const std::vector<std::string_view>& conditionWords()
{
    static const auto words = [] {
        std::vector<std::string_view> all;
        for (const auto& known : aboutWords())
            all.emplace_back(known.word);
        for (const auto& known : testWords)
            all.emplace_back(known.word);
        return all;
    }();
    return words;
}

Parsed<void> operand(const NodeReader& reader, const PlacedJson& node, Condition& made)
{
    const bool number = made.test == Test::Max || made.test == Test::Min;
    const bool mustBeText = made.test == Test::Matches || made.test == Test::DomainIn;
    if (number && node.type != Type::Number)
        return NodeReader::fault(node, QStringLiteral("A number is expected here."),
                                 QStringLiteral("ここには数値が必要です。"));
    if (mustBeText || node.type == Type::String) {
        const auto value = reader.text(node);
        if (!value) return tl::unexpected(value.error());
        const auto host =
            value->startsWith(QLatin1StringView("*.")) ? QStringView(*value).sliced(2) : QStringView(*value);
        if (made.test == Test::DomainIn && !hostForm(host))
            return NodeReader::fault(node, QStringLiteral("This is not a domain."),
                                     QStringLiteral("ドメイン名ではありません。"));
    } else if (node.type != Type::Number && !node.isBool()) {
        return NodeReader::fault(node, QStringLiteral("A text, a number, true or false is expected here."),
                                 QStringLiteral("ここには文字列、数値、true、falseのいずれかが必要です。"));
    }
    made.operands += Operand(node.value(reader.source()), made.test);
    return {};
}

Parsed<void> test(const NodeReader& reader, const QString& name, const PlacedJson& node, Condition& made)
{
    const auto* word = std::find_if(std::begin(testWords), std::end(testWords),
                                    [&name](const TestWord& known) { return name.toStdString() == known.word; });
    made.test = word->test;
    const bool isList = made.test == Test::In || made.test == Test::DomainIn;
    if (!isList) return operand(reader, node, made);
    if (node.type != Type::Array || node.items.empty())
        return NodeReader::fault(node, QStringLiteral("A list is expected here."),
                                 QStringLiteral("ここには一覧が必要です。"));
    for (const auto& item : node.items)
        if (const auto done = operand(reader, item, made); !done) return done;
    return {};
}

Parsed<void> about(const NodeReader& reader, const PlacedJson& node, const AboutWord& word, Condition& made)
{
    const auto what = reader.text(node);
    if (!what) return tl::unexpected(what.error());
    made.about = word.about;
    made.what = *what;
    if (word.values.isEmpty()) {
        const auto path = toolapi::pointerTokens(*what);
        if (!path || path->isEmpty())
            return NodeReader::fault(node, QStringLiteral("A path to an argument starts with a slash: \"/amount\"."),
                                     QStringLiteral("引数のパスはスラッシュで始めてください（例：\"/amount\"）。"));
        made.path = *path;
    } else if (!word.values.contains(*what)) {
        return NodeReader::fault(
            node, QStringLiteral("One of these is expected here: %1.").arg(word.values.join(QStringLiteral(", "))),
            QStringLiteral("ここには次のいずれかが必要です：%1").arg(word.values.join(QStringLiteral(", "))));
    }
    return {};
}

Parsed<Condition> condition(const NodeReader& reader, const PlacedJson& node)
{
    if (const auto known = reader.onlyMembers(node, conditionWords()); !known) return tl::unexpected(known.error());
    Condition made;
    int abouts = 0;
    int tests = 0;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        const auto& name = node.keys[i].name;
        const auto isAbout = std::find_if(aboutWords().begin(), aboutWords().end(),
                                          [&name](const AboutWord& word) { return name.toStdString() == word.word; });
        const auto done = isAbout != aboutWords().end() ? about(reader, node.items[i], *isAbout, made)
                                                        : test(reader, name, node.items[i], made);
        if (!done) return tl::unexpected(done.error());
        ++(isAbout != aboutWords().end() ? abouts : tests);
    }
    if (abouts != 1 || tests != 1)
        return NodeReader::fault(node, QStringLiteral("A condition is about one thing and has one test."),
                                 QStringLiteral("条件には、対象と判定を1つずつ書いてください。"));
    return made;
}

} // namespace

tl::unexpected<TextFault> NodeReader::fault(const PlacedJson& node, const QString& en, const QString& ja)
{
    return tl::unexpected<TextFault>(TextFault{node.begin, {en, ja}});
}

Parsed<void> NodeReader::onlyMembers(const PlacedJson& object, const std::vector<std::string_view>& known) const
{
    if (object.type != Type::Object)
        return fault(object, QStringLiteral("An object in braces is expected here."),
                     QStringLiteral("ここには波括弧で囲んだオブジェクトが必要です。"));
    for (const auto& key : object.keys)
        if (std::find(known.begin(), known.end(), key.name.toStdString()) == known.end())
            return tl::unexpected<TextFault>(TextFault{key.offset,
                                                       {QStringLiteral("\"%1\" is not known here.").arg(key.name),
                                                        QStringLiteral("「%1」はここでは使えません。").arg(key.name)}});
    return {};
}

Parsed<QString> NodeReader::text(const PlacedJson& node) const
{
    const auto value = node.string(text_);
    if (node.type != Type::String || value.trimmed().isEmpty())
        return fault(node, QStringLiteral("A text is expected here."), QStringLiteral("ここには文字列が必要です。"));
    if (!plainText(value))
        return fault(node, QStringLiteral("This text holds characters that do not show or stand for others."),
                     QStringLiteral("見えない文字やほかの文字に似せた文字が含まれています。"));
    return value;
}

Parsed<const PlacedJson*> NodeReader::needed(const PlacedJson& object, QLatin1StringView name) const
{
    if (const auto* found = object.member(name)) return found;
    return fault(object, QStringLiteral("\"%1\" is missing here.").arg(name),
                 QStringLiteral("ここには「%1」が必要です。").arg(name));
}

Parsed<QStringList> NodeReader::texts(const PlacedJson& node) const
{
    if (node.type != Type::Array || node.items.empty())
        return fault(node, QStringLiteral("A list of texts is expected here."),
                     QStringLiteral("ここには文字列の一覧が必要です。"));
    QStringList all;
    for (const auto& item : node.items) {
        const auto one = text(item);
        if (!one) return tl::unexpected(one.error());
        all += *one;
    }
    return all;
}

Parsed<QList<Condition>> NodeReader::conditions(const PlacedJson& node) const
{
    if (node.type != Type::Array || node.items.empty())
        return fault(node, QStringLiteral("A list of conditions is expected here."),
                     QStringLiteral("ここには条件の一覧が必要です。"));
    QList<Condition> all;
    for (const auto& item : node.items) {
        auto one = condition(*this, item);
        if (!one) return tl::unexpected(one.error());
        all += std::move(*one);
    }
    return all;
}

} // namespace core::policy
