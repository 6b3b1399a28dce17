#include "app/host/runtime.h"
#include "app/library/core_library.h"

namespace app::library {
namespace {

using Opened = std::shared_ptr<core::interfaces::Application>;

class Run final : public CoreRun {
public:
    explicit Run(std::unique_ptr<host::Runtime> runtime)
        : runtime_(std::move(runtime))
    {}

    core::Async<Opened> open() override
    {
        return runtime_->open().then(
            [](const core::Result<std::shared_ptr<core::session::Application>>& opened) -> core::Result<Opened> {
                if (!opened) return tl::unexpected(opened.error());
                return Opened(*opened);
            });
    }

private:
    std::unique_ptr<host::Runtime> runtime_;
};

} // namespace

class CorePlugin final : public QObject, public CoreLibrary {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID SEKISHO_CORE_IID)
    Q_INTERFACES(app::library::CoreLibrary)
public:
    core::Result<std::unique_ptr<CoreRun>> begin(CoreOptions options) override
    {
        host::RuntimeOptions wanted;
        wanted.openBrowser = std::move(options.openBrowser);
        wanted.look = [look = std::move(options.look)] {
            const auto now = look();
            return host::WindowLook{now.language, now.dark};
        };
        TRY_ASSIGN(auto runtime, host::Runtime::create(std::move(wanted), std::move(options.settings)));
        return std::unique_ptr<CoreRun>(new Run(std::move(runtime)));
    }
};

} // namespace app::library

#include "core_plugin.moc"
