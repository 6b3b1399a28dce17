#pragma once

#include "core/approvals/grant_store.h"

namespace core::approvals {

[[nodiscard]] QByteArray bytesOf(const StandingGrant& standing);
/// \error Corrupt  it does not hold a grant of ours
[[nodiscard]] Result<StandingGrant> grantFrom(const QByteArray& bytes);

} // namespace core::approvals
