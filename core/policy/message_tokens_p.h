#pragma once

#include "core/policy/typed_words.h"

namespace core::policy {

/// A whole token of a message: between spaces, quotes and brackets, and where kana and kanji meet other writing
/// (Japanese has no spaces). Never a part of a longer one.
struct MessageToken {
    QString text;
    bool typed = false;  ///< every character of it
    bool quoted = false; ///< inside quoted words of several tokens, or a line quoted with ">"
    bool japanese = false;
};

struct MessageTokens {
    QList<MessageToken> tokens;
    QStringList quotes;   ///< typed, without their quotation marks
    QStringList passages; ///< as TypedWords
};

[[nodiscard]] MessageTokens messageTokens(const QList<MessagePart>& message);

} // namespace core::policy
