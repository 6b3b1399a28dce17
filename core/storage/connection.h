#pragma once

#include "core/base/error.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QVariant>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

class QSqlQuery;

namespace core::storage {

/// What is bound to the question marks of a statement, in order: QString as text, QByteArray as a blob, whole numbers
/// as qint64, an invalid QVariant as NULL.
using Values = QList<QVariant>;

/// The row a statement stands on. Lives only inside the function it is given to.
class Row {
public:
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;
    [[nodiscard]] qint64 integer(int column) const;

private:
    friend class Connection;
    explicit Row(const QSqlQuery& query);
    const QSqlQuery& query_;
};

namespace detail {

template <typename T>
struct Unwrapped {
    using Type = T;
};
template <typename T>
struct Unwrapped<Result<T>> {
    using Type = T;
};
/// T for a function from Row to T or to Result<T>.
template <typename Read>
using ReadType = typename Unwrapped<std::invoke_result_t<Read&, const Row&>>::Type;

} // namespace detail

/// One database's connection, handed to the work that runs on the database's own thread, and never kept by it.
///
/// Every function fails with
/// \error DiskFull     no room or no right to write: say so, keep what is on the screen
/// \error Corrupt      the file is damaged, or is not a database
/// \error Busy         another process held it for longer than the time-out: try again
/// \error Conflict     a constraint does not hold (a repeated key, a missing parent)
/// \error TooLarge     a value over SQLite's limit of a billion bytes
/// \error Unavailable  the disk could not be read
/// \error Internal     the statement is wrong: our bug
///
/// Logs: the error code and SQLite's own number; never a value that was bound.
class Connection {
public:
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Runs one statement for its effect. \return how many rows it changed
    [[nodiscard]] Result<qint64> change(const QString& sql, const Values& values = {});

    /// Calls `read` for each row, in order, without holding the rows in memory; the first error ends it. `read` may
    /// run other statements.
    [[nodiscard]] Result<> each(const QString& sql, const Values& values,
                                const std::function<Result<>(const Row&)>& read);

    /// The first row as `read` makes it (a function from Row to T, or to Result<T>), or nothing when there is none.
    template <typename Read>
    [[nodiscard]] auto first(const QString& sql, const Values& values, Read read)
        -> Result<std::optional<detail::ReadType<Read>>>
    {
        std::optional<detail::ReadType<Read>> found;
        TRY(visit(sql, values, [&](const Row& row) -> Result<Next> {
            TRY(keep(read(row), [&](auto value) { found = std::move(value); }));
            return Next::Stop;
        }));
        return found;
    }

    /// Every row as `read` makes it (a function from Row to T, or to Result<T>). For lists with a stated bound.
    template <typename Read>
    [[nodiscard]] auto all(const QString& sql, const Values& values, Read read) -> Result<QList<detail::ReadType<Read>>>
    {
        QList<detail::ReadType<Read>> found;
        TRY(visit(sql, values, [&](const Row& row) -> Result<Next> {
            TRY(keep(read(row), [&](auto value) { found.append(std::move(value)); }));
            return Next::Row;
        }));
        return found;
    }

    /// The rowid of the last row this connection inserted.
    [[nodiscard]] qint64 lastInsertId() const;

private:
    friend class Database;
    struct Private;
    enum class Next { Row, Stop };

    Connection();
    [[nodiscard]] Result<> open(const QString& path, std::chrono::milliseconds busyTimeout);
    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> commit();
    void rollBack();
    [[nodiscard]] Result<> visit(const QString& sql, const Values& values,
                                 const std::function<Result<Next>(const Row&)>& read);

    template <typename T, typename Keep>
    static Result<> keep(T value, const Keep& store)
    {
        store(std::move(value));
        return {};
    }
    template <typename T, typename Keep>
    static Result<> keep(Result<T> value, const Keep& store)
    {
        if (!value) return tl::unexpected(std::move(value).error());
        store(std::move(*value));
        return {};
    }

    std::unique_ptr<Private> private_;
};

} // namespace core::storage
