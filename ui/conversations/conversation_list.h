#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <memory>

class QLineEdit;
class QListView;
class QStackedLayout;

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::conversations {

class ConversationDelegate;
class ConversationModel;
class UndoBar;

/// The conversations of one account: search, open, rename (F2), delete with a way back (Delete). Reads only the rows
/// that are looked at. Knows nothing of messages.
class ConversationList final : public QWidget {
    Q_OBJECT
public:
    explicit ConversationList(QWidget* parent = nullptr);
    ~ConversationList() override;

    /// Null empties the list: nothing of the account before stays.
    void setConversations(std::shared_ptr<core::interfaces::Conversations> conversations);
    /// Which one is open, for the highlight. Emits nothing.
    void setCurrent(const core::ConversationId& id);
    [[nodiscard]] core::ConversationId current() const;
    /// Puts the keyboard into the search field.
    void focusSearch();
    /// The time that "today" is taken from; the machine's own unless set.
    void setNow(std::function<QDateTime()> now);

Q_SIGNALS:
    void opened(const core::ConversationId& id);
    void newRequested();
    /// Renaming, deleting or restoring failed.
    void failed(const core::Error& error);
    /// The conversation was deleted: whoever shows it should show another.
    void removed(const core::ConversationId& id);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setUpList();
    void layOut();
    void connectParts();
    void retranslate();
    void refreshState();
    void openIndex(const QModelIndex& index);
    void editTitle();
    void removeCurrent();
    void restoreLast();
    void showMenu(const QPoint& position);
    [[nodiscard]] QModelIndex currentIndex() const;

    std::shared_ptr<core::interfaces::Conversations> conversations_;
    // All owned by this widget.
    ConversationModel* model_;
    ConversationDelegate* delegate_;
    QLineEdit* search_;
    theme::Button* create_;
    QListView* list_;
    QWidget* empty_;
    theme::Label* emptyTitle_;
    theme::Label* emptyText_;
    QStackedLayout* stack_;
    UndoBar* undo_;
    core::ConversationId lastRemoved_;
};

} // namespace ui::conversations
