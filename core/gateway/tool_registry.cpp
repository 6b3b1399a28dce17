#include "core/gateway/tool_registry.h"

#include "core/base/logging.h"
#include "core/toolapi/json_pointer.h"

namespace core::gateway {
namespace {

constexpr qsizetype longestName = 64;

// What every model interface takes as a function name.
bool isToolName(const QString& name)
{
    for (const auto c : name) {
        const auto u = c.unicode();
        const bool letter = (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z');
        if (!letter && !(u >= u'0' && u <= u'9') && u != u'_' && u != u'-') return false;
    }
    return !name.isEmpty() && name.size() <= longestName;
}

// A pointer that leads nowhere would leave an argument without its rule.
Result<> checkPointers(const toolapi::ToolSpec& spec)
{
    const auto properties = spec.inputSchema.value(QLatin1String("properties")).toObject();
    for (const auto& pointer : spec.controlArguments + spec.contentArguments + spec.targetArguments) {
        const auto tokens = toolapi::pointerTokens(pointer);
        if (!tokens || tokens->isEmpty() || !properties.contains(tokens->first()))
            return fail(Errc::InvalidArgument, QStringLiteral("%1 is no argument of the tool's schema").arg(pointer),
                        pointer);
    }
    return {};
}

Result<toolapi::JsonSchema> checked(const toolapi::ToolSpec& spec, const QString& hash)
{
    if (!isToolName(spec.name.text()))
        return fail(Errc::InvalidArgument, QStringLiteral("a tool's name has 1 to 64 letters, digits, '_' and '-'"),
                    QStringLiteral("name"));
    if (hash.isEmpty())
        return fail(Errc::InvalidArgument, QStringLiteral("the definition holds text that cannot be written"));
    if (!spec.run) return fail(Errc::InvalidArgument, QStringLiteral("there is no way to run it"));
    if (spec.timeout <= std::chrono::milliseconds::zero())
        return fail(Errc::InvalidArgument, QStringLiteral("its time-out is not over zero"));
    if (spec.canWait && !toolapi::mayWait(spec.effect))
        return fail(Errc::InvalidArgument, QStringLiteral("an effect of its class cannot wait"),
                    QStringLiteral("canWait"));
    if (spec.inputSchema.value(QLatin1String("type")) != QLatin1String("object"))
        return fail(Errc::InvalidArgument, QStringLiteral("its schema does not say \"type\": \"object\""),
                    QStringLiteral("/inputSchema/type"));
    TRY(checkPointers(spec));
    return toolapi::JsonSchema::compile(spec.inputSchema, toolapi::JsonSchema::Formats::Assert);
}

} // namespace

Result<> ToolRegistry::add(toolapi::ToolSpec spec)
{
    const auto hash = toolapi::definitionHash(spec);
    const auto found = tools_.find(spec.name);
    if (found != tools_.end()) {
        if (found->second.hash == hash && !hash.isEmpty()) return {};
        found->second.disabledReason = QStringLiteral("two different definitions have this name");
        qCWarning(logGateway) << "tool disabled: two definitions:" << spec.name.text();
        return fail(Errc::Conflict, found->second.disabledReason, spec.name.text());
    }
    auto schema = checked(spec, hash);
    const auto name = spec.name;
    Entry entry{std::move(spec), hash};
    if (schema) {
        entry.schema = std::move(*schema);
        entry.facts = policy::ToolFacts(entry.spec);
        tools_.emplace(name, std::move(entry));
        return {};
    }
    entry.disabledReason = schema.error().detail;
    tools_.emplace(name, std::move(entry));
    qCWarning(logGateway) << "tool disabled:" << name.text() << errcName(schema.error().code);
    return tl::unexpected(schema.error());
}

const ToolRegistry::Entry* ToolRegistry::find(const ToolName& name) const
{
    const auto found = tools_.find(name);
    return found == tools_.end() ? nullptr : &found->second;
}

QList<toolapi::ToolSpec> ToolRegistry::enabled() const
{
    QList<toolapi::ToolSpec> specs;
    for (const auto& [name, entry] : tools_)
        if (entry.enabled()) specs += entry.spec;
    return specs;
}

QList<DisabledTool> ToolRegistry::disabled() const
{
    QList<DisabledTool> list;
    for (const auto& [name, entry] : tools_)
        if (!entry.enabled()) list += DisabledTool{name, entry.spec.title, entry.disabledReason};
    return list;
}

} // namespace core::gateway
