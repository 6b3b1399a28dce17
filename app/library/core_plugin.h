#pragma once

#include "app/library/core_library.h"

namespace app::library {

/// What the window's program finds in this library.
class CorePlugin final : public QObject, public CoreLibrary {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID SEKISHO_CORE_IID)
    Q_INTERFACES(app::library::CoreLibrary)
public:
    core::Result<std::unique_ptr<CoreRun>> begin(CoreOptions options) override;
};

} // namespace app::library
