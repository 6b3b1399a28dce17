#include "core/base/placed_json.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <cmath>
#include <cstring>

namespace core {

using Type = PlacedJson::Type;

namespace {

constexpr int notHex = -1;
constexpr std::size_t mostMembers = 1000; // of one object: each new name is compared with those before it

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return notHex;
}

// The code unit of four hexadecimal digits.
int codeUnit(QByteArrayView text, qsizetype at)
{
    if (at + 4 > text.size()) return notHex;
    int unit = 0;
    for (qsizetype i = at; i < at + 4; ++i) {
        const int digit = hexDigit(text[i]);
        if (digit == notHex) return notHex;
        unit = unit * 16 + digit;
    }
    return unit;
}

QString decoded(QByteArrayView inside)
{
    if (!inside.contains('\\')) return QString::fromUtf8(inside);
    QString out;
    out.reserve(inside.size());
    qsizetype from = 0;
    for (qsizetype i = 0; i < inside.size();) {
        if (inside[i] != '\\') {
            ++i;
            continue;
        }
        out += QString::fromUtf8(inside.sliced(from, i - from));
        const char c = inside[i + 1];
        if (c == 'u') {
            out += QChar(static_cast<char16_t>(codeUnit(inside, i + 2)));
            i += 6;
        } else {
            static constexpr char names[] = "bfnrt";
            static constexpr char values[] = "\b\f\n\r\t";
            const char* named = std::strchr(names, c);
            out += QLatin1Char(named ? values[named - names] : c);
            i += 2;
        }
        from = i;
    }
    return out + QString::fromUtf8(inside.sliced(from));
}

} // namespace

TextPlace placeOf(QByteArrayView text, qsizetype offset)
{
    const auto before = text.first(std::min(offset, text.size()));
    TextPlace place;
    for (const char c : before) {
        if (c == '\n') {
            ++place.line;
            place.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) { // not the later bytes of one character
            ++place.column;
        }
    }
    return place;
}

const PlacedJson* PlacedJson::member(QStringView name) const
{
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i].name == name) return &items[i];
    return nullptr;
}

const PlacedJson& PlacedJson::nearest(QStringView pointer) const
{
    const auto* found = this;
    if (pointer.isEmpty()) return *found;
    const auto tokens = pointer.mid(1).split(u'/');
    for (const auto& escaped : tokens) {
        auto token = escaped.toString();
        token.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
        const PlacedJson* inner = nullptr;
        if (found->type == Type::Object) {
            inner = found->member(token);
        } else if (found->type == Type::Array) {
            bool isNumber = false;
            const auto index = token.toULongLong(&isNumber);
            if (isNumber && index < found->items.size()) inner = &found->items[index];
        }
        if (!inner) break;
        found = inner;
    }
    return *found;
}

QString PlacedJson::string(QByteArrayView text) const
{
    return type == Type::String ? decoded(text.sliced(begin + 1, end - begin - 2)) : QString();
}

QJsonValue PlacedJson::value(QByteArrayView text) const
{
    switch (type) {
    case Type::Null: return QJsonValue(QJsonValue::Null);
    case Type::True: return true;
    case Type::False: return false;
    case Type::Number: return text.sliced(begin, end - begin).toByteArray().toDouble();
    case Type::String: return string(text);
    case Type::Array: {
        QJsonArray array;
        for (const auto& item : items)
            array.append(item.value(text));
        return array;
    }
    case Type::Object: {
        QJsonObject object;
        for (std::size_t i = 0; i < keys.size(); ++i)
            object.insert(keys[i].name, items[i].value(text));
        return object;
    }
    } // no default: a new type must not compile without its value
    return QJsonValue(QJsonValue::Undefined);
}

PlacedJsonReader::PlacedJsonReader(QByteArrayView text, int maxDepth)
    : text_(text)
    , maxDepth_(maxDepth)
{}

tl::unexpected<TextFault> PlacedJsonReader::fault(QString en, QString ja) const
{
    return tl::unexpected<TextFault>(TextFault{at_, {std::move(en), std::move(ja)}});
}

void PlacedJsonReader::space() noexcept
{
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
        ++at_;
}

bool PlacedJsonReader::take(char expected) noexcept
{
    space();
    if (peek() != expected) return false;
    ++at_;
    return true;
}

bool PlacedJsonReader::atEnd() noexcept
{
    space();
    return at_ == text_.size();
}

Parsed<PlacedJson> PlacedJsonReader::read()
{
    if (!text_.isValidUtf8())
        return fault(QStringLiteral("The text is not UTF-8."), QStringLiteral("文字コードがUTF-8ではありません。"));
    auto whole = value(0);
    if (whole && !atEnd())
        return fault(QStringLiteral("Something follows the end of the value."),
                     QStringLiteral("値の終わりの後に余分な文字があります。"));
    return whole;
}

Parsed<PlacedJson> PlacedJsonReader::value(int depth)
{
    space();
    const char c = peek();
    if ((c == '{' || c == '[') && depth >= maxDepth_)
        return fault(QStringLiteral("This is nested too deeply."), QStringLiteral("入れ子が深すぎます。"));
    if (c == '{') return object(depth);
    if (c == '[') return array(depth);
    if (c == '"') return string();
    if (c == '-' || (c >= '0' && c <= '9')) return number();
    return word();
}

