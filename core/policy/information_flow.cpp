// The rules that stop a hostile model. Each adds a reason to ask; none takes one away.
#include "core/policy/ruling.h"
#include "core/policy/sentences_p.h"
#include "core/toolapi/json_pointer.h"

#include <QtCore/QHash>

#include <algorithm>

namespace core::policy {

using toolapi::Effect;

namespace {

/// One look at one call. Which values are the person's is found out once and used by several rules.
class Inspection {
public:
    Inspection(const CallFacts& call, const Flow& flow)
        : call_(call)
        , flow_(flow)
        , effect_(call.tool.effect())
        , leaves_(call.tool.leavesOf(call.arguments))
    {}

    QList<Reason> reasons()
    {
        const bool reads = effect_ == Effect::Read;
        const bool judgeAll = !reads || !reachesNobody();
        if (judgeAll)
            for (const auto& leaf : leaves_) {
                if (reasons_.size() >= mostReasons) break; // it is asked; nobody reads on
                judge(leaf);
            }
        if (!reads) {
            toolChosen();
            classAsks();
            somethingIsYours();
            onlyOnce();
        }
        readersSuffice();
        if (reasons_.isEmpty()) {
            const auto ground = reads ? Ground::ReadsOnly : Ground::YoursThroughout;
            reasons_ += Reason{Verdict::Allow, ground, sentenceFor(ground, {})};
        }
        return std::move(reasons_);
    }

    QList<ValueOrigin> origins()
    {
        QList<ValueOrigin> found;
        for (const auto& leaf : leaves_)
            if (!leaf.isMissing) found += ValueOrigin{leaf, originOf(leaf)};
        return found;
    }

private:
    ValueOrigin::From originOf(const Leaf& leaf)
    {
        using From = ValueOrigin::From;
        if (leaf.isDefault || toolapi::pointerValue(call_.arguments, leaf.pointer).isUndefined()) return From::Default;
        if (leaf.isNothing()) return From::Other; // it may empty something, or stand for everybody
        const bool own = leaf.role == Role::Control ? !problemOf(leaf) : isPassage(leaf) || isHandedIn(leaf);
        return own ? From::Person : From::Other;
    }

    void ask(Ground ground, const Leaf& leaf = {})
    {
        // A member whose name somebody made up has two leaves in one place.
        const bool said = std::any_of(reasons_.begin(), reasons_.end(), [&](const Reason& one) {
            return one.ground == ground && one.pointer == leaf.pointer && !leaf.pointer.isEmpty();
        });
        if (!said) reasons_ += Reason{Verdict::Ask, ground, sentenceFor(ground, leaf.argument), leaf.pointer};
    }

    // --- which tool ---

    void toolChosen()
    {
        if (!flow_.chosen)
            ask(Ground::NothingChosen);
        else if (!flow_.chosen->contains(call_.tool.name()))
            ask(Ground::NotChosen);
    }

    void classAsks()
    {
        switch (effect_) {
        case Effect::Read:
        case Effect::ReadEgress:
        case Effect::Write:
        case Effect::Egress: return;
        case Effect::Permission:
        case Effect::Commit:
        case Effect::Destructive:
        case Effect::Credential: break;
        } // no default, and what is not a class of its own always asks
        reasons_ += Reason{Verdict::Ask, Ground::AlwaysAsked, sentenceForClass(effect_)};
    }

    // Words that ask for one effect do not ask for ten. A second search changes nothing; its words are judged.
    void onlyOnce()
    {
        if (effect_ != Effect::ReadEgress && flow_.unasked.contains(call_.tool.name())) ask(Ground::Again);
    }

    // --- which values ---

    void judge(const Leaf& leaf)
    {
        if (leaf.isMissing && effect_ != Effect::Read) ask(Ground::LeftOpen, leaf);
        if (leaf.isMissing) return;
        const auto problem = problemOf(leaf);
        if (effect_ == Effect::Read) { // only where its readers matter
            allYours_ = allYours_ && !problem;
            return;
        }
        if (leaf.role == Role::Control) {
            if (problem)
                ask(*problem, leaf);
            else
                controlIsYours_ = controlIsYours_ || !leaf.isNothing();
            allYours_ = allYours_ && !problem;
            return;
        }
        const bool own = leaf.isNothing() ? leaf.isDefault : isPassage(leaf) || isHandedIn(leaf);
        allYours_ = allYours_ && own;
        if (!own && flow_.isTainted()) ask(Ground::ForeignContent, leaf);
        linksAreYours(leaf);
    }

    // "each control argument is the sole value of its kind the person typed this turn or was picked for that argument"
    std::optional<Ground> problemOf(const Leaf& leaf)
    {
        if (leaf.isNothing())
            return leaf.isDefault || leaf.role == Role::Content ? std::nullopt : std::optional(Ground::LeftOpen);
        const auto text = textOf(leaf.value);
        if (!text) return Ground::NotYours; // true and false are nobody's words
        const auto kind = kindOfLeaf(leaf, *text);
        if (isPicked(leaf, kind, *text) || isEndorsed(leaf, kind, *text)) return std::nullopt;
        if (flow_.typed.isSole(kind, *text)) return usedElsewhere(leaf, kind, *text);
        if (!plainText(*text)) return Ground::Unreadable;
        return wasTyped(kind, *text) ? Ground::NotTheOnly : Ground::NotYours;
    }

