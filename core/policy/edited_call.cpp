#include "core/policy/edited_call.h"

#include "core/policy/sentences_p.h"
#include "core/toolapi/json_pointer.h"

#include <QtCore/QSet>

#include <algorithm>

namespace core::policy {
namespace {

using Mark = EditedValue::Mark;

// So many characters in a row are not in two texts by chance.
constexpr qsizetype longestChance = 11;
// A value that steers, such as an address, is one token and counts as a whole.
constexpr qsizetype longestToken = 100;

bool isGiven(const Leaf& leaf, const QJsonObject& arguments)
{
    return !leaf.isMissing && !toolapi::pointerValue(arguments, leaf.pointer).isUndefined();
}

bool isNested(const Leaf& leaf)
{
    return leaf.pointer.indexOf(u'/', 1) >= 0;
}

bool isOneToken(const QString& text)
{
    return text.size() <= longestToken &&
           std::none_of(text.begin(), text.end(), [](const QChar& one) { return one.isSpace(); });
}

/// What the agent had.
class Proposal {
public:
    Proposal(const ToolFacts& tool, const QJsonObject& arguments)
    {
        for (const auto& leaf : tool.leavesOf(arguments))
            if (isGiven(leaf, arguments)) leaves_ += leaf;
    }

    [[nodiscard]] const QList<Leaf>& leaves() const { return leaves_; }

    [[nodiscard]] const Leaf* at(const Leaf& place) const
    {
        const auto found = std::find_if(leaves_.begin(), leaves_.end(), [&](const Leaf& one) {
            return one.pointer == place.pointer && one.isName == place.isName;
        });
        return found == leaves_.end() ? nullptr : &*found;
    }

    /// Whether a value that differs from what stood in its place is the person's own.
    [[nodiscard]] bool isForeignTo(const Leaf& leaf)
    {
        const bool moved =
            (isNested(leaf) || leaf.isName) && std::any_of(leaves_.begin(), leaves_.end(), [&](const Leaf& one) {
                return one.argument == leaf.argument && one.isName == leaf.isName && one.value == leaf.value;
            });
        return !moved && !(leaf.value.isString() && keepsText(leaf, leaf.value.toString()));
    }

private:
    // Words of the agent's stay the agent's, whatever stands around them.
    [[nodiscard]] bool keepsText(const Leaf& leaf, const QString& text)
    {
        if (leaf.role == Role::Control && isOneToken(text)) return false;
        const auto runs = [](const QString& of) { return of.size() - longestChance; };
        if (!pieces_) {
            pieces_.emplace();
            for (const auto& one : std::as_const(leaves_))
                for (qsizetype i = 0; one.value.isString() && i < runs(one.value.toString()); ++i)
                    pieces_->insert(one.value.toString().mid(i, longestChance + 1));
        }
        for (qsizetype i = 0; i < runs(text); ++i)
            if (pieces_->contains(text.mid(i, longestChance + 1))) return true;
        return false;
    }

    QList<Leaf> leaves_;
    std::optional<QSet<QString>> pieces_;
};

EditedValue compared(Proposal& proposal, const Leaf& leaf, bool given)
{
    EditedValue value{leaf};
    const auto* before = proposal.at(leaf);
    if (before) value.before = before->value;
    if (before && before->value != leaf.value) value.mark = Mark::Changed;
    if (!before && given) value.mark = Mark::Added;
    value.typed = given && value.mark != Mark::Same && proposal.isForeignTo(leaf);
    return value;
}

} // namespace

QList<EditedValue> editedValues(const ToolFacts& tool, const QJsonObject& proposed, const QJsonObject& edited)
{
    Proposal proposal(tool, proposed);
    QList<EditedValue> values;
    for (const auto& leaf : tool.leavesOf(edited))
        if (!leaf.isMissing) values += compared(proposal, leaf, isGiven(leaf, edited));
    const auto kept = values;
    for (const auto& leaf : proposal.leaves()) {
        const bool inPlace = !toolapi::pointerValue(edited, leaf.pointer).isUndefined() ||
                             std::any_of(kept.begin(), kept.end(), [&leaf](const EditedValue& one) {
                                 return one.leaf.pointer == leaf.pointer && one.leaf.isName == leaf.isName;
                             });
        if (!inPlace) values += EditedValue{leaf, Mark::Removed, leaf.value};
    }
    return values;
}

Flow withEdit(Flow flow, const ToolFacts& tool, const QList<EditedValue>& values)
{
    for (const auto& value : values) {
        if (!value.typed || value.leaf.isName) continue;
        const auto& given = value.leaf.value;
        const auto text = given.isDouble() ? decimalOf(given.toDouble()) : std::optional(given.toString());
        if (text && !text->isEmpty())
            flow = next(std::move(flow), PersonPicked{{tool.name(), value.leaf.pointer, *text}});
    }
    return flow;
}

Ruling underEdit(Ruling ruling)
{
    if (ruling.verdict == Verdict::Deny) return ruling;
    if (ruling.verdict == Verdict::Allow) {
        ruling.verdict = Verdict::Ask;
        ruling.reasons.clear();
    }
    ruling.reasons += Reason{Verdict::Ask, Ground::EditedByYou, sentenceFor(Ground::EditedByYou, {})};
    return ruling;
}

} // namespace core::policy
