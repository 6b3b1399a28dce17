#include "ui/conversations/conversation_list.h"

#include "core/base/async.h"
#include "ui/conversations/conversation_delegate.h"
#include "ui/conversations/conversation_model.h"
#include "ui/conversations/undo_bar.h"
#include "ui/text/error_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/tokens.h"

#include <QtCore/QEvent>
#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::conversations {

using core::interfaces::Conversations;
using theme::Space;

ConversationList::ConversationList(QWidget* parent)
    : QWidget(parent)
    , model_(new ConversationModel(this))
    , delegate_(new ConversationDelegate(this))
    , search_(new QLineEdit(this))
    , create_(new theme::Button(theme::Button::Kind::Secondary, {}, this))
    , list_(new QListView(this))
    , empty_(new QWidget(this))
    , emptyTitle_(new theme::Label(theme::Type::BodyStrong, theme::Ink::Normal, theme::Label::Wrap::Yes, empty_))
    , emptyText_(new theme::Label(theme::Type::Body, theme::Ink::Muted, theme::Label::Wrap::Yes, empty_))
    , stack_(new QStackedLayout)
    , undo_(new UndoBar(this))
{
    setObjectName(QStringLiteral("conversations"));
    search_->setObjectName(QStringLiteral("conversationSearch"));
    create_->setObjectName(QStringLiteral("newConversationButton"));
    list_->setObjectName(QStringLiteral("conversationList"));
    empty_->setObjectName(QStringLiteral("noConversations"));
    create_->setIconName(theme::Icon::Plus);
    create_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    search_->setClearButtonEnabled(true);
    search_->addAction(theme::icon(theme::Icon::Search), QLineEdit::LeadingPosition);
    search_->installEventFilter(this);
    setUpList();
    layOut();
    connectParts();
    retranslate();
}

void ConversationList::setUpList()
{
    list_->setModel(model_);
    list_->setItemDelegate(delegate_);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setMouseTracking(true);
    list_->setUniformItemSizes(false);
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->viewport()->setAutoFillBackground(false);
    list_->installEventFilter(this);
}

void ConversationList::layOut()
{
    auto* emptyLayout = new QVBoxLayout(empty_);
    emptyLayout->setContentsMargins(Space::Large, Space::Huge, Space::Large, Space::Large);
    emptyLayout->addWidget(emptyTitle_);
    emptyLayout->addWidget(emptyText_);
    emptyLayout->addStretch();
    stack_->addWidget(list_);
    stack_->addWidget(empty_);
    undo_->hide();

    auto* head = new QVBoxLayout;
    head->setContentsMargins(Space::Small + Space::Hair, Space::Small + Space::Hair, Space::Small + Space::Hair, 0);
    head->setSpacing(Space::Small);
    head->addWidget(create_);
    head->addWidget(search_);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(Space::Small, 0, Space::Small, Space::Small);
    foot->addWidget(undo_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Space::Small);
    layout->addLayout(head);
    layout->addLayout(stack_, 1);
    layout->addLayout(foot);
}

void ConversationList::connectParts()
{
    connect(create_, &QPushButton::clicked, this, &ConversationList::newRequested);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) { model_->setSearch(text.trimmed()); });
    connect(list_, &QListView::clicked, this, &ConversationList::openIndex);
    connect(list_, &QWidget::customContextMenuRequested, this, &ConversationList::showMenu);
    connect(list_->verticalScrollBar(), &QScrollBar::valueChanged, this, [this]() {
        const QModelIndex last = list_->indexAt(QPoint(Space::Large, list_->viewport()->height() - 2));
        if (last.isValid()) model_->setLookedAt(last.row());
    });
    connect(model_, &ConversationModel::settled, this, &ConversationList::refreshState);
    connect(model_, &ConversationModel::renameRequested, this,
            [this](const core::ConversationId& id, const QString& title) {
                if (!conversations_) return;
                core::onReady(conversations_->rename(id, title), this, [this](const core::Result<>& done) {
                    if (!done) Q_EMIT failed(done.error());
                });
            });
    connect(undo_, &UndoBar::undoTriggered, this, &ConversationList::restoreLast);
}

ConversationList::~ConversationList() = default;

