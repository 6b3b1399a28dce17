#include "ui/shell/chat_page.h"

#include "ui/accounts/badge.h"
#include "ui/approvals/approval_panel.h"
#include "ui/composer/composer.h"
#include "ui/shell/reader_bar.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/transcript/held_bar.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QEvent>
#include <QtCore/QUrl>
#include <QtGui/QDesktopServices>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::shell {

using core::interfaces::AccountView;
using core::interfaces::ConversationView;
using core::interfaces::OpenConversation;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {
constexpr int headerHeight = 56;
constexpr int titlesToLookThrough = 50;
constexpr int draftEvery = 1000; ///< milliseconds: how much typing a crash can take
constexpr int composerEdge = 24; ///< how much wider than the reading text the composer is, on both sides together
} // namespace

ChatPage::ChatPage(QWidget* parent)
    : QWidget(parent)
    , title_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Elide, this))
    , model_(new Button(Button::Kind::Quiet, {}, this))
    , transcript_(new transcript::TranscriptView(this))
    , held_(new transcript::HeldBar(*transcript_, this))
    , reader_(new ReaderBar(this))
    , approvals_(new approvals::ApprovalPanel(this))
    , composer_(new composer::Composer(this))
    , badge_(new accounts::Badge)
{
    model_->setIconName(theme::Icon::Spark);
    title_->setObjectName(QStringLiteral("conversationTitle"));
    model_->setObjectName(QStringLiteral("modelInUse"));
    transcript_->setObjectName(QStringLiteral("transcript"));
    composer_->setObjectName(QStringLiteral("composer"));
    draftTimer_.setSingleShot(true);
    draftTimer_.setInterval(draftEvery);
    layOut();
    connectComposer();
    connectTranscript();
    connect(model_, &QAbstractButton::clicked, this, &ChatPage::modelSettingsRequested);
    connect(approvals_, &approvals::ApprovalPanel::openRequested, this, &ChatPage::open);
    connect(approvals_, &approvals::ApprovalPanel::focusGivenUp, this, &ChatPage::focusComposer);
    connect(reader_, &ReaderBar::answered, this,
            [this](const core::EndpointId& endpoint, core::interfaces::NewReaderAnswer answer) {
                if (conversation_.readers) conversation_.readers->answer(endpoint, answer);
            });
    retranslate();
}

void ChatPage::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, Space::Medium);
    column->setSpacing(0);
    auto* header = new QWidget(this);
    header->setFixedHeight(headerHeight);
    auto* head = new QHBoxLayout(header);
    head->setContentsMargins(Space::Large, 0, Space::Medium, 0);
    head->setSpacing(Space::Medium);
    head->addWidget(title_, 1);
    head->addWidget(model_);
    column->addWidget(header);
    column->addWidget(transcript_, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(Space::Medium, 0, Space::Medium, 0);
    composer_->setMaximumWidth(theme::Size::ReadingWidth + composerEdge);
    reader_->setMaximumWidth(composer_->maximumWidth());
    held_->setMaximumWidth(composer_->maximumWidth());
    approvals_->setMaximumWidth(composer_->maximumWidth());
    auto* below = new QVBoxLayout;
    below->setSpacing(0);
    below->addWidget(approvals_);
    below->addWidget(held_);
    below->addWidget(reader_);
    below->addWidget(composer_);
    foot->addStretch(1);
    foot->addLayout(below, 1000);
    foot->addStretch(1);
    column->addLayout(foot);
    QSizePolicy keepsItsPlace = badge_->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    badge_->setSizePolicy(keepsItsPlace);
    badge_->hide();
    composer_->setBadgeWidget(badge_);
}

void ChatPage::connectComposer()
{
    connect(composer_, &composer::Composer::submitted, this, &ChatPage::send);
    connect(&draftTimer_, &QTimer::timeout, this, &ChatPage::keepDraft);
    connect(composer_, &composer::Composer::draftChanged, this, [this] {
        if (!draftTimer_.isActive()) draftTimer_.start();
    });
    connect(composer_, &composer::Composer::stopRequested, this, [this] {
        if (conversation_.turns) conversation_.turns->stop();
    });
    connect(composer_, &composer::Composer::editingCancelled, this, &ChatPage::endEdit);
}

