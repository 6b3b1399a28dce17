#pragma once

#include "app/cli/request.h"

#include <QtCore/QStringList>

#include <tl/expected.hpp>

namespace app::cli {

/// Said instead of carrying out a command: help (Exit::Ok, for standard output) or what is wrong with the words and
/// what to write instead (Exit::Usage, for standard error).
struct Said {
    Exit code = Exit::Usage;
    QString text;
};

inline constexpr qsizetype longestQuestion = qsizetype{64} * 1024; // bytes of UTF-8

/// \param arguments  as the program got them, its own name first
[[nodiscard]] tl::expected<Request, Said> parseArguments(const QStringList& arguments);

/// A question as it may be sent, without the white space around it, or what is wrong with it.
/// \param bytes  UTF-8
[[nodiscard]] tl::expected<QString, Said> parseQuestion(const QByteArray& bytes);

/// Before a sign-in with an organisation's provider: which one is meant.
/// \param managed  set by an administrator, who then decides alone
[[nodiscard]] tl::expected<void, Said> checkOrganisation(const core::interfaces::OrganisationInput& given,
                                                         bool managed);

/// Before a question is asked: whether each of the tools can be allowed to act unasked.
/// \param offered  those of the account that can
[[nodiscard]] tl::expected<void, Said> checkAllowedTools(const QStringList& names,
                                                         const QList<core::interfaces::ToolChoiceView>& offered);

} // namespace app::cli
