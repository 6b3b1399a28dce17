#include "core/vault/scrub.h"

#include <algorithm>

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

// Both ways to write the hex digits are in use (RFC 3986 section 2.1).
QByteArray withSmallHex(QByteArray percentEncoded)
{
    for (auto at = percentEncoded.indexOf('%'); at >= 0; at = percentEncoded.indexOf('%', at + 1))
        percentEncoded.replace(at, 3, percentEncoded.mid(at, 3).toLower());
    return percentEncoded;
}

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
    for (const auto& form : written) {
        forms_.push_back(form);
        forms_.push_back(form.toPercentEncoding());
        forms_.push_back(withSmallHex(form.toPercentEncoding()));
        forms_.push_back(QByteArray(form).replace("/", "\\/"));
    }
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

QByteArray Scrubber::clean(QByteArray bytes) const
{
    for (const auto& form : forms_)
        bytes.replace(form, "[removed]");
    return bytes;
}

} // namespace core::vault
