#include "ui/markdown/link.h"

namespace ui::markdown {

namespace {

constexpr qsizetype longestLink = 2000;

QUrl parsed(const QString& address)
{
    return QUrl(address.trimmed(), QUrl::TolerantMode);
}

/// The host part of a text that a reader would take for an address: "www.example.com/x", "https://example.com".
QString hostNamedBy(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.contains(QLatin1Char(' ')) || trimmed.contains(QChar::LineSeparator)) return {};
    if (trimmed.contains(QLatin1String("://"))) return QUrl(trimmed).host(QUrl::FullyEncoded).toLower();
    if (!trimmed.contains(QLatin1Char('.')) || trimmed.contains(QLatin1Char('@'))) return {};
    const QUrl guess(QStringLiteral("https://") + trimmed);
    const QString host = guess.host(QUrl::FullyEncoded).toLower();
    const qsizetype dot = host.lastIndexOf(QLatin1Char('.'));
    // "v1.2" and "readme.md" name nothing; a top level of two letters or more might.
    if (dot <= 0 || host.size() - dot < 3) return {};
    return host;
}

QString withoutWww(const QString& host)
{
    return host.startsWith(QLatin1String("www.")) ? host.mid(4) : host;
}

QString mailDomain(const QUrl& url)
{
    const QString path = url.path(QUrl::FullyEncoded);
    QUrl domain;
    domain.setScheme(QStringLiteral("https"));
    domain.setHost(path.mid(path.lastIndexOf(QLatin1Char('@')) + 1), QUrl::TolerantMode);
    return domain.host(QUrl::FullyEncoded);
}

bool isAscii(const QString& text)
{
    for (const QChar c : text) {
        if (c.unicode() > 0x7f) return false;
    }
    return true;
}

} // namespace

bool isAcceptableLink(const QString& address)
{
    if (address.size() > longestLink) return false;
    const QUrl url = parsed(address);
    if (!url.isValid()) return false;
    const QString scheme = url.scheme();
    if (scheme == QLatin1String("http") || scheme == QLatin1String("https")) return !url.host().isEmpty();
    return scheme == QLatin1String("mailto") && url.path().contains(QLatin1Char('@'));
}

std::optional<LinkPreview> previewLink(const QString& address, const QString& text)
{
    if (!isAcceptableLink(address)) return {};
    LinkPreview preview;
    preview.url = parsed(address);
    const bool mail = preview.url.scheme() == QLatin1String("mailto");
    preview.shown = QString::fromLatin1(preview.url.toEncoded(QUrl::FullyEncoded));
    preview.tooLong = preview.shown.size() > longestLink; // a letter of Japanese is shown as nine characters
    preview.host = mail ? mailDomain(preview.url) : preview.url.host(QUrl::FullyEncoded);
    preview.encrypted = preview.url.scheme() == QLatin1String("https");
    preview.hasUserInfo = !mail && !preview.url.userInfo().isEmpty();
    preview.hostNotAscii = preview.host.contains(QLatin1String("xn--"), Qt::CaseInsensitive) || !isAscii(preview.host);
    const QString named = hostNamedBy(text);
    preview.textNamesOther = !named.isEmpty() && withoutWww(named) != withoutWww(preview.host.toLower());
    return preview;
}

} // namespace ui::markdown
