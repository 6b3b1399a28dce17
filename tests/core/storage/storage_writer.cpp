// Writes numbered rows, one transaction each, and says each number once it is committed. tst_kill kills it.
#include "core/storage/database.h"
#include "tests/fakes/await.h"

#include <QtCore/QCoreApplication>

#include <cstdio>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    using core::storage::Connection;
    using core::storage::Database;
    const auto opened = fakes::await(Database::open(
        QCoreApplication::arguments().value(1),
        {{{QStringLiteral("CREATE TABLE note (number INTEGER PRIMARY KEY, body BLOB) STRICT"),
           QStringLiteral("CREATE TABLE echo (number INTEGER NOT NULL REFERENCES note(number)) STRICT")}}}));
    if (!opened) {
        std::fprintf(stderr, "%s\n", qPrintable(opened.error().detail));
        return 1;
    }
    for (;;) {
        const auto number = fakes::await((*opened)->transaction([](Connection& c) -> core::Result<qint64> {
            TRY(c.change(QStringLiteral("INSERT INTO note (body) VALUES (zeroblob(3000))")));
            const auto id = c.lastInsertId();
            TRY(c.change(QStringLiteral("INSERT INTO echo (number) VALUES (?)"), {id}));
            return id;
        }));
        if (!number) {
            std::fprintf(stderr, "%s\n", qPrintable(number.error().detail));
            return 1;
        }
        std::printf("%lld\n", *number);
        std::fflush(stdout);
    }
}
