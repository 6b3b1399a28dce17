#include "ui/approvals/grant_words.h"

#include "ui/approvals/call_words.h"
#include "ui/text/date_text.h"
#include "ui/text/error_text.h"
#include "ui/text/visible_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QStringList>

namespace ui::approvals {

using core::interfaces::GrantOfferView;
using core::interfaces::GrantView;

namespace {

constexpr qint64 secondsToTheHour = qint64{36} * 3600; ///< of what ends sooner the time of day counts

struct GrantWords {
    Q_DECLARE_TR_FUNCTIONS(ui::approvals::GrantWords)
};

} // namespace

bool letsThrough(GrantView::Kind kind)
{
    return kind != GrantView::Kind::Never; // what is neither known to decline nor to let through is guarded
}

QString choiceText(GrantView::Kind kind, const QDateTime& endsUtc, const QDateTime& nowUtc)
{
    switch (kind) {
    case GrantView::Kind::Here:
        //: %1 is a time of day, or a day
        return endsUtc.isValid() ? GrantWords::tr("Don't ask again here until %1").arg(untilText(endsUtc, nowUtc))
                                 : GrantWords::tr("Don't ask again here for a while");
    case GrantView::Kind::Always: return GrantWords::tr("Always run exactly this without asking");
    case GrantView::Kind::Never: return GrantWords::tr("Always decline this");
    } // no default: a new kind must not compile without words
    return {};
}

QString kindText(GrantView::Kind kind)
{
    switch (kind) {
    case GrantView::Kind::Here: return GrantWords::tr("Runs unasked, for now");
    case GrantView::Kind::Always: return GrantWords::tr("Runs unasked");
    case GrantView::Kind::Never: return GrantWords::tr("Is declined");
    } // no default: a new kind must not compile without words
    return {};
}

QString ruleSentence(const GrantView& rule)
{
    switch (rule.kind) {
    case GrantView::Kind::Here:
        return GrantWords::tr(
            "When the agent asks for this again in the same conversation with exactly these values, it "
            "runs without asking you. Whatever is not listed here may be different each time.");
    case GrantView::Kind::Always:
        return GrantWords::tr("When the agent asks for this again in any of your conversations with exactly these "
                              "values, it runs without asking you. Whatever is not listed here may be different each "
                              "time.");
    case GrantView::Kind::Never:
        return rule.pinned.isEmpty()
                   ? GrantWords::tr("Whenever the agent asks for this, with whatever values, it is declined without "
                                    "asking you.")
                   : GrantWords::tr("When the agent asks for this again with exactly these values, it is declined "
                                    "without asking you.");
    } // no default: a new kind must not compile without words
    return {};
}

QString whereText(const GrantView& rule)
{
    if (rule.kind != GrantView::Kind::Here) return GrantWords::tr("In all of your conversations");
    const QString title = text::visibleLine(rule.conversationTitle);
    //: %1 is the title of a conversation
    return title.isEmpty() ? GrantWords::tr("In this conversation only")
                           : GrantWords::tr("In the conversation “%1” only").arg(title);
}

QString limitText(const GrantView& rule, const QDateTime& nowUtc)
{
    QStringList lines;
    //: %1 is a time of day, or a day
    if (rule.endsUtc.isValid()) lines += GrantWords::tr("Until %1.").arg(untilText(rule.endsUtc, nowUtc));
    if (rule.mostUses > 0)
        //: %1 is how often it was used, %2 how often it can be
        lines += GrantWords::tr("Used %1 of at most %2 times.").arg(rule.uses).arg(rule.mostUses);
    else if (rule.uses > 0)
        //: %1 is a number of calls
        lines += GrantWords::tr("Declined so far: %1.").arg(rule.uses);
    if (rule.lapsesUtc.isValid() && !(rule.endsUtc.isValid() && rule.endsUtc <= rule.lapsesUtc))
        //: %1 is a time of day, or a day
        lines +=
            GrantWords::tr("It ends by itself when it is not used before %1.").arg(untilText(rule.lapsesUtc, nowUtc));
    if (lines.isEmpty()) lines += GrantWords::tr("Until you revoke it.");
    return lines.join(QLatin1Char('\n'));
}

QString untilText(const QDateTime& atUtc, const QDateTime& nowUtc)
{
    const auto at = atUtc.toLocalTime();
    if (nowUtc.secsTo(atUtc) >= secondsToTheHour || at.date() == nowUtc.toLocalTime().date())
        return text::whenText(atUtc, nowUtc);
    return QLocale().toString(at, QLocale::ShortFormat);
}

QString triedText(const GrantOfferView& offer)
{
    if (offer.tried <= 0) return GrantWords::tr("There are no earlier calls to try it on.");
    QStringList lines;
    //: %1 is how many calls it would have covered, %2 of how many
    lines += GrantWords::tr("It would have covered %1 of the last %2 calls.").arg(offer.covered).arg(offer.tried);
    if (!offer.missed.isEmpty()) lines += GrantWords::tr("Others had, for instance:");
    for (const auto& other : offer.missed)
        lines += QStringLiteral("• ") + text::visibleLine(other);
    return lines.join(QLatin1Char('\n'));
}

QString writeFailureSentence(const core::Error& error)
{
    using core::Errc;
    if (error.code == Errc::Conflict || error.code == Errc::NotFound) return failureSentence(error, false);
    if (error.code == Errc::Refused)
        return GrantWords::tr("This rule is not possible for this call, so none was written. Answer the call itself.");
    //: %1 is a sentence
    return GrantWords::tr("No rule was written. %1").arg(text::errorText(error, text::Context::General));
}

QString revokeFailureSentence(const core::Error& error)
{
    //: %1 is a sentence
    return GrantWords::tr("The rule is still in force. %1").arg(text::errorText(error, text::Context::General));
}

} // namespace ui::approvals
