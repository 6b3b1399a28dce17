#pragma once

#include "core/base/file_lock.h"
#include "core/conversations/records.h"
#include "core/storage/connection.h"

#include <memory>
#include <optional>

namespace core::conversations {

/// One opening of a store by one process. It holds a lock on a file named after it for as long as it lives, so that
/// another process can tell a run that is over, however it ended, from one that goes on beside it.
class Run {
public:
    /// \param folder  where the runs' files lie; empty for a store in memory, which no other run can see
    [[nodiscard]] static Result<std::shared_ptr<Run>> begin(const QString& folder);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    [[nodiscard]] const QString& id() const noexcept { return id_; }
    /// Whether the run with that id is over. False when it cannot be told.
    [[nodiscard]] bool isOver(const QString& id) const;
    /// Removes the files of runs that are over.
    void tidy() const;

private:
    Run() = default;
    [[nodiscard]] QString file(const QString& id) const;

    QString folder_;
    QString id_;
    std::optional<FileLock> lock_;
};

/// Turns and steps that were running in runs that are over become Interrupted.
[[nodiscard]] Result<QList<InterruptedTurn>> recover(storage::Connection& connection, const Run& run);

/// Deletes a bounded part of what was removed in runs that are over. \return true when there is more
[[nodiscard]] Result<bool> purgeSome(storage::Connection& connection, const Run& run);

} // namespace core::conversations
