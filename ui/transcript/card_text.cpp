#include "ui/transcript/card_text.h"

#include "ui/text/error_text.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

namespace ui::transcript {

namespace {

using core::interfaces::AdminReplayView;
using core::interfaces::ToolCardView;
using State = ToolCardView::State;
using theme::Icon;
using theme::Tone;

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::transcript", text);
}

// The address in numbers: a name may begin like one.
bool isLoopback(const QString& host)
{
    static const QRegularExpression address(QStringLiteral("\\A127(\\.[0-9]{1,3}){3}\\z"));
    return address.match(host).hasMatch() || host == QLatin1String("localhost") || host == QLatin1String("::1");
}

/// What the API is called in a sentence: the name it was given, else its host, which is where the request went. A
/// service on this machine, as in the demo, has no host worth telling: then it is the audience of the sign-in.
QString apiName(const ToolCardView& card)
{
    if (!card.api.en.isEmpty()) return text::visibleLine(text::localised(card.api));
    const QString host = QUrl(card.why.url).host(QUrl::FullyEncoded);
    if (!host.isEmpty() && !isLoopback(host)) return host;
    const QString audience = text::visibleLine(card.why.audience);
    const QString audienceHost = QUrl(audience).host(QUrl::FullyEncoded);
    if (!audienceHost.isEmpty() && !isLoopback(audienceHost)) return audienceHost;
    const bool name = !audience.isEmpty() && audienceHost.isEmpty() && audience.size() <= 40;
    return name ? audience : tr("the API");
}

QString person(const ToolCardView& card)
{
    return text::visibleLine(card.account);
}

CardStatus refusedByApi(const ToolCardView& card)
{
    CardStatus status{tr("Blocked"), {}, Icon::Blocked, Tone::Danger, false};
    if (card.why.httpStatus > 0) {
        //: %1 is a host name, %2 a number such as 403, %3 a person's name
        status.sentence = tr("Blocked by %1: HTTP %2. %3's sign-in does not open this.")
                              .arg(apiName(card), QString::number(card.why.httpStatus), person(card));
    } else {
        status.sentence = tr("Blocked by %1. %2's sign-in does not open this.").arg(apiName(card), person(card));
    }
    return status;
}

QString errorSentence(const ToolCardView& card)
{
    return card.error ? text::errorText(*card.error, text::Context::ToolCall) : QString();
}

CardStatus refusedByPolicy(const ToolCardView& card)
{
    CardStatus status{tr("Not allowed"), {}, Icon::Shield, Tone::Danger, false};
    status.sentence = tr("Sekisho stopped this before any request was sent.");
    const QString why = text::visibleLine(text::localised(card.why.explanation));
    //: Two sentences, one after the other
    if (!why.isEmpty()) status.sentence = tr("%1 %2").arg(status.sentence, why);
    return status;
}

void addFact(QList<Fact>& facts, const QString& name, const QString& value, bool mono)
{
    if (!value.isEmpty()) facts.append(Fact{name, text::visibleText(value), mono});
}

} // namespace

CardStatus cardStatus(const ToolCardView& card)
{
    switch (card.state) {
    case State::Running: return {tr("Running"), {}, Icon::Clock, Tone::Neutral, true};
    case State::Done: return {tr("Done"), {}, Icon::Check, Tone::Success, false};
    case State::ApiRefused: return refusedByApi(card);
    case State::ApiNotFound:
        return {tr("Not found"),
                tr("%1 knows no such thing, or does not show it to %2 (HTTP %3).")
                    .arg(apiName(card), person(card), QString::number(card.why.httpStatus)),
                Icon::Question, Tone::Warning, false};
    case State::ApiFailed: {
        const QString sentence = errorSentence(card);
        return {tr("Service problem"),
                sentence.isEmpty()
                    ? tr("%1 could not answer (HTTP %2).").arg(apiName(card), QString::number(card.why.httpStatus))
                    : sentence,
                Icon::Warning, Tone::Warning, false};
    }
    case State::PolicyRefused: return refusedByPolicy(card);
    case State::BadArguments:
        return {tr("Not sent"), tr("The model's request was not well formed, so nothing was sent."), Icon::Warning,
                Tone::Warning, false};
    case State::Failed: {
        const QString sentence = errorSentence(card);
        return {tr("Failed"), sentence.isEmpty() ? tr("This did not work.") : sentence, Icon::Warning, Tone::Warning,
                false};
    }
    case State::Cancelled: return {tr("Stopped"), tr("Stopped before it finished."), Icon::Stop, Tone::Neutral, false};
    case State::OutcomeUnknown:
        return {tr("May have run: check"),
                tr("The connection broke before the answer came. This may have been carried out: please check before "
                   "asking again. It is not repeated by itself."),
                Icon::Question, Tone::Warning, false};
    case State::Waiting:
        return {tr("Waiting for you"), tr("Nothing was done yet. It runs only if you approve it below."), Icon::Clock,
                Tone::Warning, false};
    case State::Denied:
        return {tr("Declined"), tr("You said no, so nothing was done. Ask again if you want it after all."),
                Icon::Blocked, Tone::Neutral, false};
    case State::Expired:
        return {tr("Expired"), tr("It was not approved in time, so nothing was done. Ask again if you still want it."),
                Icon::Clock, Tone::Neutral, false};
    case State::Withdrawn:
        return {tr("Withdrawn"), tr("The question was taken back before you answered, so nothing was done."),
                Icon::Stop, Tone::Neutral, false};
    }
    // A state this window does not know is not a success.
    return {tr("Unknown"), tr("This did not work."), Icon::Question, Tone::Warning, false};
}

QString cardAccountLine(const ToolCardView& card)
{
    QStringList parts;
    if (!card.account.isEmpty()) parts.append(tr("as %1").arg(person(card)));
    if (!card.organisation.isEmpty()) parts.append(text::visibleLine(card.organisation));
    if (card.demo) parts.append(tr("demo"));
    return parts.join(QStringLiteral(" · "));
}

QString cardText(const ToolCardView& card)
{
    const CardStatus status = cardStatus(card);
    QString title = text::localised(card.title);
    if (title.isEmpty()) title = card.tool;
    QStringList parts = {text::visibleLine(title)};
    if (!card.target.isEmpty()) parts.append(text::visibleLine(card.target));
    const QString account = cardAccountLine(card);
    if (!account.isEmpty()) parts.append(account);
    parts.append(status.label);
    if (!status.sentence.isEmpty()) parts.append(status.sentence);
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

QList<Fact> whyFacts(const core::interfaces::WhyView& why)
{
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
        addFact(facts, tr("Answer"), tr("No request was made."), false);
    addFact(facts, tr("In its own words"), why.answer, true);
    const QString explanation = text::localised(why.explanation);
    addFact(facts, tr("Reason"), explanation, false);
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
