#pragma once

#include <QtCore/QUrl>

namespace core {

/// Whether the query of a model's address may be kept: there is none, or it is Azure's "api-version=..." alone. Anything
/// else could be a key, and addresses are kept in clear. Pure.
[[nodiscard]] bool hasKeepableQuery(const QUrl& address);

} // namespace core
