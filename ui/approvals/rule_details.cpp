#include "ui/approvals/rule_details.h"

#include "ui/approvals/grant_words.h"
#include "ui/approvals/pinned_values.h"
#include "ui/text/language.h"

#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

namespace ui::approvals {

using core::interfaces::GrantOfferView;

RuleDetails::RuleDetails(QWidget* parent)
    : ReadArea(parent)
{}

void RuleDetails::setOffer(const GrantOfferView& offer)
{
    offer_ = offer;
    filled_ = true;
    fill();
}

void RuleDetails::clear()
{
    offer_ = {};
    filled_ = false;
    fill();
}

void RuleDetails::fill()
{
    auto* column = newBody();
    if (filled_ && !offer_.possible) {
        addText(*column, tr("Not possible for this call"), text::localised(offer_.whyNot), "ruleWhyNot");
    } else if (filled_) {
        const auto now = QDateTime::currentDateTimeUtc();
        const auto& rule = offer_.rule;
        addText(*column, tr("The rule"), ruleSentence(rule), "ruleSentence");
        addPinned(*column, rule, theme::Type::Heading);
        addText(*column, tr("Where"), whereText(rule), "ruleWhere");
        addText(*column, tr("How long, how often"), limitText(rule, now), "ruleLimit");
        addText(*column, tr("Tried on earlier calls"), triedText(offer_), "ruleTried");
    }
    putIn(*column);
}

void RuleDetails::changeEvent(QEvent* event)
{
    ReadArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) fill();
}

} // namespace ui::approvals