Parsed<PlacedJson> PlacedJsonReader::word()
{
    static constexpr struct {
        QByteArrayView text;
        Type type;
    } words[] = {{"null", Type::Null}, {"true", Type::True}, {"false", Type::False}};
    for (const auto& known : words) {
        if (!text_.sliced(at_).startsWith(known.text)) continue;
        const auto begin = at_;
        at_ += known.text.size();
        return PlacedJson{known.type, begin, at_};
    }
    return fault(QStringLiteral("A value is expected here."), QStringLiteral("ここには値が必要です。"));
}

bool PlacedJsonReader::digits() noexcept
{
    const auto begin = at_;
    while (peek() >= '0' && peek() <= '9')
        ++at_;
    return at_ > begin;
}

Parsed<PlacedJson> PlacedJsonReader::number()
{
    const auto begin = at_;
    if (peek() == '-') ++at_;
    bool wellFormed = true;
    if (peek() == '0')
        ++at_;
    else
        wellFormed = digits();
    if (peek() == '.') {
        ++at_;
        wellFormed = wellFormed && digits();
    }
    if (peek() == 'e' || peek() == 'E') {
        ++at_;
        if (peek() == '+' || peek() == '-') ++at_;
        wellFormed = wellFormed && digits();
    }
    bool inRange = false;
    const double value = text_.sliced(begin, at_ - begin).toByteArray().toDouble(&inRange);
    if (wellFormed && inRange && std::isfinite(value)) return PlacedJson{Type::Number, begin, at_};
    at_ = begin;
    return fault(QStringLiteral("This is not a number."), QStringLiteral("数値として読めません。"));
}

// Behind a backslash. "It is possible that ... \uD800 ... the behavior of software that receives JSON texts containing
// such values is unpredictable" (RFC 8259 section 8.2).
bool PlacedJsonReader::escape()
{
    const char c = peek();
    if (c != 'u') {
        ++at_;
        return c != '\0' && std::strchr("\"\\/bfnrt", c) != nullptr;
    }
    const int first = codeUnit(text_, at_ + 1);
    if (first == notHex) return false;
    at_ += 5;
    if (first < 0xD800 || first > 0xDFFF) return true;
    if (first > 0xDBFF || !text_.sliced(at_).startsWith("\\u")) return false;
    const int second = codeUnit(text_, at_ + 2);
    if (second < 0xDC00 || second > 0xDFFF) return false;
    at_ += 6;
    return true;
}

Parsed<PlacedJson> PlacedJsonReader::string()
{
    const auto begin = at_++;
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '"') {
            ++at_;
            return PlacedJson{Type::String, begin, at_};
        }
        if (static_cast<unsigned char>(c) < 0x20) break;
        ++at_;
        if (c == '\\' && !escape()) break;
    }
    at_ = begin;
    return fault(QStringLiteral("This text does not end, or holds a character that must be escaped."),
                 QStringLiteral("文字列が閉じていないか、エスケープが必要な文字があります。"));
}

Parsed<PlacedJson::Key> PlacedJsonReader::key()
{
    space();
    if (peek() != '"')
        return fault(QStringLiteral("A name in quotes is expected here."),
                     QStringLiteral("ここには引用符で囲んだ名前が必要です。"));
    auto read = string();
    if (!read) return tl::unexpected(read.error());
    PlacedJson::Key made{read->string(text_), read->begin};
    if (!take(':'))
        return fault(QStringLiteral("A colon is expected here."), QStringLiteral("ここにはコロンが必要です。"));
    return made;
}

Parsed<PlacedJson> PlacedJsonReader::object(int depth)
{
    PlacedJson made{Type::Object, at_++, 0};
    while (!take('}')) {
        if (!made.items.empty() && !take(','))
            return fault(QStringLiteral("A comma or a closing brace is expected here."),
                         QStringLiteral("ここにはコンマか閉じ波括弧が必要です。"));
        auto name = key();
        if (!name) return tl::unexpected(name.error());
        if (made.keys.size() >= mostMembers)
            return fault(QStringLiteral("This object has too many members."),
                         QStringLiteral("オブジェクトの項目が多すぎます。"));
        for (const auto& earlier : made.keys) {
            if (earlier.name != name->name) continue;
            at_ = name->offset;
            return fault(QStringLiteral("The name \"%1\" stands here twice.").arg(name->name),
                         QStringLiteral("名前「%1」が重複しています。").arg(name->name));
        }
        auto item = value(depth + 1);
        if (!item) return item;
        made.keys.push_back(std::move(*name));
        made.items.push_back(std::move(*item));
    }
    made.end = at_;
    return made;
}

Parsed<PlacedJson> PlacedJsonReader::array(int depth)
{
    PlacedJson made{Type::Array, at_++, 0};
    while (!take(']')) {
        if (!made.items.empty() && !take(','))
            return fault(QStringLiteral("A comma or a closing bracket is expected here."),
                         QStringLiteral("ここにはコンマか閉じ角括弧が必要です。"));
        auto item = value(depth + 1);
        if (!item) return item;
        made.items.push_back(std::move(*item));
    }
    made.end = at_;
    return made;
}

} // namespace core
