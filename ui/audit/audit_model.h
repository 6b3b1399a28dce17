#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QAbstractListModel>

#include <functional>
#include <memory>
#include <optional>

namespace ui::audit {

/// The entries that a filter lets through, read a page at a time: the newest when a log or a filter is set, older ones
/// when they are asked for.
class AuditModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int PageSize = 100;
    enum Role {
        EventRole = Qt::UserRole + 1, ///< int: AuditEntryView::Event
        DoubtRole,                    ///< bool: nothing follows from the record, see setBrokenFrom()
    };

    explicit AuditModel(QObject* parent);
    ~AuditModel() override;

    /// Null: nothing of the log before stays. The filter stays.
    void setLog(std::shared_ptr<core::interfaces::AuditLog> log);
    void setFilter(const core::interfaces::AuditFilter& filter);
    [[nodiscard]] const core::interfaces::AuditFilter& filter() const { return filter_; }
    /// Reads the newest again.
    void reload();
    void readOlder();
    /// What was asked for last and did not come.
    void retry();
    /// From this record on the log does not hold; nothing: it is not known to be so.
    void setBrokenFrom(std::optional<qint64> number);

    [[nodiscard]] bool reading() const { return reading_; }
    [[nodiscard]] bool hasOlder() const { return older_.has_value(); }
    /// What is shown hangs on a record that does not hold.
    [[nodiscard]] bool broken() const { return broken_; }
    /// How many records were looked through for what is shown.
    [[nodiscard]] qint64 looked() const { return looked_; }
    /// Why the last page did not come; nothing when it did.
    [[nodiscard]] const std::optional<core::Error>& error() const { return error_; }
    /// Null where there is none.
    [[nodiscard]] const core::interfaces::AuditEntryView* entry(const QModelIndex& index) const;

    void setNow(std::function<QDateTime()> now);
    /// The words are made anew.
    void retranslate();
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    /// A page is being read, came, or did not come; or another log or filter was set.
    void settled();

private:
    void read(std::optional<qint64> olderThan);
    void take(const core::interfaces::AuditPageView& page);
    void clear();
    [[nodiscard]] bool isDoubtful(const core::interfaces::AuditEntryView& entry) const;

    std::shared_ptr<core::interfaces::AuditLog> log_;
    core::interfaces::AuditFilter filter_;
    QList<core::interfaces::AuditEntryView> entries_;
    std::optional<qint64> older_;
    std::optional<qint64> brokenFrom_;
    std::optional<core::Error> error_;
    qint64 looked_ = 0;
    bool broken_ = false;
    bool reading_ = false;
    bool fresh_ = false; ///< the page that is read takes the place of what is shown
    int asked_ = 0;      ///< number of the newest request; answers to older ones are dropped
    std::stop_source stop_;
    std::function<QDateTime()> now_;
};

} // namespace ui::audit