void ChatPage::connectTranscript()
{
    connect(held_, &transcript::HeldBar::focusGivenUp, this, &ChatPage::focusComposer);
    connect(transcript_, &transcript::TranscriptView::suggestionChosen, this, [this](const QString& text) {
        endEdit(); // a suggestion is a message of its own
        send({{{core::interfaces::TextPart::Origin::Other, text}}});
    });
    connect(transcript_, &transcript::TranscriptView::editRequested, this, &ChatPage::beginEdit);
    connect(transcript_, &transcript::TranscriptView::linkOpenRequested, this, [](const QUrl& url) {
        // The person saw the whole address. Anything but a page could start a program.
        if (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"))
            QDesktopServices::openUrl(url);
    });
}

ChatPage::~ChatPage()
{
    if (draftTimer_.isActive()) keepDraft(); // the window was closed in the middle of a word
}

void ChatPage::begin(core::interfaces::Application& application, const AccountView& account)
{
    Q_ASSERT(!begun());
    application_ = &application;
    conversations_ = application.conversations();
    models_ = application.models();
    approvals_->setApprovals(application.approvals(), application.grants());
    if (conversations_)
        connect(conversations_.get(), &core::interfaces::Conversations::changed, this, &ChatPage::refreshTitle);
    if (models_) connect(models_.get(), &core::interfaces::Models::changed, this, &ChatPage::refreshModel);
    setAccount(account);
    refreshModel();
    openNew();
}

void ChatPage::holdBack()
{
    if (!unsent_.isEmpty()) composer_->setDraft(plainText(std::exchange(unsent_, {})));
}

void ChatPage::setAccount(const AccountView& account)
{
    account_ = account;
    badge_->setAccount(account);
    badge_->show();
    transcript_->setGreeting(account.name, application_->suggestions());
    composer_->setTools(application_->effectTools());
    refreshComposer();
}

void ChatPage::open(const core::ConversationId& id)
{
    if (!conversations_ || id == current_) return focusComposer();
    wanted_ = id;
    core::onReady(conversations_->open(id), this, [this, id](const core::Result<OpenConversation>& conversation) {
        if (id != wanted_) return;
        if (conversation)
            show(id, *conversation);
        else
            openFailed(conversation.error());
    });
}

void ChatPage::openNew()
{
    if (!conversations_) return;
    const bool stillEmpty = conversation_.transcript && conversation_.transcript->count() == 0;
    if (stillEmpty && wanted_ == current_) {
        Q_EMIT opened(current_);
        return focusComposer();
    }
    open(conversations_->create());
}

void ChatPage::show(const core::ConversationId& id, const OpenConversation& conversation)
{
    if (conversation_.turns) disconnect(conversation_.turns.get(), nullptr, this, nullptr);
    if (conversation_.readers) disconnect(conversation_.readers.get(), nullptr, this, nullptr);
    const bool first = current_.isEmpty();
    endEdit();
    if (!first) {
        drafts_.insert(draftId_, composer_->draft());
        keepDraft();
    }
    current_ = id;
    approvals_->setConversation(id);
    draftId_ = conversation.transcript->count() == 0 ? core::ConversationId() : id;
    conversation_ = conversation;
    transcript_->setTranscript(conversation.transcript, conversation.turns);
    // What was typed while the first conversation was still being opened is meant for it.
    if (!first || composer_->draft().isEmpty()) {
        composer_->setDraft(drafts_.contains(draftId_) ? drafts_.take(draftId_) : conversation.draft);
        draftTimer_.stop(); // that is kept already
    }
    connect(conversation.turns.get(), &core::interfaces::Turns::runningChanged, this, &ChatPage::refreshComposer);
    connect(conversation.readers.get(), &core::interfaces::Readers::questionChanged, this, &ChatPage::refreshReader);
    storedTitle_.clear();
    refreshTitle();
    refreshReader();
    focusComposer();
    Q_EMIT opened(id);
    if (!unsent_.isEmpty()) send(std::exchange(unsent_, {}));
}

void ChatPage::openFailed(const core::Error& error)
{
    if (!std::exchange(unsent_, {}).isEmpty()) composer_->sendFailed(text::errorText(error, text::Context::Storage));
    Q_EMIT failed(error);
}

void ChatPage::send(const core::interfaces::ComposedText& text)
{
    if (!conversation_.turns) {
        unsent_ = text; // goes out as soon as the conversation is open
        return;
    }
    auto& turns = *conversation_.turns;
    core::onReady(composer_->editing() ? turns.sendInstead(text) : turns.send(text), this,
                  [this, text, draft = draftId_, id = current_](const core::Result<>& sent) {
                      if (id == current_)
                          sendEnded(text, sent);
                      else if (!sent)
                          drafts_.insert(draft, plainText(text)); // it waits there
                      else if (drafts_.value(draft).trimmed() == plainText(text))
                          forgetDraft(draft);
                  });
}

void ChatPage::sendEnded(const core::interfaces::ComposedText& text, const core::Result<>& sent)
{
    if (sent) {
        // When a suggestion was clicked, what was being written stays.
        if (composer_->draft().trimmed() == plainText(text)) composer_->sent();
        endEdit();
        const auto before = std::exchange(draftId_, current_); // it is begun now
        if (before != draftId_) forgetDraft(before);
        return keepDraft();
    }
    if (composer_->draft().isEmpty()) composer_->setDraft(plainText(text)); // a suggestion was clicked
    // Whoever took it back knows why.
    const bool takenBack = sent.error().code == core::Errc::Cancelled;
    composer_->sendFailed(takenBack ? QString() : text::errorText(sent.error(), text::Context::Storage));
    if (takenBack) focusComposer();
}

void ChatPage::focusComposer()
{
    composer_->setFocus();
}

void ChatPage::review()
{
    approvals_->review();
}

void ChatPage::chooseTools()
{
    composer_->chooseTools();
}

void ChatPage::approve()
{
    approvals_->approveReviewed();
}

void ChatPage::decline()
{
    approvals_->denyReviewed();
}

void ChatPage::undo()
{
    transcript_->undoLast();
}

void ChatPage::forget()
{
    if (draftTimer_.isActive()) keepDraft(); // what was typed last is of this account, and stays with it
    if (conversations_) disconnect(conversations_.get(), nullptr, this, nullptr);
    if (models_) disconnect(models_.get(), nullptr, this, nullptr);
    if (conversation_.turns) disconnect(conversation_.turns.get(), nullptr, this, nullptr);
    if (conversation_.readers) disconnect(conversation_.readers.get(), nullptr, this, nullptr);
    wanted_ = {};
    current_ = {};
    conversation_ = {};
    conversations_.reset();
    models_.reset();
    drafts_.clear();
    draftId_ = {};
    unsent_ = {};
    account_ = {};
    transcript_->setTranscript({}, {});
    transcript_->setGreeting({}, {});
    reader_->setQuestion({});
    approvals_->setApprovals({});
    composer_->setEditing({});
    beside_.clear();
    composer_->setDraft({});
    composer_->setTools({});
    draftTimer_.stop();
    badge_->setAccount({});
    title_->clear();
}

void ChatPage::refreshTitle()
{
    title_->setText(storedTitle_.isEmpty() ? tr("New conversation") : text::visibleLine(storedTitle_));
    if (!conversations_) return;
    core::onReady(conversations_->page({}, 0, titlesToLookThrough), this,
                  [this, id = current_](const core::Result<QList<ConversationView>>& page) {
                      if (!page || id != current_) return;
                      for (const ConversationView& each : *page)
                          if (each.id == id) storedTitle_ = each.title;
                      if (!storedTitle_.isEmpty()) title_->setText(text::visibleLine(storedTitle_));
                  });
}

void ChatPage::refreshModel()
{
    const auto endpoints = models_ ? models_->endpoints() : QList<core::interfaces::EndpointView>();
    model_->setVisible(!endpoints.isEmpty());
    if (endpoints.isEmpty()) return;
    const auto& endpoint = endpoints.first();
    const QString where = endpoint.local ? tr("this computer") : text::visibleLine(endpoint.host);
    model_->setText(endpoint.demo ? tr("Demo model") : tr("%1 · %2").arg(text::visibleLine(endpoint.model), where));
    const QString told =
        endpoint.local ? tr("Conversations stay on this computer.") : tr("Conversations are sent to %1.").arg(where);
    model_->setToolTip(text::toolTipText(told));
    model_->setAccessibleName(tr("Model: %1").arg(model_->text()));
    model_->setAccessibleDescription(told);
}

void ChatPage::refreshComposer()
{
    const bool running = conversation_.turns && conversation_.turns->running();
    composer_->setRunning(running);
    const bool expired = account_.state == AccountView::State::SignInNeeded;
    const bool asked = conversation_.readers && conversation_.readers->question();
    composer_->setUnavailable(expired ? tr("Your sign-in has expired. Sign in again to send messages.")
                              : asked ? tr("Answer the question above first.")
                                      : QString());
}

void ChatPage::refreshReader()
{
    const bool hadFocus = reader_->isAncestorOf(QApplication::focusWidget());
    reader_->setQuestion(conversation_.readers ? conversation_.readers->question() : std::nullopt);
    refreshComposer();
    if (hadFocus && reader_->isHidden()) focusComposer();
}

void ChatPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ChatPage::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::colors(palette()).page);
}

void ChatPage::retranslate()
{
    composer_->setPlaceholder(tr("Ask something, or say what you need"));
    if (composer_->editing()) composer_->setEditing(editingSentence());
    transcript_->setAccessibleName(tr("Conversation"));
    refreshTitle();
    refreshModel();
    refreshComposer();
}

} // namespace ui::shell
