#include "ui/audit/audit_model.h"

#include "core/base/async.h"
#include "ui/audit/audit_words.h"

namespace ui::audit {

using core::interfaces::AuditEntryView;
using core::interfaces::AuditFilter;
using core::interfaces::AuditLog;
using core::interfaces::AuditPageView;

AuditModel::AuditModel(QObject* parent)
    : QAbstractListModel(parent)
    , now_([] { return QDateTime::currentDateTimeUtc(); })
{}

AuditModel::~AuditModel()
{
    stop_.request_stop();
}

void AuditModel::setLog(std::shared_ptr<AuditLog> log)
{
    log_ = std::move(log);
    brokenFrom_.reset();
    clear();
    reload();
}

void AuditModel::setFilter(const AuditFilter& filter)
{
    if (filter == filter_) return;
    filter_ = filter;
    clear();
    reload();
}

void AuditModel::clear()
{
    beginResetModel();
    entries_.clear();
    older_.reset();
    looked_ = 0;
    broken_ = false;
    endResetModel();
}

void AuditModel::reload()
{
    fresh_ = true;
    read({});
}

void AuditModel::readOlder()
{
    if (reading_ || !older_) return;
    fresh_ = false;
    read(older_);
}

void AuditModel::retry()
{
    if (fresh_)
        reload();
    else
        readOlder();
}

void AuditModel::read(std::optional<qint64> olderThan)
{
    stop_.request_stop(); // nobody waits for the one before any more
    stop_ = std::stop_source();
    error_.reset();
    reading_ = log_ != nullptr;
    const int number = ++asked_;
    if (log_)
        core::onReady(log_->page(filter_, olderThan, PageSize, stop_.get_token()), this,
                      [this, number](const core::Result<AuditPageView>& page) {
                          if (number != asked_) return;
                          reading_ = false;
                          if (page)
                              take(*page);
                          else
                              error_ = page.error();
                          Q_EMIT settled();
                      });
    Q_EMIT settled();
}

void AuditModel::take(const AuditPageView& page)
{
    if (fresh_) clear();
    looked_ += page.looked;
    older_ = page.older;
    const bool nowBroken = page.broken && !broken_;
    broken_ = page.broken;
    if (!page.entries.isEmpty()) {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(page.entries.size()) - 1);
        entries_ += page.entries;
        endInsertRows();
    }
    if (nowBroken) retranslate();
}

void AuditModel::setBrokenFrom(std::optional<qint64> number)
{
    if (brokenFrom_ == number) return;
    brokenFrom_ = number;
    retranslate();
}

bool AuditModel::isDoubtful(const AuditEntryView& entry) const
{
    return broken_ || (brokenFrom_ && entry.number >= *brokenFrom_);
}

const AuditEntryView* AuditModel::entry(const QModelIndex& index) const
{
    const bool isThere = index.isValid() && index.row() < rowCount();
    return isThere ? &entries_.at(index.row()) : nullptr;
}

void AuditModel::setNow(std::function<QDateTime()> now)
{
    now_ = std::move(now);
    retranslate();
}

void AuditModel::retranslate()
{
    if (!entries_.isEmpty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int AuditModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant AuditModel::data(const QModelIndex& index, int role) const
{
    const auto* const shown = entry(index);
    if (!shown) return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        const QString line = lineOf(*shown, now_());
        //: %1 is a line of the log
        return isDoubtful(*shown) ? tr("%1 (proves nothing)").arg(line) : line;
    }
    case EventRole: return static_cast<int>(shown->event);
    case DoubtRole: return isDoubtful(*shown);
    default: return {};
    }
}

} // namespace ui::audit
