#include "core/interfaces/what_changed.h"

namespace core::interfaces {

bool mayHaveChanged(const ToolCardView& card)
{
    using State = ToolCardView::State;
    // "4xx (Client Error): The request contains bad syntax or cannot be fulfilled" (RFC 9110 section 15).
    const bool turnedAway = card.why.httpStatus >= 400 && card.why.httpStatus <= 499;
    switch (card.state) {
    case State::Running:
    case State::Done:
    case State::OutcomeUnknown: return !card.changesNothing;
    case State::ApiFailed: return !card.changesNothing && !turnedAway;
    case State::ApiRefused:
    case State::ApiNotFound:
    case State::PolicyRefused:
    case State::BadArguments:
    case State::Failed:    // before anything was sent, or a read
    case State::Cancelled: // likewise
    case State::ProviderDown:
    case State::Held:
    case State::Waiting:
    case State::Denied:
    case State::Expired:
    case State::NoApprover:
    case State::NotBegun:
    case State::Withdrawn: return false;
    } // no default: a new ending must not compile without an answer
    return true;
}

} // namespace core::interfaces
