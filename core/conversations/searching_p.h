#pragma once

#include "core/conversations/reading_p.h"
#include "core/storage/database.h"

#include <limits>
#include <stop_token>

namespace core::conversations {

/// One search on its way through the conversations, newest first. Goes on slice by slice.
class Search {
public:
    Search(const QString& text, int offset, int count, std::stop_token stop);

    /// Looks at a bounded number of messages. \error Cancelled  a stop was requested
    [[nodiscard]] Result<storage::Progress> slice(const Reader& reader);
    [[nodiscard]] const QList<ConversationSummary>& found() const noexcept { return found_; }

private:
    struct Place {
        qint64 conversation = 0; ///< its key; 0: the next one is to be found
        qint64 position = -1;    ///< of the last message that was looked at
        ConversationSummary summary = {};
    };

    [[nodiscard]] bool matches(const QString& text) const;
    [[nodiscard]] Result<bool> nextConversation(const Reader& reader);
    [[nodiscard]] Result<int> lookAtMessages(const Reader& reader, int most);
    void hit();

    QString needle_;
    int skip_;
    int count_;
    std::stop_token stop_;
    qint64 before_ = std::numeric_limits<qint64>::max();
    Place place_;
    QList<ConversationSummary> found_;
};

} // namespace core::conversations
