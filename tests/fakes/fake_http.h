#pragma once

#include "core/net/http.h"
#include "core/net/request_rules.h"

#include <QtCore/QTimer>

#include <deque>

namespace fakes {

/// What a FakeHttp answers to one request.
struct ScriptedAnswer {
    core::Result<core::net::HttpResponse> outcome = core::net::HttpResponse{.status = 200};
    std::vector<QByteArray> pieces = {}; ///< the body in pieces: streamed one by one, or joined behind outcome's body
    bool hang = false;                   ///< no answer: only the time-out or a stop ends it
    std::optional<quint32> holder = {};  ///< the other user whose server it is: it hears what it is accepted for
};

/// An Http port in memory with the real one's contract (tests/contract/tst_http_contract.cpp). Answers come through the
/// event loop, never before the call returned.
class FakeHttp final : public core::net::Http {
public:
    std::deque<ScriptedAnswer> next;                                          ///< used first, front to back
    std::function<ScriptedAnswer(const core::net::HttpRequest&)> answer = {}; ///< asked when `next` is empty; else 404
    std::vector<core::net::HttpRequest> requests;                             ///< all that were let through, in order

    /// The value of a header, also of a secret one.
    static QByteArray header(const core::net::HttpRequest& request, const QByteArray& name)
    {
        for (const auto& field : request.headers)
            if (field.first.compare(name, Qt::CaseInsensitive) == 0) return field.second;
        for (const auto& field : request.secretHeaders)
            if (field.name.compare(name, Qt::CaseInsensitive) == 0) return field.prefix + text(field.value);
        return {};
    }
    /// The value of a form field, also of a secret one.
    static QByteArray formField(const core::net::HttpRequest& request, const QByteArray& name)
    {
        for (const auto& field : request.form)
            if (field.name == name) return field.secret.isEmpty() ? field.value : text(field.secret);
        return {};
    }

    [[nodiscard]] core::Async<core::net::HttpResponse> send(core::net::HttpRequest request,
                                                            std::stop_token stop) override
    {
        return start(std::move(request), {}, std::move(stop));
    }
    [[nodiscard]] core::Async<core::net::HttpResponse> stream(core::net::HttpRequest request,
                                                              std::function<void(const QByteArray&)> onBytes,
                                                              std::stop_token stop) override
    {
        return start(std::move(request), std::move(onBytes), std::move(stop));
    }

private:
    struct Exchange final : QObject {
        core::Answer<core::net::HttpResponse> answer;
        ScriptedAnswer script;
        std::function<void()> before; ///< called ahead of the answer
        std::function<void(const QByteArray&)> onBytes;
        std::stop_token stop;
        std::optional<std::stop_callback<std::function<void()>>> stopped;
        QString host;
        qint64 limit = 0;
        qint64 seen = 0;
        QTimer timer;

        using QObject::QObject;
        ~Exchange() override
        {
            answer.give(core::fail(core::Errc::Cancelled, QStringLiteral("client destroyed"), host));
        }
        Exchange(const Exchange&) = delete;
        Exchange& operator=(const Exchange&) = delete;

        void finish(core::Result<core::net::HttpResponse> result)
        {
            if (answer.answered()) return;
            timer.stop();
            deleteLater();
            const auto last = answer;
            last.give(std::move(result));
        }
        void finish(core::Errc code, const char* detail)
        {
            finish(core::fail(code, QString::fromLatin1(detail), host));
        }
        void step(size_t index)
        {
            if (answer.answered()) return;
            if (stop.stop_requested()) return finish(core::Errc::Cancelled, "stop was requested");
            if (script.hang) return;
            if (script.outcome && index == 0) seen += script.outcome->body.size();
            if (index < script.pieces.size()) seen += script.pieces[index].size();
            if (seen > limit) return finish(core::Errc::TooLarge, "the answer is too long");
            if (index == script.pieces.size()) return conclude();
            const auto& piece = script.pieces[index];
            if (streams())
                onBytes(piece);
            else if (script.outcome)
                script.outcome->body += piece;
            QMetaObject::invokeMethod(this, [this, index] { step(index + 1); }, Qt::QueuedConnection);
        }
        void refuse(quint32 holder, const core::net::HttpRequest& request)
        {
            const auto where = QStringLiteral("%1:%2").arg(request.url.host()).arg(request.url.port());
            script = {.outcome = core::Result<core::net::HttpResponse>(
                          core::fail(core::Errc::ForeignServer, QStringLiteral("another user's"), where))};
            before = [tell = request.onForeignServer, holder] {
                if (tell) tell(holder);
            };
        }
        [[nodiscard]] bool streams() const
        {
            return onBytes && (!script.outcome || (script.outcome->status >= 200 && script.outcome->status <= 299));
        }
        void conclude()
        {
            if (before) before();
            if (script.outcome && streams() && !script.outcome->body.isEmpty()) {
                onBytes(std::exchange(script.outcome->body, {}));
                if (stop.stop_requested()) return finish(core::Errc::Cancelled, "stop was requested");
            }
            if (!script.outcome && script.outcome.error().subject.isEmpty()) script.outcome.error().subject = host;
            finish(script.outcome);
        }
    };

    static QByteArray text(const core::Secret& secret)
    {
        const auto bytes = secret.expose();
        return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
    }

    core::Async<core::net::HttpResponse> start(core::net::HttpRequest request,
                                               std::function<void(const QByteArray&)> onBytes, std::stop_token stop)
    {
        if (const auto allowed = core::net::checkRequest(request); !allowed)
            return core::ready<core::net::HttpResponse>(tl::unexpected<core::Error>(allowed.error()));
        if (stop.stop_requested())
            return core::failed<core::net::HttpResponse>(core::Errc::Cancelled, QStringLiteral("stop was requested"),
                                                         request.url.host());
        auto* exchange = new Exchange(&owner_);
        exchange->script = script(request);
        if (const auto holder = exchange->script.holder; holder && request.serverUser != holder)
            exchange->refuse(*holder, request);
        exchange->onBytes = std::move(onBytes);
        exchange->stop = stop;
        exchange->host = request.url.host();
        exchange->limit = request.maxAnswerBytes;
        QObject::connect(&exchange->timer, &QTimer::timeout, exchange,
                         [exchange] { exchange->finish(core::Errc::Timeout, "no answer in time"); });
        exchange->timer.start(request.timeout);
        exchange->stopped.emplace(std::move(stop), [exchange] {
            QMetaObject::invokeMethod(
                exchange, [exchange] { exchange->finish(core::Errc::Cancelled, "stop was requested"); },
                Qt::QueuedConnection);
        });
        requests.push_back(std::move(request));
        QMetaObject::invokeMethod(exchange, [exchange] { exchange->step(0); }, Qt::QueuedConnection);
        return exchange->answer.future();
    }

    ScriptedAnswer script(const core::net::HttpRequest& request)
    {
        if (!next.empty()) {
            auto first = std::move(next.front());
            next.pop_front();
            return first;
        }
        if (answer) return answer(request);
        return {.outcome = core::net::HttpResponse{.status = 404}};
    }

    QObject owner_; // of the exchanges; a stop from another thread may still call into one, so they die first
};

} // namespace fakes
