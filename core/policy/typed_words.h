#pragma once

#include "core/policy/value_kind.h"
#include "core/toolapi/label.h"

#include <QtCore/QList>
#include <QtCore/QStringList>

namespace core::policy {

/// A part of the person's message and how it came there.
struct MessagePart {
    enum class Origin { Keys, Paste, Other }; ///< Other: a drop, a link, standard input, an import
    Origin origin = Origin::Other;
    QString text;
};

/// A value the person typed, as a whole token.
struct TypedValue {
    Kind kind = Kind::Text;
    QString text;
    /// False: it is there, so another one is not the only one of its kind, but nothing may be taken from it: a date
    /// without a year, an address that cannot be read, a value inside somebody else's quoted words.
    bool usable = true;

    friend bool operator==(const TypedValue&, const TypedValue&) = default;
};

/// What the person's own keys of one turn say. Nothing of a paste of more than one token, or of anything else, is in
/// it.
struct TypedWords {
    QList<TypedValue> values;
    QStringList passages; ///< own words that may stand as they are: what is in quotes, whole lines, the whole message

    /// Whether this is the only value of its kind that was typed.
    [[nodiscard]] bool isSole(Kind kind, const QString& text) const;
    /// How many different values of the kind were typed, usable or not.
    [[nodiscard]] qsizetype count(Kind kind) const;
    [[nodiscard]] bool isPassage(const QString& text) const;
};

[[nodiscard]] TypedWords typedWords(const QList<MessagePart>& message);

/// What the message is as a value: the person's when all of it was typed.
[[nodiscard]] toolapi::Label labelOf(const QList<MessagePart>& message);

/// Whether all of the message counts as typed: keys, and pastes of one token.
[[nodiscard]] bool isAllTyped(const QList<MessagePart>& message);

} // namespace core::policy
