#pragma once

#include "core/base/error.h"

#include <QtCore/QFuture>
#include <QtCore/QFutureWatcher>
#include <QtCore/QObject>
#include <QtCore/QPromise>
#include <QtCore/QThread>

#include <concepts>
#include <memory>
#include <stop_token>

namespace core {

/// The one asynchronous return type of every public interface in core. T is copyable: with a move-only T, Qt 6.4's
/// takeResult() resets the state and ~QPromise finishes it again.
template <typename T = void>
    requires std::copyable<Result<T>>
using Async = QFuture<Result<T>>;

/// An answer that is there already.
template <typename T = void>
[[nodiscard]] Async<T> ready(Result<T> result)
{
    QPromise<Result<T>> promise;
    auto future = promise.future();
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return future;
}

/// A failure that is there already.
template <typename T = void>
[[nodiscard]] Async<T> failed(Errc code, QString detail, QString subject = {})
{
    return ready<T>(fail(code, std::move(detail), std::move(subject)));
}

/// Calls `handler` on `guard`'s thread with the outcome, or never, once `guard` is gone. Call it on guard's thread
/// (asserted): the watcher becomes a child of `guard`. A future that was cancelled or whose promise was dropped
/// arrives as Errc::Cancelled, so a handler always gets exactly one Result.
///
/// Use this and not QFuture::then(context, ...): in Qt 6.4 that asserts when the context dies first.
template <typename T, std::invocable<Result<T>> Handler>
void onReady(const Async<T>& future, QObject* guard, Handler handler)
{
    Q_ASSERT(guard->thread() == QThread::currentThread());
    auto* watcher = new QFutureWatcher<Result<T>>(guard);
    QObject::connect(watcher, &QFutureWatcherBase::finished, guard, [watcher, handler = std::move(handler)]() mutable {
        watcher->deleteLater();
        const auto done = watcher->future();
        if (done.isCanceled() || done.resultCount() == 0) {
            handler(Result<T>(fail(Errc::Cancelled, QStringLiteral("future had no result"))));
            return;
        }
        handler(done.result());
    });
    watcher->setFuture(future);
}

/// A promise that can be copied into handlers and is answered at most once: the first answer wins, later ones are
/// ignored. Dropping the last copy unanswered arrives as Errc::Cancelled. Thread: any.
template <typename T = void>
class Answer {
public:
    Answer()
        : promise_(std::make_shared<QPromise<Result<T>>>())
    {
        promise_->start();
    }

    [[nodiscard]] Async<T> future() const { return promise_->future(); }
    [[nodiscard]] bool answered() const { return promise_->future().isFinished(); }

    void give(Result<T> result) const
    {
        if (answered()) return;
        promise_->addResult(std::move(result));
        promise_->finish();
    }

private:
    std::shared_ptr<QPromise<Result<T>>> promise_;
};

} // namespace core
