#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

#include <optional>

namespace ui::markdown {

/// What a person is shown before a link from a model may be opened.
struct LinkPreview {
    QUrl url;
    QString shown;               ///< the whole address in ASCII: host in Punycode, everything else percent-encoded
    QString host;                ///< in ASCII; the recipient's domain of a mailto link
    bool textNamesOther = false; ///< the link's text looks like an address, and it is another one
    bool hostNotAscii = false;   ///< written with letters that may look like others (RFC 3492)
    bool hasUserInfo = false;    ///< "https://bank.example@evil.example": what is before the @ is not the site
    bool encrypted = false;      ///< https
    bool tooLong = false;        ///< shown is longer than anybody reads (2,000 characters): not to be opened from here
};

/// True for http and https with a host, and for mailto, up to 2,000 characters as written. Everything else (javascript:, file:,
/// data:, our own schemes, relative addresses) is no link: its text is shown and nothing can be clicked.
[[nodiscard]] bool isAcceptableLink(const QString& address);

/// \param address  as written in the message
/// \param text     what the message shows in its place
/// \return         nothing when the address is not acceptable
[[nodiscard]] std::optional<LinkPreview> previewLink(const QString& address, const QString& text);

} // namespace ui::markdown
