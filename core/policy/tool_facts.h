#pragma once

#include "core/policy/value_kind.h"
#include "core/toolapi/tool.h"

#include <set>

namespace core::policy {

/// What a value does in a call. An argument that the manifest does not name steers the effect.
enum class Role { Control, Content };

/// One value of a call, or one that is missing from it.
struct Leaf {
    QString argument; ///< the argument it belongs to, by its name at the top
    QString pointer;  ///< JSON Pointer
    QJsonValue value;
    Role role = Role::Control;
    std::optional<Kind> kind = {}; ///< what the schema says it is
    bool isName = false;           ///< a member's name that the schema does not have: chosen by whoever wrote the call
    bool isMissing = false;        ///< not given, and the schema does not say what then holds
    bool isDefault = false;        ///< nothing (null, [], {} or ""), which is what holds when it is not given

    [[nodiscard]] bool isNothing() const;
};

/// What deciding needs of a tool's manifest, worked out once.
class ToolFacts {
public:
    ToolFacts() = default;
    /// An effect that a server claims for its own tool can only be raised: it is at least ReadEgress.
    explicit ToolFacts(const toolapi::ToolSpec& spec);

    [[nodiscard]] const ToolName& name() const noexcept { return name_; }
    [[nodiscard]] const Bilingual& title() const noexcept { return title_; }
    [[nodiscard]] toolapi::Effect effect() const noexcept { return effect_; }
    [[nodiscard]] const QString& audience() const noexcept { return audience_; }
    [[nodiscard]] bool builtIn() const noexcept { return builtIn_; }
    /// How its person must have signed in.
    [[nodiscard]] const toolapi::SignInNeed& signIn() const noexcept { return signIn_; }
    /// Whom a call's arguments reach, as readers are named in labels. Nobody else for what reads or writes the person's
    /// own things; nothing: not known.
    [[nodiscard]] const std::optional<std::set<QString>>& receivers() const noexcept { return receivers_; }
    void setReceivers(std::set<QString> receivers) { receivers_ = std::move(receivers); }

    /// Every value of a call, with the defaults of what is not given and a note of what is missing.
    [[nodiscard]] QList<Leaf> leavesOf(const QJsonObject& arguments) const;
    /// The arguments, with what the schema says holds for those that are not given.
    [[nodiscard]] QJsonObject withDefaults(const QJsonObject& arguments) const;
    /// Whether the tool has an argument that steers it.
    [[nodiscard]] bool hasControl() const noexcept { return hasControl_; }

private:
    struct Walk;
    [[nodiscard]] Role roleOf(const QStringList& path) const;
    void walk(const QJsonValue& value, const QJsonObject& schema, const Walk& at, QList<Leaf>& leaves) const;
    void walkMembers(const QJsonObject& object, const QJsonObject& schema, const Walk& at, QList<Leaf>& leaves) const;

    ToolName name_;
    Bilingual title_;
    toolapi::Effect effect_ = toolapi::Effect::Credential;
    QString audience_;
    toolapi::SignInNeed signIn_;
    bool builtIn_ = false;
    bool hasControl_ = true;
    std::optional<std::set<QString>> receivers_;
    QList<QStringList> control_;
    QList<QStringList> content_;
    QJsonObject schema_;
};

} // namespace core::policy
