#include "core/vault/scrub.h"

#include <algorithm>
#include <numeric>

namespace core::vault {
namespace {

// Shorter pieces would be found by chance in ordinary text.
constexpr qsizetype shortestForm = 12;

// The part of base64(…token…) that does not depend on what stands before or behind the token, for one of the three
// positions at which a token can begin in a group of three bytes.
QByteArray base64Core(const QByteArray& token, qsizetype offset, QByteArray::Base64Options options)
{
    QByteArray padded = QByteArray(offset, '\0') + token;
    padded.truncate(padded.size() / 3 * 3);
    auto encoded = padded.toBase64(options);
    wipe(padded);
    const qsizetype unsure = offset == 0 ? 0 : offset + 1; // digits that depend on the bytes before
    return encoded.sliced(std::min(unsure, encoded.size()));
}

struct Escaped {
    char stands = 0;      ///< for this character
    qsizetype length = 0; ///< of the escape; 0: there is none
};

Escaped hexAt(const QByteArray& text, qsizetype digits, qsizetype count, qsizetype before, qsizetype behind)
{
    bool isHex = false;
    const auto hex = text.mid(digits, count);
    const auto code = hex.size() == count && !hex.contains('+') && !hex.contains('-') ? hex.toUInt(&isHex, 16) : 0;
    if (!isHex || code == 0 || code > 0x7e) return {};
    return {static_cast<char>(code), before + count + behind};
}

// By number, with leading zeros and without the semicolon too, and the named ones of what a token can hold (HTML section
// 13.2.5.72, 13.5).
Escaped entityAt(const QByteArray& text, qsizetype at)
{
    static constexpr std::array named{std::pair{"&period;", '.'},   std::pair{"&lowbar;", '_'},
                                      std::pair{"&UnderBar;", '_'}, std::pair{"&plus;", '+'},
                                      std::pair{"&sol;", '/'},      std::pair{"&equals;", '='}};
    const auto from = QByteArrayView(text).sliced(at);
    for (const auto& [name, stands] : named)
        if (from.startsWith(name)) return {stands, static_cast<qsizetype>(qstrlen(name))};
    if (!from.startsWith("&#")) return {};
    qsizetype i = 2;
    const bool hex = i < from.size() && (from[i] == 'x' || from[i] == 'X');
    if (hex) ++i;
    const auto first = i;
    int code = 0;
    for (; i < from.size() && code <= 0x7e; ++i) {
        const auto digit = QByteArrayView("0123456789abcdef").indexOf(static_cast<char>(std::tolower(from[i])));
        if (digit < 0 || digit >= (hex ? 16 : 10)) break;
        code = code * (hex ? 16 : 10) + static_cast<int>(digit);
    }
    if (i == first || code == 0 || code > 0x7e) return {};
    if (i < from.size() && from[i] == ';') ++i;
    return {static_cast<char>(code), i};
}

// JSON's and JavaScript's escapes (RFC 8259 section 7), percent-encoding (RFC 3986 section 2.1), HTML's by number.
Escaped escapeAt(const QByteArray& text, qsizetype at)
{
    const auto next = at + 1 < text.size() ? text.at(at + 1) : '\0';
    switch (text.at(at)) {
    case '%': return hexAt(text, at + 1, 2, 1, 0);
    case '&': return entityAt(text, at);
    case '\\':
        if (next == 'u') return hexAt(text, at + 2, 4, 2, 0);
        if (next == 'x') return hexAt(text, at + 2, 2, 2, 0);
        if (next == '/' || next == '\\') return {next, 2};
        return {};
    default: return {};
    }
}

/// A text as it reads once its escapes are undone, and where each of its bytes stands in the text that was given.
class Reading {
public:
    explicit Reading(const QByteArray& text)
        : text_(text)
    {
        at_.resize(static_cast<std::size_t>(text.size()) + 1);
        std::iota(at_.begin(), at_.end(), qsizetype(0));
    }
    ~Reading() { wipe(text_); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    /// One layer of escapes. False: there was none.
    bool undo()
    {
        if (std::none_of(text_.begin(), text_.end(), [](char c) { return c == '\\' || c == '%' || c == '&'; }))
            return false;
        QByteArray undone;
        undone.reserve(text_.size());
        std::vector<qsizetype> at;
        at.reserve(at_.size());
        for (qsizetype i = 0; i < text_.size();) {
            const auto escaped = escapeAt(text_, i);
            undone.append(escaped.length > 0 ? escaped.stands : text_.at(i));
            at.push_back(at_.at(static_cast<std::size_t>(i)));
            i += std::max<qsizetype>(1, escaped.length);
        }
        at.push_back(at_.back());
        const bool changed = undone.size() != text_.size();
        wipe(text_);
        text_ = std::move(undone);
        at_ = std::move(at);
        return changed;
    }
    /// Where `form` stands in the text that was given: [first, behind) each, in order.
    void find(const QByteArray& form, std::vector<std::pair<qsizetype, qsizetype>>& found) const
    {
        for (auto i = text_.indexOf(form); i >= 0; i = text_.indexOf(form, i + form.size()))
            found.emplace_back(at_.at(static_cast<std::size_t>(i)), at_.at(static_cast<std::size_t>(i + form.size())));
    }

private:
    QByteArray text_;
    std::vector<qsizetype> at_;
};

// What stands in a text in a text in a text is found; whoever writes more layers than that hides something.
constexpr int mostLayers = 4;

} // namespace

void Scrubber::add(const Secret& token)
{
    const auto bytes = token.expose();
    const QByteArray plain(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    std::vector<QByteArray> written{plain};
    for (qsizetype offset = 0; offset < 3; ++offset) {
        written.push_back(base64Core(plain, offset, QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals));
        written.push_back(base64Core(plain, offset, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    }
    if (plain.count('.') == 2) written.push_back(plain.sliced(plain.lastIndexOf('.') + 1));
    std::erase_if(written, [&plain](const QByteArray& form) {
        return form.isEmpty() || (form.size() < shortestForm && form != plain);
    });
    forms_.insert(forms_.end(), written.begin(), written.end());
    // The longest first, or a part would be taken out of a whole.
    std::sort(forms_.begin(), forms_.end(), [](const QByteArray& a, const QByteArray& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    forms_.erase(std::unique(forms_.begin(), forms_.end()), forms_.end());
}

Scrubber::~Scrubber()
{
    for (auto& form : forms_)
        wipe(form);
}

QByteArray Scrubber::clean(const QByteArray& bytes) const
{
    Reading reading(bytes);
    std::vector<std::pair<qsizetype, qsizetype>> found;
    int layers = 0;
    do {
        for (const auto& form : forms_)
            reading.find(form, found);
    } while (++layers <= mostLayers && reading.undo());
    std::sort(found.begin(), found.end());
    QByteArray clean;
    qsizetype kept = 0;
    for (const auto& [first, behind] : found) {
        if (first >= kept) clean += bytes.mid(kept, first - kept) + "[removed]";
        kept = std::max(kept, behind);
    }
    return found.empty() ? bytes : clean + bytes.mid(kept);
}

} // namespace core::vault
