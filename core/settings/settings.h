#pragma once

#include "core/base/error.h"
#include "core/base/ids.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <optional>

namespace core::settings {

enum class Theme { System, Light, Dark };
enum class SignInWay { Window, SystemBrowser };
enum class ModelProtocol { ChatCompletions, AnthropicMessages };

/// The person's organisation, as an administrator or the person set it up.
struct Organisation {
    QString issuer;   ///< https URL (or http on loopback), without query and fragment
    QString clientId; ///< public client: there is no client secret
    QString audience; ///< optional
    QString name;     ///< optional

    friend bool operator==(const Organisation&, const Organisation&) = default;
};

/// A model endpoint without its key: that lies in the keychain, bound to the URL's origin.
struct Endpoint {
    EndpointId id;
    QString name; ///< optional: shown instead of model and host
    ModelProtocol protocol = ModelProtocol::ChatCompletions;
    QUrl baseUrl; ///< http or https, without user name, password and fragment; the one query is Azure's api-version
    QString model;
    /// The system account that runs the server of a plain-http URL, if the person or an administrator accepts that it
    /// can read what is sent; empty: this user's and root's only.
    QString serverUser = {};

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Everything that can be set. What a file does not say has the value it has here.
struct Values {
    QString language = {}; ///< "en", "ja", or empty for the system's
    Theme theme = Theme::System;
    std::optional<SignInWay> signInWay = {}; ///< nothing: whatever suits the issuer
    QList<Endpoint> endpoints = {};          ///< the current one first
    std::optional<Organisation> organisation = {};
    bool demoEnabled = true;
    bool desktopNotifications = true; ///< the desktop says when something waits for an answer

    friend bool operator==(const Values&, const Values&) = default;
};

/// The names of the settings in the files, and of what an administrator has fixed.
enum class Key { Language, Theme, SignInWay, Endpoints, Organisation, DemoEnabled, DesktopNotifications };
inline constexpr Key allKeys[] = {Key::Language,     Key::Theme,       Key::SignInWay,           Key::Endpoints,
                                  Key::Organisation, Key::DemoEnabled, Key::DesktopNotifications};

/// "language", "theme", "signInWay", "endpoints", "organisation", "demo", "desktopNotifications".
[[nodiscard]] QString keyName(Key key);

/// Where the files are. A setting is as the first managed file that has it says; a name in none of them is free.
struct Places {
    QStringList managedFiles;
    QString userFile;
};

/// settings.json in managedFolders() and in userFolder().
[[nodiscard]] Places systemPlaces();

/// Settings: what an administrator manages over what the person chose over the defaults. There is no secret in them.
///
/// Thread: the owner's. The files are small; reading blocks for the length of one small file at start, writing for one
/// small file when the person changes a setting.
class Settings {
public:
    /// Reads the files.
    ///
    /// A broken user file, also one that cannot be read, is moved beside itself (".broken-" and the time) and
    /// `brokenUserFile()` names it: say so and go on with the defaults. A value in the user's file that is out of
    /// range, and a name that is not known, are treated the same way as one broken file: half of a file is never used.
    ///
    /// \error InvalidArgument  a managed file is broken or cannot be read: `subject` is "path:line" or "path: reason".
    ///                         Do not start with other settings than the administrator meant; show it
    /// \error DiskFull         the broken user file cannot be set aside: `subject` is its path
    [[nodiscard]] static Result<Settings> open(Places places);

    /// What counts now.
    [[nodiscard]] const Values& values() const noexcept { return effective_; }
    /// An administrator has fixed it: `change` refuses, the window shows it as fixed.
    [[nodiscard]] bool locked(Key key) const noexcept;
    /// The path the broken user file was moved to, or empty.
    [[nodiscard]] const QString& brokenUserFile() const noexcept { return brokenUserFile_; }

    /// Changes the person's choices and writes them as a whole: after a power cut there is the old file or the new one.
    ///
    /// \error Refused          it would change a locked setting: `subject` names it. Nothing is changed
    /// \error InvalidArgument  a value out of range: `subject` names the setting. Nothing is changed
    /// \error DiskFull         the file cannot be written: `values()` stay as they were
    [[nodiscard]] Result<> change(const Values& wanted);

private:
    explicit Settings(Places places);
    void combine();

    Places places_;
    QJsonObject managed_;
    QJsonObject user_;
    Values effective_;
    QString brokenUserFile_;
};

} // namespace core::settings
