// Writes one turn and is killed by itself at a given step of it, either once the step was answered or while it is being
// written. Says each step that was answered. tst_turn_kill runs it.
#include "example_turn.h"
#include "tests/fakes/await.h"

#include <QtCore/QCoreApplication>

#include <csignal>
#include <cstdio>

namespace {

using core::Async;
using core::conversations::ConversationStore;

/// \param replaced  the turn's answer is: then it has done nothing, or it could not be
std::vector<std::function<Async<>()>> steps(ConversationStore& store, bool replaced)
{
    const auto decide = [&store, replaced] {
        return replaced ? core::ready<>({}) : store.callDecided(example::decision(example::effect));
    };
    const auto end = [&store, replaced] {
        return replaced ? core::ready<>({}) : store.callEnded(example::result(example::effect));
    };
    return {
        [&] { return store.stepBegun(example::begin()); },
        [&] { return store.stepText(example::step, QStringLiteral("Looking"), QStringLiteral("The")); },
        [&] { return store.stepText(example::step, QStringLiteral("Looking at your"), QStringLiteral("The person")); },
        [&] { return store.stepFinished(example::end()); },
        [&] { return store.callDecided(example::decision(example::call)); },
        decide,
        [&] { return store.callEnded(example::result(example::call)); },
        end,
        [&] { return store.turnEnded(example::turn, QStringLiteral("done"), {}); },
        [&] { return store.rename(example::conversation, QStringLiteral("renamed")); },
        [&] { return store.stepBegun(example::again()); },
    };
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    const int killedAt = arguments.value(2).toInt();
    const bool whileWriting = arguments.value(3) == QLatin1String("while");
    const core::SystemClock clock;
    const auto store =
        fakes::await(ConversationStore::open(arguments.value(1), core::storage::Sealer(example::key()), clock));
    if (!store) return 1;
    int number = 0;
    for (const auto& step : steps(**store, killedAt > 10)) {
        ++number;
        const auto answer = step();
        if (whileWriting && number == killedAt) {
            // Somewhere in the middle, at another place each time.
            for (int spin = arguments.value(4).toInt(); spin > 0 && !answer.isFinished(); --spin)
                QThread::yieldCurrentThread();
            std::raise(SIGKILL);
        }
        const auto result = fakes::await(answer);
        if (!result) {
            std::fprintf(stderr, "%s\n", qPrintable(result.error().detail));
            return 1;
        }
        std::printf("%d\n", number);
        std::fflush(stdout);
        if (number == killedAt) std::raise(SIGKILL);
    }
    return 0;
}
