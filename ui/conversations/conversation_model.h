#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QSet>

#include <functional>
#include <memory>
#include <optional>

namespace ui::conversations {

/// The list of conversations, read a page at a time: the first when it is set or searched, further ones when the view
/// comes near the end. A change reads again what was looked at, and no more.
class ConversationModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int PageSize = 50;
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString
        BusyRole,                  ///< bool
        WhenRole,                  ///< QString: "14:05", "Yesterday", "12 Mar"
        GroupRole,                 ///< QString: the group's heading, in every row
        StartsGroupRole,           ///< bool: the heading is drawn above this row
        UnreadRole,                ///< bool: it was answered while another one was open
    };

    explicit ConversationModel(QObject* parent);

    void setConversations(std::shared_ptr<core::interfaces::Conversations> conversations);
    void setSearch(const QString& search);
    [[nodiscard]] const QString& search() const { return search_; }
    /// True until the first page has come.
    [[nodiscard]] bool loading() const { return loading_; }
    /// Why the first page could not be read; nothing when it could.
    [[nodiscard]] const std::optional<core::Error>& unreadable() const { return unreadable_; }
    /// The one that is open: what comes in it is read.
    void setOpen(const core::ConversationId& id);
    /// How far down the view has looked: changes read up to here again.
    void setLookedAt(int row) { lookedAt_ = std::max(lookedAt_, row); }
    [[nodiscard]] QModelIndex indexOf(const core::ConversationId& id) const;
    [[nodiscard]] core::ConversationId idAt(const QModelIndex& index) const;
    void setNow(std::function<QDateTime()> now);
    /// Texts and dates are made anew.
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void renameRequested(const core::ConversationId& id, const QString& title);
    /// Another list is read, or its first page came or could not be read.
    void settled();

private:
    void restart();
    void refresh();
    void setBusy(const core::ConversationId& id, bool busy);
    void readPage(int offset, int count);
    void take(int offset, int count, const QList<core::interfaces::ConversationView>& page);
    void replace(const QList<core::interfaces::ConversationView>& rows, bool more);
    [[nodiscard]] QString groupOf(int row) const;

    std::shared_ptr<core::interfaces::Conversations> conversations_;
    QString search_;
    QList<core::interfaces::ConversationView> rows_;
    int asked_ = 0;     ///< number of the newest request; answers to older ones are dropped
    bool more_ = false; ///< there may be rows after the last
    bool reading_ = false;
    bool loading_ = false;
    std::optional<core::Error> unreadable_;
    int lookedAt_ = 0;
    core::ConversationId open_;
    QSet<core::ConversationId> unread_; ///< of this account, since it came into view
    std::function<QDateTime()> now_;
};

} // namespace ui::conversations
