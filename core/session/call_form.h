#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QJsonObject>

#include <tl/expected.hpp>

namespace core::session {

/// What a person may change of a call that waits, an argument each: those that the tool must have first. Pure.
/// \param schema    of the tool's arguments; not all of it has to be understood, the checkpoint knows it
/// \param proposed  the agent's own arguments, when the person has changed the call before
[[nodiscard]] QList<interfaces::ArgumentFieldView> argumentFields(const QJsonObject& schema,
                                                                  const QJsonObject& arguments,
                                                                  const std::optional<QJsonObject>& proposed = {});

/// The arguments with the person's changes, as JSON text. What they did not touch stays what it is, to the last
/// character. Pure. Whether the tool takes them is not checked here.
[[nodiscard]] tl::expected<QByteArray, interfaces::EditProblemView>
editedArguments(const QJsonObject& arguments, const QList<interfaces::ArgumentEdit>& edits);

} // namespace core::session
