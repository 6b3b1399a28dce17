#pragma once

#include "app/host/demo_process.h"
#include "app/host/form_sign_in.h"
#include "core/keychain/qt_keychain_store.h"
#include "core/net/qt_http.h"
#include "core/session/application.h"
#include "tests/fakes/await.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>

namespace e2e {

/// The demo organisation of another program, which goes on when this one is killed: as a real one does.
class StayingDemo final : public core::session::DemoHost {
public:
    explicit StayingDemo(const QByteArray& announcement)
        : facts_(app::host::readAnnouncement(QJsonDocument::fromJson(announcement).object(), QStringLiteral("en")))
    {}
    std::optional<core::session::DemoFacts> running() const override
    {
        return facts_ ? std::optional(*facts_) : std::nullopt;
    }
    core::Async<core::session::AdminReplay> replayAsAdmin(const QUrl&) override
    {
        return core::failed<core::session::AdminReplay>(core::Errc::Unavailable, QStringLiteral("not here"));
    }

private:
    core::Async<core::session::DemoFacts> doStart() override { return core::ready<core::session::DemoFacts>(facts_); }

    core::Result<core::session::DemoFacts> facts_;
};

/// One run of the program over the data in `folder`: the whole core, the real Secret Service, an organisation that was
/// there before and stays.
class RunAtStayingOrganisation {
public:
    RunAtStayingOrganisation(const QString& folder, const QString& keychainService, const QByteArray& announcement)
        : keychain_(keychainService,
                    std::make_shared<core::keychain::BackendFile>(folder + QStringLiteral("/keychain-backend")))
        , demo_(announcement)
    {
        auto settings = core::settings::Settings::open({{}, folder + QStringLiteral("/settings.json")});
        if (!settings) return;
        settings_ = std::make_unique<core::settings::Settings>(std::move(*settings));
        desktop_ = std::make_unique<core::session::Desktop>(core::session::Desktop{
            http_, keychain_, *settings_, form, form, demo_, clock_, folder + QStringLiteral("/data")});
        if (!QDir().mkpath(desktop_->dataFolder)) return;
        if (auto opened = fakes::await(core::session::Application::open(*desktop_))) app = *opened;
    }

    [[nodiscard]] core::keychain::Keychain& keychain() { return keychain_; }
    [[nodiscard]] QString dataFolder() const { return desktop_->dataFolder; }

private:
    core::SystemClock clock_;
    core::net::QtHttp http_;
    core::keychain::QtKeychainStore keychain_;
    StayingDemo demo_;
    std::unique_ptr<core::settings::Settings> settings_;
    std::unique_ptr<core::session::Desktop> desktop_;

public:
    app::host::FormSignIn form{http_};
    std::shared_ptr<core::session::Application> app; ///< null: it could not be opened
};

/// What a person does with it.
class Person {
public:
    Person(core::session::Application& app, app::host::FormSignIn& form)
        : app_(app)
        , form_(form)
    {}

    [[nodiscard]] core::Result<core::interfaces::AccountId> signIn(const QString& login)
    {
        form_.setAccount(login);
        core::interfaces::SignInTarget target;
        target.demo = true;
        const auto signedIn = fakes::await(app_.signIn().start(target, {}));
        if (signedIn) (void)fakes::await(app_.models()->choose({}, true));
        return signedIn;
    }

    /// The only conversation there is, or a new one.
    [[nodiscard]] core::Result<core::interfaces::OpenConversation> conversation()
    {
        conversations_ = app_.conversations();
        if (!conversations_) return core::fail(core::Errc::SignInNeeded, QStringLiteral("nobody is signed in"));
        TRY_ASSIGN(const auto page, fakes::await(conversations_->page(QString(), 0, 2)));
        id_ = page.isEmpty() ? conversations_->create() : page.first().id;
        return fakes::await(conversations_->open(id_));
    }
    [[nodiscard]] core::Result<> rename(const QString& title)
    {
        return fakes::await(conversations_->rename(id_, title));
    }

    /// Waits until the turn has ended and what is shown of it was read back from the store.
    [[nodiscard]] static bool settled(const core::interfaces::OpenConversation& open)
    {
        using namespace core::interfaces;
        const auto isSettled = [&open] {
            if (open.turns->running() || open.transcript->count() == 0) return false;
            const auto last = open.transcript->at(open.transcript->count() - 1);
            return last.speaker == MessageView::Speaker::Agent && last.state != MessageView::State::Streaming &&
                   std::none_of(last.cards.begin(), last.cards.end(),
                                [](const ToolCardView& card) { return card.state == ToolCardView::State::Running; });
        };
        QEventLoop loop;
        QTimer look;
        QObject::connect(&look, &QTimer::timeout, &loop, [&] {
            if (isSettled()) loop.quit();
        });
        look.start(std::chrono::milliseconds(2));
        QTimer::singleShot(std::chrono::seconds(50), &loop, &QEventLoop::quit);
        loop.exec();
        return isSettled();
    }

private:
    core::session::Application& app_;
    app::host::FormSignIn& form_;
    std::shared_ptr<core::interfaces::Conversations> conversations_;
    core::ConversationId id_;
};

} // namespace e2e
