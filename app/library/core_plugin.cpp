#include "app/library/core_plugin.h"

#include "app/host/runtime.h"

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
            [application = application_](
                const core::Result<std::shared_ptr<core::session::Application>>& opened) -> core::Result<Opened> {
                if (!opened) return tl::unexpected(opened.error());
                *application = *opened;
                return Opened(*opened);
            });
    }

    core::Async<> drain() override
    {
        const auto application = application_->lock();
        return application ? application->drain() : core::ready<>({});
    }

private:
    std::unique_ptr<host::Runtime> runtime_;
    std::shared_ptr<std::weak_ptr<core::session::Application>> application_ =
        std::make_shared<std::weak_ptr<core::session::Application>>();
};

} // namespace

core::Result<std::unique_ptr<CoreRun>> CorePlugin::begin(CoreOptions options)
{
    host::RuntimeOptions wanted;
    wanted.openBrowser = std::move(options.openBrowser);
    wanted.look = [look = std::move(options.look)] {
        const auto now = look();
        return host::WindowLook{now.language, now.dark};
    };
    wanted.undoWindow = options.undoWindow;
    TRY_ASSIGN(auto runtime, host::Runtime::create(std::move(wanted), std::move(options.settings)));
    return std::unique_ptr<CoreRun>(new Run(std::move(runtime)));
}

} // namespace app::library