void ConversationList::setConversations(std::shared_ptr<Conversations> conversations)
{
    conversations_ = conversations;
    lastRemoved_ = {};
    undo_->hide();
    delegate_->setOpen({});
    const QSignalBlocker quiet(search_);
    search_->clear();
    model_->setSearch({});
    model_->setConversations(std::move(conversations));
}

void ConversationList::setCurrent(const core::ConversationId& id)
{
    delegate_->setOpen(id);
    model_->setOpen(id);
    const QModelIndex index = model_->indexOf(id);
    if (index.isValid()) list_->setCurrentIndex(index);
    list_->viewport()->update();
}

core::ConversationId ConversationList::current() const
{
    return delegate_->open();
}

void ConversationList::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void ConversationList::setNow(std::function<QDateTime()> now)
{
    model_->setNow(std::move(now));
}

void ConversationList::refreshState()
{
    const bool nothing = conversations_ && model_->rowCount() == 0 && !model_->loading();
    const bool searching = !model_->search().isEmpty();
    emptyTitle_->setText(searching ? tr("Nothing found") : tr("No conversations yet"));
    emptyText_->setText(searching ? tr("No conversation contains these words.")
                                  : tr("Ask something, and it will be kept here."));
    if (const auto& error = model_->unreadable()) {
        emptyTitle_->setText(tr("The conversations cannot be read"));
        emptyText_->setText(text::errorText(*error, text::Context::Storage));
    }
    stack_->setCurrentWidget(nothing ? empty_ : static_cast<QWidget*>(list_));
    const QModelIndex index = model_->indexOf(delegate_->open());
    if (index.isValid() && !list_->currentIndex().isValid()) list_->setCurrentIndex(index);
}

QModelIndex ConversationList::currentIndex() const
{
    return list_->currentIndex();
}

void ConversationList::openIndex(const QModelIndex& index)
{
    const core::ConversationId id = model_->idAt(index);
    if (id.isEmpty()) return;
    setCurrent(id);
    Q_EMIT opened(id);
}

void ConversationList::editTitle()
{
    if (currentIndex().isValid()) list_->edit(currentIndex());
}

void ConversationList::removeCurrent()
{
    const core::ConversationId id = model_->idAt(currentIndex());
    if (id.isEmpty() || !conversations_) return;
    const QString title = currentIndex().data().toString();
    core::onReady(conversations_->remove(id, false), this, [this, id, title](const core::Result<>& done) {
        if (!done) {
            Q_EMIT failed(done.error());
            return;
        }
        lastRemoved_ = id;
        undo_->setTitle(title);
        undo_->show();
        if (delegate_->open() == id) setCurrent({});
        Q_EMIT removed(id);
    });
}

void ConversationList::restoreLast()
{
    if (lastRemoved_.isEmpty() || !conversations_) return;
    core::onReady(conversations_->remove(lastRemoved_, true), this, [this](const core::Result<>& done) {
        if (!done) {
            Q_EMIT failed(done.error());
            return;
        }
        lastRemoved_ = {};
        undo_->hide();
        list_->setFocus();
    });
}

void ConversationList::showMenu(const QPoint& position)
{
    const QModelIndex index = list_->indexAt(position);
    if (!index.isValid()) return;
    list_->setCurrentIndex(index);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(theme::icon(theme::Icon::Pencil), tr("Rename"), this, [this]() { editTitle(); });
    menu->addAction(theme::icon(theme::Icon::Trash), tr("Delete"), this, [this]() { removeCurrent(); });
    menu->popup(list_->viewport()->mapToGlobal(position));
}

bool ConversationList::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (watched == search_) {
        const bool down = key->key() == Qt::Key_Down || enter;
        if (down && model_->rowCount() > 0) {
            list_->setFocus();
            if (!currentIndex().isValid() || enter) list_->setCurrentIndex(model_->index(0));
            return true;
        }
        if (key->key() == Qt::Key_Escape && !search_->text().isEmpty()) {
            search_->clear();
            return true;
        }
    }
    if (watched == list_) {
        if (enter) {
            openIndex(currentIndex());
            return true;
        }
        if (key->key() == Qt::Key_Delete) {
            removeCurrent();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ConversationList::retranslate()
{
    search_->setPlaceholderText(tr("Search"));
    search_->setAccessibleName(tr("Search conversations"));
    create_->setText(tr("New conversation"));
    list_->setAccessibleName(tr("Conversations"));
    model_->retranslate();
    refreshState();
}

void ConversationList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ui::conversations
