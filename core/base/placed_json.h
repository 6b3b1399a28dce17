#pragma once

#include "core/base/bilingual.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>
#include <QtCore/QString>

#include <tl/expected.hpp>

#include <vector>

namespace core {

/// A place in a text, as an editor counts: from 1; columns are characters.
struct TextPlace {
    int line = 1;
    int column = 1;

    friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

[[nodiscard]] TextPlace placeOf(QByteArrayView text, qsizetype offset);

/// What is wrong with a text, and where.
struct TextFault {
    qsizetype offset = 0;
    Bilingual message;
};

template <typename T>
using Parsed = tl::expected<T, TextFault>;

/// One value of a JSON text that remembers where it stands. Strings are decoded only when they are asked for, so that
/// long ones nobody needs cost little.
struct PlacedJson {
    enum class Type { Null, True, False, Number, String, Array, Object };
    struct Key {
        QString name;
        qsizetype offset = 0;
    };

    Type type = Type::Null;
    qsizetype begin = 0;
    qsizetype end = 0;
    std::vector<Key> keys = {};         ///< of an object, beside `items`
    std::vector<PlacedJson> items = {}; ///< of an array; the values of an object

    /// Nothing when there is no such member.
    [[nodiscard]] const PlacedJson* member(QStringView name) const;
    [[nodiscard]] const PlacedJson* member(QLatin1StringView name) const { return member(QString(name)); }
    [[nodiscard]] bool isBool() const { return type == Type::True || type == Type::False; }
    /// What a JSON Pointer (RFC 6901) leads to, or the closest part around it that is there.
    [[nodiscard]] const PlacedJson& nearest(QStringView pointer) const;
    /// Of a string.
    [[nodiscard]] QString string(QByteArrayView text) const;
    /// Of anything.
    [[nodiscard]] QJsonValue value(QByteArrayView text) const;
};

/// Reads strict JSON (RFC 8259) and refuses what two readers could take differently: a repeated key, a number that is
/// no finite double, half a surrogate pair (RFC 7493). Refuses more than `maxDepth` levels as well, and more than 1,000
/// members in one object. The text must be UTF-8: isValidUtf8().
class PlacedJsonReader {
public:
    explicit PlacedJsonReader(QByteArrayView text, int maxDepth = 64);

    /// The whole text as one value.
    [[nodiscard]] Parsed<PlacedJson> read();

    // Piece by piece, for whoever wants to pass over a member it knows already.
    [[nodiscard]] qsizetype offset() const noexcept { return at_; }
    void skipTo(qsizetype offset) noexcept { at_ = offset; }
    void space() noexcept;
    [[nodiscard]] bool take(char expected) noexcept;
    [[nodiscard]] Parsed<PlacedJson> value(int depth);
    [[nodiscard]] Parsed<PlacedJson::Key> key();
    [[nodiscard]] bool atEnd() noexcept;
    /// "here stands something other than what is expected"
    [[nodiscard]] tl::unexpected<TextFault> fault(QString en, QString ja) const;

private:
    [[nodiscard]] Parsed<PlacedJson> object(int depth);
    [[nodiscard]] Parsed<PlacedJson> array(int depth);
    [[nodiscard]] Parsed<PlacedJson> string();
    [[nodiscard]] Parsed<PlacedJson> number();
    [[nodiscard]] Parsed<PlacedJson> word();
    [[nodiscard]] bool escape();
    [[nodiscard]] bool digits() noexcept;
    [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

    QByteArrayView text_;
    qsizetype at_ = 0;
    int maxDepth_;
};

} // namespace core
