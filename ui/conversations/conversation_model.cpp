#include "ui/conversations/conversation_model.h"

#include "core/base/async.h"
#include "ui/text/date_text.h"
#include "ui/text/visible_text.h"

namespace ui::conversations {

using core::interfaces::Conversations;
using core::interfaces::ConversationView;

ConversationModel::ConversationModel(QObject* parent)
    : QAbstractListModel(parent)
    , now_([]() { return QDateTime::currentDateTimeUtc(); })
{}

void ConversationModel::setConversations(std::shared_ptr<Conversations> conversations)
{
    if (conversations_) conversations_->disconnect(this);
    conversations_ = std::move(conversations);
    open_ = {};
    unread_.clear();
    if (conversations_) {
        connect(conversations_.get(), &Conversations::changed, this, &ConversationModel::refresh);
        connect(conversations_.get(), &Conversations::busyChanged, this, &ConversationModel::setBusy);
    }
    restart();
}

void ConversationModel::setSearch(const QString& search)
{
    if (search_ == search) return;
    search_ = search;
    restart();
}

void ConversationModel::restart()
{
    ++asked_;
    lookedAt_ = 0;
    reading_ = false;
    unreadable_.reset();
    replace({}, false);
    loading_ = conversations_ != nullptr;
    Q_EMIT settled();
    readPage(0, PageSize);
}

void ConversationModel::refresh()
{
    ++asked_;
    reading_ = false;
    readPage(0, std::max(PageSize, (lookedAt_ / PageSize + 1) * PageSize));
}

void ConversationModel::setBusy(const core::ConversationId& id, bool busy)
{
    const bool unread = !busy && id != open_ && !unread_.contains(id);
    if (unread) unread_.insert(id);
    const QModelIndex row = indexOf(id);
    if (!row.isValid() || (rows_.at(row.row()).busy == busy && !unread)) return;
    rows_[row.row()].busy = busy;
    Q_EMIT dataChanged(row, row);
}

void ConversationModel::setOpen(const core::ConversationId& id)
{
    open_ = id;
    if (!unread_.remove(id)) return;
    const QModelIndex row = indexOf(id);
    if (row.isValid()) Q_EMIT dataChanged(row, row);
}

void ConversationModel::readPage(int offset, int count)
{
    if (!conversations_ || reading_) return;
    reading_ = true;
    const int number = ++asked_;
    core::onReady(conversations_->page(search_, offset, count), this,
                  [this, number, offset, count](const core::Result<QList<ConversationView>>& page) {
                      if (number != asked_) return;
                      reading_ = false;
                      if (page) return take(offset, count, *page);
                      more_ = false;
                      if (offset > 0) return;
                      loading_ = false;
                      unreadable_ = page.error();
                      replace({}, false);
                      Q_EMIT settled();
                  });
}

void ConversationModel::take(int offset, int count, const QList<ConversationView>& page)
{
    const bool more = page.size() >= count;
    if (offset == 0) {
        loading_ = false;
        unreadable_.reset();
        replace(page, more);
        Q_EMIT settled();
        return;
    }
    more_ = more;
    if (page.isEmpty() || offset != rows_.size()) return;
    beginInsertRows({}, offset, offset + static_cast<int>(page.size()) - 1);
    rows_ += page;
    endInsertRows();
}

void ConversationModel::replace(const QList<ConversationView>& rows, bool more)
{
    more_ = more;
    // The same conversations in the same places, as with every busy dot: the view keeps what it shows.
    bool sameIds = rows.size() == rows_.size();
    for (qsizetype i = 0; sameIds && i < rows.size(); ++i)
        sameIds = rows.at(i).id == rows_.at(i).id;
    if (sameIds) {
        rows_ = rows;
        if (!rows_.isEmpty()) Q_EMIT dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
        return;
    }
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QList<core::ConversationId> ids;
    for (const auto& one : before)
        ids.append(idAt(one));
    rows_ = rows;
    QModelIndexList after;
    for (const auto& id : ids)
        after.append(indexOf(id));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

QModelIndex ConversationModel::indexOf(const core::ConversationId& id) const
{
    for (qsizetype i = 0; i < rows_.size(); ++i) {
        if (rows_.at(i).id == id) return index(static_cast<int>(i));
    }
    return {};
}

core::ConversationId ConversationModel::idAt(const QModelIndex& index) const
{
    return index.isValid() && index.row() < rows_.size() ? rows_.at(index.row()).id : core::ConversationId();
}

void ConversationModel::setNow(std::function<QDateTime()> now)
{
    now_ = std::move(now);
    retranslate();
}

void ConversationModel::retranslate()
{
    if (!rows_.isEmpty()) Q_EMIT dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
}

int ConversationModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QString ConversationModel::groupOf(int row) const
{
    return text::dayGroupText(rows_.at(row).changedUtc, now_());
}

QVariant ConversationModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rows_.size()) return {};
    const auto& conversation = rows_.at(index.row());
    const QString title = conversation.title.isEmpty() ? tr("New conversation") : text::visibleLine(conversation.title);
    // Below "Yesterday" the time says more than "Yesterday".
    QString when = text::whenText(conversation.changedUtc, now_());
    if (when == groupOf(index.row())) when = text::whenText(conversation.changedUtc, conversation.changedUtc);
    switch (role) {
    case Qt::DisplayRole: return title;
    case Qt::EditRole: return conversation.title;
    case Qt::AccessibleTextRole:
        return conversation.busy                   ? tr("%1, %2, answering").arg(title, when)
               : unread_.contains(conversation.id) ? tr("%1, %2, new answer").arg(title, when)
                                                   : tr("%1, %2").arg(title, when);
    case IdRole: return conversation.id.text();
    case BusyRole: return conversation.busy;
    case UnreadRole: return !conversation.busy && unread_.contains(conversation.id);
    case WhenRole: return when;
    case GroupRole: return groupOf(index.row());
    case StartsGroupRole: return index.row() == 0 || groupOf(index.row()) != groupOf(index.row() - 1);
    default: return {};
    }
}

bool ConversationModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.row() >= rows_.size()) return false;
    const QString title = value.toString().simplified().left(200);
    if (title.isEmpty() || title == rows_.at(index.row()).title) return false;
    // Shown when the store has it: changed() follows.
    Q_EMIT renameRequested(rows_.at(index.row()).id, title);
    return true;
}

Qt::ItemFlags ConversationModel::flags(const QModelIndex& index) const
{
    return QAbstractListModel::flags(index) | (index.isValid() ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

bool ConversationModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && more_ && !reading_ && conversations_;
}

void ConversationModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent)) readPage(static_cast<int>(rows_.size()), PageSize);
}

} // namespace ui::conversations
