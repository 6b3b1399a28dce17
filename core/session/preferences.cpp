#include "core/session/preferences.h"

#include "core/base/logging.h"

namespace core::session {

ChosenPreferences::ChosenPreferences(settings::Settings& settings)
    : settings_(settings)
{}

interfaces::PreferencesView ChosenPreferences::preferences() const
{
    const auto& values = settings_.values();
    interfaces::PreferencesView view;
    view.language = values.language;
    switch (values.theme) {
    case settings::Theme::System: view.theme = interfaces::Theme::System; break;
    case settings::Theme::Light: view.theme = interfaces::Theme::Light; break;
    case settings::Theme::Dark: view.theme = interfaces::Theme::Dark; break;
    }
    if (values.signInWay)
        view.signInWay = *values.signInWay == settings::SignInWay::Window ? interfaces::SignInWay::Window
                                                                          : interfaces::SignInWay::SystemBrowser;
    view.desktopNotifications = values.desktopNotifications;
    const std::pair<settings::Key, QString> names[] = {
        {settings::Key::Language, QStringLiteral("language")},
        {settings::Key::Theme, QStringLiteral("theme")},
        {settings::Key::SignInWay, QStringLiteral("signInWay")},
        {settings::Key::DesktopNotifications, QStringLiteral("desktopNotifications")},
        {settings::Key::Endpoints, QStringLiteral("model")},
        {settings::Key::Organisation, QStringLiteral("organisation")}};
    for (const auto& [key, name] : names)
        if (settings_.locked(key)) view.managed.append(name);
    return view;
}

void ChosenPreferences::setPreferences(const interfaces::PreferencesView& preferences)
{
    auto values = settings_.values();
    values.language = preferences.language;
    switch (preferences.theme) {
    case interfaces::Theme::System: values.theme = settings::Theme::System; break;
    case interfaces::Theme::Light: values.theme = settings::Theme::Light; break;
    case interfaces::Theme::Dark: values.theme = settings::Theme::Dark; break;
    }
    values.signInWay.reset();
    if (preferences.signInWay)
        values.signInWay = *preferences.signInWay == interfaces::SignInWay::Window ? settings::SignInWay::Window
                                                                                   : settings::SignInWay::SystemBrowser;
    values.desktopNotifications = preferences.desktopNotifications;
    if (const auto changed = settings_.change(values); !changed)
        qCWarning(logSettings) << "not changed:" << errcName(changed.error().code);
    Q_EMIT this->changed();
}

} // namespace core::session
