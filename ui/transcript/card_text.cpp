#include "ui/transcript/card_text.h"

#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/transcript/call_changes.h"

#include <QtCore/QCoreApplication>

namespace ui::transcript {

namespace {

using core::interfaces::AdminReplayView;
using core::interfaces::ToolCardView;
using State = ToolCardView::State;

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::transcript", text);
}

QString person(const ToolCardView& card)
{
    return text::visibleLine(card.account);
}

// Without an answer: whether there can have been a request.
bool mayHaveBeenSent(State state)
{
    return state == State::OutcomeUnknown || state == State::Failed || state == State::Cancelled;
}

void addFact(QList<Fact>& facts, const QString& name, const QString& value, bool mono)
{
    if (!value.isEmpty()) facts.append(Fact{name, text::visibleText(value), mono});
}

// Nothing of a call that only reads and was let through as all are.
QString letThroughText(const ToolCardView& card)
{
    using By = core::interfaces::LetThroughView::By;
    const auto& [by, signedIn, name] = card.letThrough;
    switch (by) {
    case By::Nothing: break;
    case By::Rules: return card.changesNothing ? QString() : tr("not asked about");
    case By::Person: return signedIn ? tr("approved by you, with a fresh sign-in") : tr("approved by you");
    case By::Somebody:
        return signedIn ? tr("approved by %1, with a fresh sign-in of yours").arg(text::visibleLine(name))
                        : tr("approved by %1").arg(text::visibleLine(name));
    case By::Rule: return tr("by your standing rule");
    }
    return {};
}

} // namespace

QString cardTitle(const ToolCardView& card)
{
    const QString title = text::localised(card.title);
    return text::visibleLine(title.isEmpty() ? card.tool : title);
}

QString cardAccountLine(const ToolCardView& card)
{
    QStringList parts;
    if (!card.account.isEmpty()) parts.append(tr("as %1").arg(person(card)));
    if (!card.organisation.isEmpty()) parts.append(text::visibleLine(card.organisation));
    if (card.demo) parts.append(tr("demo"));
    if (const QString by = letThroughText(card); !by.isEmpty()) parts.append(by);
    return parts.join(QStringLiteral(" · "));
}

QString cardText(const ToolCardView& card)
{
    const CardStatus status = cardStatus(card);
    QStringList parts = {cardTitle(card)};
    if (!card.target.isEmpty()) parts.append(text::visibleLine(card.target));
    const QString account = cardAccountLine(card);
    if (!account.isEmpty()) parts.append(account);
    parts.append(status.label);
    if (!status.sentence.isEmpty()) parts.append(status.sentence);
    const auto& [name, value, mono] = status.quote;
    if (!value.isEmpty()) parts.append(QStringLiteral("%1: “%2”").arg(name, text::visibleLine(value)));
    if (const QString changes = changesText(card); !changes.isEmpty()) parts.append(changes);
    return QLatin1Char('[') + parts.join(QStringLiteral(" | ")) + QLatin1Char(']');
}

QList<Fact> argumentFacts(const ToolCardView& card)
{
    QList<Fact> facts{Fact{tr("Tool"), text::visibleLine(card.tool), true}};
    for (const auto& [name, value, leftOut] : card.arguments) {
        QString shown = text::visibleText(value);
        //: At the end of a text; %1 is a number
        if (leftOut > 0) shown += QLatin1Char('\n') + tr("… (characters not shown: %1)").arg(leftOut);
        facts.append(Fact{text::visibleLine(name), shown, true});
    }
    if (card.moreArguments > 0)
        facts.append(Fact{tr("Arguments not shown"), QString::number(card.moreArguments), false});
    if (facts.size() == 1) facts.append(Fact{{}, tr("Called without arguments."), false});
    return facts;
}

QList<Fact> whyFacts(const ToolCardView& card)
{
    const auto& why = card.why;
    QList<Fact> facts;
    addFact(facts, tr("Person"), why.person, false);
    addFact(facts, tr("Account ID"), why.subject, true);
    addFact(facts, tr("Signed in at"), why.issuer, true);
    addFact(facts, tr("Sign-in is for"), why.audience, true);
    addFact(facts, tr("Permissions"), why.scopes.join(QLatin1Char(' ')), true);
    const QString request = (why.method + QLatin1Char(' ') + why.url).trimmed();
    addFact(facts, tr("Request"), request, true);
    if (why.httpStatus > 0)
        addFact(facts, tr("Answer"), QStringLiteral("HTTP %1").arg(why.httpStatus), true);
    else
        addFact(facts, tr("Answer"), mayHaveBeenSent(card.state) ? tr("None arrived.") : tr("No request was made."),
                false);
    addFact(facts, tr("In its own words"), why.answer, true);
    addFact(facts, tr("Declined by"), card.unapproved.by, false);
    addFact(facts, tr("Their account ID"), card.unapproved.bySubject, true);
    addFact(facts, tr("Role needed"), card.unapproved.roles.join(QStringLiteral(", ")), false);
    const QString explanation = text::localised(why.explanation);
    addFact(facts, tr("Reason"), explanation, false);
    addFact(facts, tr("Rule"), why.rule, true);
    // English, and for whoever looks into it: better than nothing, but no answer to the person.
    if (explanation.isEmpty()) addFact(facts, tr("Technical detail"), why.reason, true);
    return facts;
}

AdminReplayText adminReplayText(const ToolCardView& card)
{
    AdminReplayText told;
    if (!card.adminReplay) return told;
    const auto& replay = *card.adminReplay;
    switch (replay.state) {
    case AdminReplayView::State::Running: told.title = tr("Asking again with the demo's admin key"); return told;
    case AdminReplayView::State::Failed:
        told.title = tr("The demo of the admin key did not work");
        told.explanation = tr("No answer came. Please try again.");
        return told;
    case AdminReplayView::State::Done: break;
    }
    told.leaked = replay.httpStatus >= 200 && replay.httpStatus < 300;
    if (told.leaked) {
        told.title = tr("Demo: with an admin key it leaks");
        told.explanation = tr("The same request, sent with the demo API's own admin key instead of %1's sign-in: HTTP "
                              "%2. This is what an agent that holds such a key would hand out.")
                               .arg(person(card), QString::number(replay.httpStatus));
    } else {
        told.title = tr("Demo: the admin key was refused as well");
        told.explanation = tr("The same request, sent with the demo API's own admin key: HTTP %1.")
                               .arg(QString::number(replay.httpStatus));
    }
    return told;
}

} // namespace ui::transcript
