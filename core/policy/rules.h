#pragma once

#include "core/policy/ruling.h"

#include <QtCore/QHash>

#include <map>

namespace core::policy {

/// Whose file a rule stands in. The organisation's come first in every list; a person's can only narrow.
enum class Layer { Managed, User };

/// "This may hold": what cannot be told for sure counts against the call.
enum class Holds { No, MayBe, Yes };

struct Operand;

/// One condition of a rule: something about a call, and what is asked of it. RULES.md says what each means.
struct Condition {
    enum class About { Argument, Account, Label, Context };
    enum class Test { Equals, In, Matches, DomainIn, Max, Min };
    About about = About::Argument;
    QString what;          ///< "/to", "subject", "sources", "effect" ...
    QStringList path = {}; ///< of an argument
    Test test = Test::Equals;
    QList<Operand> operands = {}; ///< one, or the list
};

/// What a value is tested against, with all that can be worked out before there is a value.
struct Operand {
    Operand() = default;
    Operand(const QJsonValue& what, Condition::Test test);

    QJsonValue value;
    QString text = {};
    Kind kind = Kind::Text;
    std::optional<QString> form = {}; ///< of a domain without its "*."
    QString loose = {};               ///< what a forgiving program could take it for
    bool below = false;               ///< "*.": only what is below the domain
};

struct Rule {
    Layer layer = Layer::Managed;
    QString file;
    int line = 0;
    QString id;
    QStringList tools; ///< names; "*" stands for any run of characters
    QList<Condition> when = {};
    QList<Condition> unless = {};
    Verdict verdict = Verdict::Ask;
    QString role = {}; ///< with Ask: who approves; empty: the person
    toolapi::SignInNeed stepUp = {};
    Bilingual reason = {};
    Reason said = {};    ///< worked out by Rules
    bool broken = false; ///< stands for a rule or a file that cannot be read: everything it could cover is asked

    /// "pay.json:12 pay-limit"
    [[nodiscard]] QString place() const;
};

/// The rules of all files, ready to be asked. A value; cheap to copy.
class Rules {
public:
    Rules() = default;
    explicit Rules(QList<Rule> rules);

    /// Those whose tool pattern covers the name, in the order of the files.
    [[nodiscard]] QList<const Rule*> of(const ToolName& tool) const;
    [[nodiscard]] const QList<Rule>& all() const noexcept { return rules_; }

private:
    QList<Rule> rules_;
    QHash<QString, QList<qsizetype>> byName_;
    QList<qsizetype> byPattern_;
};

/// The rules of a session, and which ones they are: an approval that was given under others is void.
struct InForce {
    Rules rules = {};
    QString version = {}; ///< SHA-256 (hex) over the files; empty: there are none
};

/// A value that a condition is about.
struct Given {
    QJsonValue value;
    QString text; ///< of a string
};

/// The values of one call and how they read, worked out once however many rules ask.
class Readings {
public:
    [[nodiscard]] const QList<Given>& given(const Condition& condition, const CallFacts& call, const Flow& flow);
    [[nodiscard]] const std::optional<QString>& form(Kind kind, const QString& text);
    [[nodiscard]] const std::optional<QString>& domain(const QString& text);
    [[nodiscard]] const QString& loose(const QString& text);
    [[nodiscard]] bool isPlain(const QString& text) { return form(Kind::Text, text).has_value(); }

private:
    struct Reading {
        std::map<Kind, std::optional<QString>> forms;
        std::optional<std::optional<QString>> domain;
        std::optional<QString> loose;
    };
    std::map<std::pair<Condition::About, QString>, std::optional<QList<Given>>> given_;
    std::map<QString, Reading> seen_; ///< its references stay good
};

/// Whether the rule speaks about this call, whose arguments have their defaults.
[[nodiscard]] bool applies(const Rule& rule, const CallFacts& call, const Flow& flow, Readings& readings);
/// One condition. In `when` one element of a list is enough, in `unless` each must hold.
enum class Quantifier { Any, Each };
[[nodiscard]] Holds holds(const Condition& condition, Quantifier quantifier, const CallFacts& call, const Flow& flow,
                          Readings& readings);

/// "*" stands for any run of characters; everything else for itself.
[[nodiscard]] bool matchesPattern(QStringView pattern, QStringView text);

} // namespace core::policy
