#pragma once

#include "core/policy/rules.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace tests {

inline QJsonObject json(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

/// A tool that posts something to somebody, and a turn in which a call of it goes through unasked. Each test changes
/// one thing.
struct Scene {
    core::toolapi::ToolSpec spec;
    QJsonObject arguments = json("{\"to\":\"bob@example.com\",\"text\":\"Hello\"}");
    core::policy::Flow flow;
    core::policy::Rules rules;
    core::UserKey person{QStringLiteral("https://login.example"), QStringLiteral("asan")};

    explicit Scene(core::toolapi::Effect effect = core::toolapi::Effect::Egress,
                   const QString& message = QStringLiteral("Write to bob@example.com: \"See you at the station\""))
    {
        spec.name = core::ToolName(QStringLiteral("post"));
        spec.effect = effect;
        spec.definedBy = core::toolapi::DefinedBy::Program;
        spec.inputSchema =
            json("{\"type\":\"object\",\"properties\":{\"to\":{\"type\":\"string\"},"
                 "\"text\":{\"type\":\"string\"},"
                 "\"copies\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"string\"},\"default\":null}}}");
        spec.controlArguments = {QStringLiteral("/to"), QStringLiteral("/copies")};
        spec.contentArguments = {QStringLiteral("/text")};
        say(message);
        choose({QStringLiteral("post")});
    }

    void happen(const core::policy::FlowEvent& event) { flow = core::policy::next(std::move(flow), event); }
    void say(const QString& message)
    {
        happen(core::policy::TurnBegan{{{core::policy::MessagePart::Origin::Keys, message}}});
    }
    void choose(const QStringList& tools)
    {
        std::set<core::ToolName> names;
        for (const auto& tool : tools)
            names.insert(core::ToolName(tool));
        happen(core::policy::ToolsChosen{core::policy::ToolsChosen::By::Person, names, {}});
    }
    /// Something from outside, that everybody may read.
    void taint() { happen(core::policy::Shown{core::toolapi::fromTool(QStringLiteral("mail"), {})}); }
    /// Something that is trusted and for these eyes only.
    void showPrivately(const std::set<QString>& readers)
    {
        auto label = core::toolapi::fromTool(QStringLiteral("payslip"), {false, readers});
        label.integrity = core::toolapi::Integrity::Trusted;
        happen(core::policy::Shown{label});
    }
    [[nodiscard]] core::policy::Ruling decide() const
    {
        const core::policy::ToolFacts facts(spec);
        return core::policy::decide({facts, arguments, person}, flow, rules);
    }
    [[nodiscard]] core::policy::Ruling decide(const std::set<QString>& receivers) const
    {
        core::policy::ToolFacts facts(spec);
        facts.setReceivers(receivers);
        return core::policy::decide({facts, arguments, person}, flow, rules);
    }
};

/// The grounds of a ruling in one line: "not-yours /to, foreign-link /text".
inline QString groundsOf(const core::policy::Ruling& ruling)
{
    QStringList all;
    for (const auto& reason : ruling.reasons)
        all += (core::policy::groundName(reason.ground) + u' ' + reason.pointer).trimmed();
    return all.join(QStringLiteral(", "));
}

} // namespace tests
