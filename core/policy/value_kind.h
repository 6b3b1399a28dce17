#pragma once

#include <QtCore/QJsonValue>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace core::policy {

/// What a value is, as far as comparing it goes. Each kind has its own way of writing the same thing twice.
enum class Kind {
    Email,
    Account, ///< an IBAN or something written like one
    Url,
    Host,
    FilePath,
    Amount, ///< with a currency
    Number,
    Date,
    Time,
    DateTime,
    Identifier, ///< a token with a digit in it: PRJ-12, 3f9a, U024BE7LH
    Name,       ///< #channel, @person
    Text,       ///< everything else
};

[[nodiscard]] QString kindName(Kind kind);

/// What a token or a whole argument looks like. The same function judges what the person typed and what a model
/// proposes, so one text has one kind.
[[nodiscard]] Kind kindOf(QStringView text);

/// The one form in which two values of this kind are equal exactly when they mean the same. Nothing when the text is
/// not surely of this kind, or holds characters that do not show or that stand for others (full width, look-alikes,
/// zero width): what has no form equals nothing, not even itself.
///
///   Email       ASCII case is dropped; the part behind a "+" stays: only its provider knows whether that is
///               the same box
///   Account     spaces and case are dropped
///   Url, Host   IDNA to ASCII; case, one trailing dot and the scheme's own port are dropped; never with user
///               information
///   Amount      an exact decimal and a currency
///   Number      an exact decimal
///   Date, Time  one calendar day, one minute of the day
///   others      Unicode NFC, nothing dropped; a Name loses its leading # or @
[[nodiscard]] std::optional<QString> formOf(Kind kind, QStringView text);

/// Whether two e-mail forms may lead to one mailbox, plus-tag aside: enough to forbid, never to allow.
[[nodiscard]] bool mayBeOneMailbox(const QString& form, const QString& other);

/// An exact decimal without exponent, zeros at the ends dropped: "1200.5". Nothing where readers could differ ("1,200"
/// and "1.200" are twelve hundred to one and a little over one to another).
[[nodiscard]] std::optional<QString> decimalOf(QStringView text);
/// Of a JSON number: its shortest form that reads back the same.
[[nodiscard]] std::optional<QString> decimalOf(double number);
/// -1, 0, 1 for two results of decimalOf().
[[nodiscard]] int compareDecimals(QStringView a, QStringView b);

/// The host of an e-mail address or URL, or a host itself, as formOf(Host).
[[nodiscard]] std::optional<QString> domainOf(QStringView text);

/// Everything in a text that a reader's program could turn into a link, longest form.
[[nodiscard]] QStringList linksIn(const QString& text);

/// NFC, when every character shows and stands for itself; else nothing. Line breaks and tabs are allowed.
[[nodiscard]] std::optional<QString> plainText(QStringView text);

} // namespace core::policy
