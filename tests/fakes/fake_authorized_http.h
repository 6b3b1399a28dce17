#pragma once

#include "core/toolapi/authorized_http.h"

#include <deque>
#include <functional>
#include <optional>
#include <vector>

/// HTTP as the signed-in person, answered by a test. Like the real one it says as whom it asked, and it never chooses
/// the person itself.
class FakeAuthorizedHttp final : public core::toolapi::AuthorizedHttp {
public:
    struct Sent {
        core::UserKey person;
        core::toolapi::ApiRequest request;
        std::stop_token stop;
    };
    /// What the resource server does with a request.
    using Server = std::function<core::Result<core::toolapi::ApiAnswer>(const Sent&)>;

    std::vector<Sent> sent; ///< every request, in order
    Server server = [](const Sent&) { return answer(200, "{}"); };
    bool hold = false; ///< leave requests unanswered until releaseNext()

    static core::toolapi::ApiAnswer answer(int status, QByteArray body, QByteArray contentType = "application/json")
    {
        core::toolapi::ApiAnswer made;
        made.status = status;
        made.body = std::move(body);
        made.contentType = std::move(contentType);
        return made;
    }

    core::Async<core::toolapi::ApiAnswer> send(const core::UserKey& person, core::toolapi::ApiRequest request,
                                               std::stop_token stop) override
    {
        sent.push_back({person, std::move(request), std::move(stop)});
        if (!hold) return core::ready<core::toolapi::ApiAnswer>(served(sent.back()));
        held_.push_back({sent.back(), {}});
        return held_.back().answer.future();
    }

    void releaseNext()
    {
        const auto next = held_.front();
        held_.pop_front();
        next.answer.give(served(next.sent));
    }

private:
    struct Held {
        Sent sent;
        core::Answer<core::toolapi::ApiAnswer> answer;
    };

    [[nodiscard]] core::Result<core::toolapi::ApiAnswer> served(const Sent& request) const
    {
        auto made = server(request);
        if (!made) return made;
        made->person = request.person;
        made->audience = request.request.audience;
        made->scopes = request.request.scopes;
        return made;
    }

    std::deque<Held> held_;
};