    static std::optional<QString> textOf(const QJsonValue& value)
    {
        if (value.isDouble()) return decimalOf(value.toDouble());
        return value.isString() ? std::optional(value.toString()) : std::nullopt;
    }

    std::optional<Ground> usedElsewhere(const Leaf& leaf, Kind kind, const QString& text)
    {
        if (leaf.role == Role::Content) return std::nullopt;
        const auto key = kindName(kind) + u' ' + formOf(kind, text).value_or(QString());
        const auto place = places_.constFind(key);
        if (place != places_.constEnd() && *place != leaf.argument) return Ground::TwoPlaces;
        places_.insert(key, leaf.argument);
        return std::nullopt;
    }

    bool wasTyped(Kind kind, const QString& text) const
    {
        const auto form = formOf(kind, text);
        return form && std::any_of(flow_.typed.values.begin(), flow_.typed.values.end(),
                                   [&](const TypedValue& value) { return formOf(kind, value.text) == form; });
    }

    bool isFor(const Leaf& leaf, const ToolName& tool, const QString& pointer) const
    {
        return tool == call_.tool.name() && !leaf.isName &&
               (leaf.pointer == pointer || leaf.pointer.startsWith(pointer + u'/'));
    }

    bool isPicked(const Leaf& leaf, Kind kind, const QString& text) const
    {
        const auto form = formOf(kind, text);
        return form && std::any_of(flow_.picks.begin(), flow_.picks.end(), [&](const Picked& pick) {
                   return isFor(leaf, pick.tool, pick.pointer) && formOf(kind, pick.value) == form;
               });
    }

    bool isEndorsed(const Leaf& leaf, Kind kind, const QString& text) const
    {
        const auto form = formOf(kind, text);
        return form && std::any_of(flow_.endorsements.begin(), flow_.endorsements.end(), [&](const Endorsed& tick) {
                   return isFor(leaf, tick.tool, tick.pointer) && tick.kind == kind && formOf(kind, tick.value) == form;
               });
    }

    // A value that was typed for something else is no content of the person's.
    bool isHandedIn(const Leaf& leaf) const
    {
        const auto text = textOf(leaf.value);
        if (!text) return false;
        const auto kind = kindOfLeaf(leaf, *text);
        return isPicked(leaf, kind, *text) || isEndorsed(leaf, kind, *text);
    }

    static Kind kindOfLeaf(const Leaf& leaf, const QString& text)
    {
        if (leaf.value.isDouble()) return Kind::Number;
        return leaf.kind.value_or(leaf.isName ? Kind::Text : kindOf(text));
    }

    bool isPassage(const Leaf& leaf) const
    {
        return leaf.value.isString() && !leaf.isName && flow_.typed.isPassage(leaf.value.toString());
    }

    // "URLs in outgoing text are control arguments"
    void linksAreYours(const Leaf& leaf)
    {
        if (effect_ == Effect::Write || !leaf.value.isString()) return;
        const auto links = linksIn(leaf.value.toString());
        const bool typed = std::all_of(links.begin(), links.end(),
                                       [this](const QString& link) { return flow_.typed.isSole(kindOf(link), link); });
        if (!typed) ask(Ground::ForeignLink, leaf);
    }

    void somethingIsYours()
    {
        if (call_.tool.hasControl() && !controlIsYours_ && reasons_.isEmpty()) ask(Ground::NothingYours);
    }

    // --- who gets to see it ---

    bool reachesNobody() const { return call_.tool.receivers() && call_.tool.receivers()->empty(); }

    // What is not the person's own may hold anything the model has read.
    void readersSuffice()
    {
        const auto& readers = flow_.context.readers;
        if (allYours_ || readers.everyone || reachesNobody()) return;
        const auto& receivers = call_.tool.receivers();
        const bool allMay =
            receivers && std::all_of(receivers->begin(), receivers->end(),
                                     [&readers](const QString& who) { return readers.who.contains(who); });
        if (!allMay) ask(Ground::ReadersShort);
    }

    const CallFacts& call_;
    const Flow& flow_;
    Effect effect_;
    QList<Leaf> leaves_;
    QList<Reason> reasons_;
    QHash<QString, QString> places_; ///< a typed value's form and the argument it stands in
    bool controlIsYours_ = false;
    bool allYours_ = true;
};

} // namespace

QList<ValueOrigin> originsOf(const CallFacts& call, const Flow& flow)
{
    return Inspection(call, flow).origins();
}

QList<Reason> informationFlow(const CallFacts& call, const Flow& flow)
{
    return Inspection(call, flow).reasons();
}

} // namespace core::policy
