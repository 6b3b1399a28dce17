#pragma once

#include "core/base/async.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>

#include <chrono>

namespace fakes {

/// Runs the event loop until the answer is there. A test that waits longer than `limit` fails with Timeout, so that a
/// hang is a failing test and not a stuck one.
template <typename T>
core::Result<T> await(const core::Async<T>& future, std::chrono::milliseconds limit = std::chrono::seconds(50))
{
    core::Result<T> outcome = core::fail(core::Errc::Timeout, QStringLiteral("the test waited too long for an answer"));
    QEventLoop loop;
    QTimer::singleShot(limit, &loop, &QEventLoop::quit);
    core::onReady(future, &loop, [&](core::Result<T> result) {
        outcome = std::move(result);
        loop.quit();
    });
    loop.exec();
    return outcome;
}

} // namespace fakes
