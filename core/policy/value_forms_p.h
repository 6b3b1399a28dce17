#pragma once

#include <QtCore/QString>

#include <optional>

// One normaliser a kind; value_kind.h says what each does.
namespace core::policy {

[[nodiscard]] std::optional<QString> emailForm(QStringView text);
[[nodiscard]] std::optional<QString> accountForm(QStringView text);
[[nodiscard]] std::optional<QString> urlForm(QStringView text);
[[nodiscard]] std::optional<QString> hostForm(QStringView text);
[[nodiscard]] std::optional<QString> amountForm(QStringView text);
[[nodiscard]] std::optional<QString> dateForm(QStringView text);
[[nodiscard]] std::optional<QString> timeForm(QStringView text);
/// "2024-05-19 12:00", also with a T and with seconds that are zero; never with a zone.
[[nodiscard]] std::optional<QString> dateTimeForm(QStringView text);
[[nodiscard]] std::optional<QString> nameForm(QStringView text);

// Letters and digits of ASCII only.
[[nodiscard]] constexpr bool isDigit(QChar c) noexcept
{
    return c >= u'0' && c <= u'9';
}
[[nodiscard]] constexpr bool isLetter(QChar c) noexcept
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}
[[nodiscard]] bool isAscii(QStringView text) noexcept;
/// Only A to Z: QString's own folds the Kelvin sign into a k.
[[nodiscard]] QString asciiLower(QStringView text);

} // namespace core::policy
