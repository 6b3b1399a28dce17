#include "core/conversations/searching_p.h"

namespace core::conversations {
namespace {

using storage::Progress;
using storage::Row;

// How much one slice looks at: a few milliseconds of work, after which other work has its turn.
constexpr int messagesInASlice = 200;

// Full-width letters, half-width katakana and upper case count as their plain forms.
QString folded(const QString& text)
{
    return text.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

} // namespace

Search::Search(const QString& text, int offset, int count, std::stop_token stop)
    : needle_(folded(text))
    , skip_(qMax(offset, 0))
    , count_(qMax(count, 0))
    , stop_(std::move(stop))
{}

bool Search::matches(const QString& text) const
{
    return folded(text).contains(needle_);
}

void Search::hit()
{
    if (skip_ > 0)
        --skip_;
    else
        found_.append(place_.summary);
    place_ = Place();
}

Result<Progress> Search::slice(const Reader& reader)
{
    for (int looked = 0; looked < messagesInASlice;) {
        if (stop_.stop_requested()) return fail(Errc::Cancelled, QStringLiteral("the search was stopped"));
        if (found_.size() >= count_) return Progress::Done;
        if (place_.conversation == 0) {
            TRY_ASSIGN(const auto more, nextConversation(reader));
            if (!more) return Progress::Done;
            ++looked;
            if (matches(place_.summary.title)) hit();
            continue;
        }
        TRY_ASSIGN(const auto messages, lookAtMessages(reader, messagesInASlice - looked));
        looked += messages;
    }
    return Progress::More;
}

Result<bool> Search::nextConversation(const Reader& reader)
{
    struct Next {
        qint64 sequence;
        Place place;
    };
    TRY_ASSIGN(
        const auto next,
        reader.connection.first(
            QStringLiteral("SELECT key, id, title, created, changed, sequence FROM conversation WHERE removed_by "
                           "IS NULL AND sequence < ? ORDER BY sequence DESC LIMIT 1"),
            {before_}, [&](const Row& row) -> Result<Next> {
                TRY_ASSIGN(const auto title, reader.title(row.text(1), row.bytes(2)));
                return Next{row.integer(5),
                            {row.integer(0), -1,
                             ConversationSummary{ConversationId(row.text(1)), title, timeFrom(row.integer(3)),
                                                 timeFrom(row.integer(4))}}};
            }));
    if (!next) return false;
    before_ = next->sequence;
    place_ = next->place;
    return true;
}

// \return how many were looked at; the conversation is done when there are no more of them or one matched.
Result<int> Search::lookAtMessages(const Reader& reader, int most)
{
    struct Keyed {
        qint64 key;
        QString id;
        qint64 position;
    };
    TRY_ASSIGN(const auto rows,
               reader.connection.all(QStringLiteral("SELECT key, id, position FROM message WHERE conversation = ? AND "
                                                    "position > ? ORDER BY position LIMIT ?"),
                                     {place_.conversation, place_.position, most}, [](const Row& row) {
                                         return Keyed{row.integer(0), row.text(1), row.integer(2)};
                                     }));
    int looked = 0;
    for (const auto& row : rows) {
        ++looked;
        TRY_ASSIGN(const auto text, reader.text(row.key, row.id));
        place_.position = row.position;
        if (matches(text)) {
            hit();
            return looked;
        }
    }
    if (rows.size() < most) place_ = Place();
    return looked;
}

} // namespace core::conversations
