#pragma once

#include "core/interfaces/window.h"
#include "core/settings/settings.h"

namespace core::session {

/// The settings that the window shows.
class ChosenPreferences final : public interfaces::Preferences {
    Q_OBJECT
public:
    explicit ChosenPreferences(settings::Settings& settings);

    [[nodiscard]] interfaces::PreferencesView preferences() const override;
    void setPreferences(const interfaces::PreferencesView& preferences) override;

private:
    settings::Settings& settings_;
};

} // namespace core::session
