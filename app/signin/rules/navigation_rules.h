#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

#include <optional>
#include <vector>

namespace app::signin::rules {

/// Scheme, host and port (RFC 6454 section 4). Only http and https have one here.
struct Origin {
    QString scheme;
    QString host; ///< lower case, ACE form: what is compared is what is shown, and look-alike letters show as xn--
    int port = 0;

    /// \return nothing for another scheme, no host, or user information in the URL
    [[nodiscard]] static std::optional<Origin> of(const QUrl& url);
    /// "https://login.example" or "http://127.0.0.1:8080": the port where it is not the scheme's own.
    [[nodiscard]] QString text() const;
    /// The host is this machine by definition: 127.0.0.0/8, [::1], localhost (Chromium never asks a resolver for it).
    [[nodiscard]] bool isLoopback() const;
    /// The same, and every other way to write an address that a connection from here ends on this machine with:
    /// 0.0.0.0/8 and [::] ("this host", RFC 1122 section 3.2.1.3), IPv4 addresses within IPv6 ones, and the names that
    /// Chromium takes for localhost. What a resolver makes of another name is not seen here.
    [[nodiscard]] bool leadsHere() const;

    friend bool operator==(const Origin&, const Origin&) = default;
};

/// Why something was refused. The window has a sentence for each.
enum class Refusal {
    OtherScheme,
    PlainHttp,
    UnlistedOrigin,
    UserInformation,
    NewWindow,
    Download,
    Certificate,
    Permission,
    FileChooser,
    Dialog,
    Password, ///< the server asked for a name and password outside of the page
};

enum class Frame { Top, Sub };

/// What to do with one navigation.
struct Decision {
    enum class Kind {
        Allow,
        Finish,    ///< the redirect: no request is made, the URL is handed over
        AskPerson, ///< another https origin: an organisation may sign in at a second provider
        Refuse,
    };
    Kind kind = Kind::Refuse;
    Refusal refusal = Refusal::UnlistedOrigin; ///< when refused

    friend bool operator==(const Decision&, const Decision&) = default;
};

/// The rules of one sign-in.
///
/// - The page itself stays on the listed origins. Another https origin needs the person's word, except in the demo,
///   which never leaves this machine.
/// - Frames, pictures, scripts and the like may come from any https origin, because sign-in pages are made of them; in
///   the demo only from the listed ones.
/// - Plain http, and anything on this machine as far as its address says so, only where the origin is listed.
///
/// Thread: any, as a value.
class NavigationRules {
public:
    NavigationRules(QUrl redirectUri, std::vector<Origin> allowed, bool demo);

    [[nodiscard]] Decision navigation(const QUrl& url, Frame frame) const;
    /// A request that is not a navigation.
    [[nodiscard]] bool mayLoad(const QUrl& url) const;
    /// Scheme, host, port and path are those of the redirect URI, exactly (RFC 9700 section 4.1.3).
    [[nodiscard]] bool isRedirect(const QUrl& url) const;

    /// The person agreed to one more origin. Ignored for anything but AskPerson's kind.
    void allow(const Origin& origin);

private:
    [[nodiscard]] bool isListed(const Origin& origin) const;
    QUrl redirectUri_;
    std::vector<Origin> allowed_;
    bool demo_;
};

} // namespace app::signin::rules
