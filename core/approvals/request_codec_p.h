#pragma once

#include "core/approvals/request.h"

namespace core::approvals {

[[nodiscard]] QJsonObject toJson(const ExactCall& call);
[[nodiscard]] QByteArray bytesOf(const Request& request);
/// \error Corrupt  it does not hold a request of ours, or its digest is not that of its call
[[nodiscard]] Result<Request> requestFrom(const QByteArray& bytes);

} // namespace core::approvals
