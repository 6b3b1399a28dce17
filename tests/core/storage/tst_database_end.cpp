// A database whose last handle is dropped by its own work, at the end of the program: the application must not be gone
// before that work is. A program of its own, because its end is what is looked at.
#include "core/storage/database.h"
#include "tests/fakes/await.h"

#include <QtCore/QCoreApplication>

#include <cstdio>
#include <future>

namespace {

std::promise<void> applicationEnds;
std::atomic<bool> workEnded = false;

} // namespace

int main(int argc, char** argv)
{
    {
        const QCoreApplication application(argc, argv);
        auto database = *fakes::await(core::storage::Database::openInMemory({}));
        std::ignore = database->transaction(
            [database, ends = applicationEnds.get_future().share()](core::storage::Connection&) -> core::Result<> {
                ends.wait();
                workEnded = true;
                return {};
            });
        database.reset();
        // Of these the last one that was added runs first.
        qAddPostRoutine([] { applicationEnds.set_value(); });
    }
    if (workEnded) return 0;
    std::fputs("the application was gone before the work was\n", stderr);
    return 1;
}
