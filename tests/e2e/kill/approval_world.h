#pragma once

#include "core/identity/person_keys.h"
#include "core/net/qt_http.h"
#include "tests/core/session/session_fixture.h"

namespace e2e {

/// The HR API is a real server, of another process; everybody else answers from memory.
class ApiOutside final : public core::net::Http {
public:
    ApiOutside(core::net::Http& others, quint16 port)
        : others_(others)
        , port_(port)
    {}
    [[nodiscard]] core::Async<core::net::HttpResponse> send(core::net::HttpRequest request,
                                                            std::stop_token stop) override
    {
        if (request.url.host() != session_tests::s("hr.example"))
            return others_.send(std::move(request), std::move(stop));
        request.url.setScheme(session_tests::s("http"));
        request.url.setHost(session_tests::s("127.0.0.1"));
        request.url.setPort(port_);
        request.plainHttp = core::net::PlainHttp::Loopback;
        return outside_.send(std::move(request), std::move(stop));
    }
    [[nodiscard]] core::Async<core::net::HttpResponse> stream(core::net::HttpRequest request,
                                                              std::function<void(const QByteArray&)> onBytes,
                                                              std::stop_token stop) override
    {
        return others_.stream(std::move(request), std::move(onBytes), std::move(stop));
    }

private:
    core::net::Http& others_;
    core::net::QtHttp outside_;
    quint16 port_;
};

/// One run of the whole core over a folder that outlives it. The person's key, what the provider answers to a refresh
/// and where the clock stands are the same in each run, so that the next one takes up what a killed one left.
class ApprovalWorld {
public:
    /// \param later  than the clock of a first run
    ApprovalWorld(const QString& folder, quint16 apiPort, std::chrono::milliseconds later = {})
        : api_(inner.http, apiPort)
    {
        using session_tests::s;
        inner.app.reset();
        inner.desktop.reset();
        inner.clock.advance(later);
        inner.keychain.entries.clear();
        inner.keychain.entries.emplace(core::identity::PersonKeys::entryName(person().storageName()), key());
        inner.http.answer = [answer = inner.http.answer](const core::net::HttpRequest& request) {
            const auto form = fakes::FakeProvider::formOf(request);
            if (form.queryItemValue(s("grant_type")) == s("refresh_token"))
                return session_tests::status(
                    200, R"({"access_token": "token-of-a-later-run", "token_type": "Bearer", "expires_in": 300})");
            return answer(request);
        };
        inner.settings = std::make_unique<core::settings::Settings>(
            *core::settings::Settings::open({{}, folder + s("/settings.json")}));
        inner.desktop = std::make_unique<core::session::Desktop>(core::session::Desktop{api_,
                                                                                        inner.keychain,
                                                                                        *inner.settings,
                                                                                        inner.window,
                                                                                        inner.browser,
                                                                                        inner.demo,
                                                                                        inner.clock,
                                                                                        folder,
                                                                                        {},
                                                                                        inner.toolFiles});
        inner.app = session_tests::SessionFixture::open(*inner.desktop);
    }
    ~ApprovalWorld()
    {
        open = {};
        inner.app.reset();
        inner.desktop.reset();
    }
    ApprovalWorld(const ApprovalWorld&) = delete;
    ApprovalWorld& operator=(const ApprovalWorld&) = delete;

    session_tests::SessionFixture inner; ///< its own folder is not used
    core::interfaces::OpenConversation open;

    static core::UserKey person() { return {session_tests::s("https://id.example"), session_tests::s("asan")}; }
    static core::SealingKey key() { return core::SealingKey(core::Secret::consume(QByteArray(32, 'k'))); }
    /// On which the two calls of a turn ask for leave: what tells one call and its effect from the other.
    static QString day(int call) { return session_tests::s(call == 0 ? "2026-12-01" : "2026-12-02"); }

    /// To which the person changes the first of them.
    static QString editedDay() { return session_tests::s("2026-12-24"); }

    [[nodiscard]] QList<core::interfaces::ApprovalCallView> waiting() const
    {
        QList<core::interfaces::ApprovalCallView> calls;
        for (const auto& card : inner.app->approvals()->waiting())
            calls += card.calls;
        return calls;
    }
    [[nodiscard]] static int callOf(const core::interfaces::ApprovalCallView& waits)
    {
        return waits.values.first().value == day(0) ? 0 : 1;
    }
    [[nodiscard]] core::Result<> approve(const core::interfaces::ApprovalCallView& call) const
    {
        return fakes::await(inner.app->approvals()->approve(call.id, call.digest));
    }
    /// Of the turn's first step. Nothing: it has no calls yet.
    [[nodiscard]] std::optional<core::interfaces::ToolCardView::State> card(int call) const
    {
        if (open.transcript->count() < 2) return {};
        const auto cards = open.transcript->at(1).cards;
        if (call >= cards.size()) return {};
        return cards.at(call).state;
    }
    [[nodiscard]] bool settles() const
    {
        return QTest::qWaitFor([this] { return session_tests::SessionFixture::settled(open); }, patience);
    }
    static constexpr int patience = 20'000; ///< milliseconds

private:
    ApiOutside api_;
};

} // namespace e2e
