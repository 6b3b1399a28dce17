#include "ui/audit/audit_page.h"

#include "ui/audit/audit_model.h"
#include "ui/audit/audit_row.h"
#include "ui/audit/audit_words.h"
#include "ui/audit/check_bar.h"
#include "ui/audit/filter_bar.h"
#include "ui/text/error_text.h"
#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/spinner.h"

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QShortcut>
#include <QtWidgets/QListView>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::audit {

using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {
constexpr int besideFrom = 760; ///< as wide the page must be for the details to stand beside the list
constexpr int sideWidth = 320;
constexpr int sideHeight = 200;

// Also in a window that is not the active one, where nothing has the focus.
bool hasKeyboard(const QWidget* widget)
{
    return widget->window()->focusWidget() == widget;
}

} // namespace

AuditPage::AuditPage(QWidget* parent)
    : QWidget(parent)
    , model_(new AuditModel(this))
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , back_(new Button(Button::Kind::Link, {}, this))
    , check_(new CheckBar(this))
    , filter_(new FilterBar(this))
    , note_(new theme::Banner(theme::Tone::Danger, this))
    , list_(new QListView(this))
    , spinner_(new theme::Spinner(this))
    , emptyTitle_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , emptyText_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , emptyClear_(new Button(Button::Kind::Secondary, {}, this))
    , older_(new Button(Button::Kind::Secondary, {}, this))
    , details_(new QPlainTextEdit(this))
    , copy_(new Button(Button::Kind::Secondary, {}, this))
{
    setObjectName(QStringLiteral("auditPage"));
    setUpParts();
    layOut();
    connectParts();
    addKeys();
    retranslate();
    refresh();
}

void AuditPage::setUpParts()
{
    title_->setObjectName(QStringLiteral("auditTitle"));
    back_->setObjectName(QStringLiteral("auditBack"));
    note_->setObjectName(QStringLiteral("auditNote"));
    list_->setObjectName(QStringLiteral("auditList"));
    spinner_->setObjectName(QStringLiteral("auditReading"));
    emptyTitle_->setObjectName(QStringLiteral("auditEmptyTitle"));
    emptyText_->setObjectName(QStringLiteral("auditEmptyText"));
    emptyClear_->setObjectName(QStringLiteral("auditEmptyClear"));
    older_->setObjectName(QStringLiteral("auditOlder"));
    details_->setObjectName(QStringLiteral("auditDetails"));
    copy_->setObjectName(QStringLiteral("auditCopy"));
    list_->setModel(model_);
    list_->setItemDelegate(new AuditRow(list_));
    list_->setUniformItemSizes(true); // there may be very many
    list_->setFrameShape(QFrame::NoFrame);
    list_->setMouseTracking(true);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->viewport()->setAutoFillBackground(false); // its rows lie on the page
    details_->setReadOnly(true);
    details_->setTabChangesFocus(true);
    copy_->setIconName(theme::Icon::Copy);
}

QWidget* AuditPage::emptyBox()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, Space::Large, 0, 0);
    column->setSpacing(Space::Small);
    column->addWidget(spinner_, 0, Qt::AlignLeft);
    column->addWidget(emptyTitle_);
    column->addWidget(emptyText_);
    column->addWidget(emptyClear_, 0, Qt::AlignLeft);
    column->addStretch(1);
    return box;
}

QWidget* AuditPage::side()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::Small);
    column->addWidget(details_, 1);
    column->addWidget(copy_, 0, Qt::AlignLeft);
    return box;
}

void AuditPage::layOut()
{
    empty_ = emptyBox();
    side_ = side();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Large, Space::Large, Space::Large, Space::Large);
    column->setSpacing(Space::Small);
    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(back_, 0, Qt::AlignVCenter);
    column->addLayout(head);
    for (QWidget* part : std::initializer_list<QWidget*>{check_, filter_, note_})
        column->addWidget(part);
    auto* rows = new QVBoxLayout;
    rows->setSpacing(Space::Small);
    rows->addWidget(empty_, 1);
    rows->addWidget(list_, 1);
    rows->addWidget(older_, 0, Qt::AlignLeft);
    body_ = new QBoxLayout(QBoxLayout::LeftToRight);
    body_->setSpacing(Space::Large);
    body_->addLayout(rows, 1);
    body_->addWidget(side_);
    column->addLayout(body_, 1);
}

void AuditPage::connectParts()
{
    list_->installEventFilter(this);
    connect(back_, &QAbstractButton::clicked, this, &AuditPage::left);
    connect(check_, &CheckBar::checked, model_, &AuditModel::setBrokenFrom);
    connect(filter_, &FilterBar::changed, this, [this] { model_->setFilter(filter_->filter()); });
    connect(filter_, &FilterBar::doneWithWords, this, &AuditPage::focusList);
    connect(emptyClear_, &QAbstractButton::clicked, this, [this] {
        filter_->clear();
        filter_->focusWords();
    });
    connect(older_, &QAbstractButton::clicked, model_, &AuditModel::readOlder);
    connect(note_, &theme::Banner::actionTriggered, this, &AuditPage::act);
    connect(copy_, &QAbstractButton::clicked, this, &AuditPage::copy);
    connect(model_, &AuditModel::settled, this, &AuditPage::refresh);
    connect(model_, &QAbstractItemModel::dataChanged, this, &AuditPage::showDetails);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &AuditPage::choose);
    connect(list_, &QListView::activated, this, [this] { details_->setFocus(Qt::OtherFocusReason); });
}

void AuditPage::addKeys()
{
    const auto add = [this](Qt::Key key, auto action) {
        auto* shortcut = new QShortcut(QKeySequence(key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(Qt::Key_Escape, [this] { goBack(); });
    add(Qt::Key_Slash, [this] { filter_->focusWords(); });
}

void AuditPage::setLog(std::shared_ptr<core::interfaces::AuditLog> log)
{
    chosen_ = -1;
    details_->clear();
    check_->setLog(log);
    model_->setLog({}); // first: the filter is of the log before
    filter_->clear();
    model_->setLog(std::move(log));
}

void AuditPage::enter()
{
    model_->reload();
    focusList();
}

void AuditPage::setNow(std::function<QDateTime()> now)
{
    model_->setNow(std::move(now));
}

void AuditPage::focusList()
{
    if (list_->isHidden())
        setFocus(Qt::ShortcutFocusReason);
    else
        list_->setFocus(Qt::ShortcutFocusReason);
}

void AuditPage::choose(const QModelIndex& index)
{
    const auto* entry = model_->entry(index);
    if (!entry) return;
    chosen_ = entry->number;
    showDetails();
}

/// What the model holds has changed; the chosen record stays chosen as long as it is there.
void AuditPage::refresh()
{
    const int rows = model_->rowCount();
    const auto isChosen = [this](int row) { return model_->entry(model_->index(row))->number == chosen_; };
    int row = 0;
    while (row < rows && !isChosen(row))
        ++row;
    if (rows > 0) list_->setCurrentIndex(model_->index(row < rows ? row : 0));
    if (rows == 0) chosen_ = -1;
    const bool none = rows == 0;
    const bool hadKeyboard =
        none ? hasKeyboard(list_) || hasKeyboard(details_) || hasKeyboard(copy_) : hasKeyboard(this);
    list_->setVisible(!none);
    empty_->setVisible(none);
    side_->setVisible(!none);
    const bool olderGoes = hasKeyboard(older_) && !model_->hasOlder();
    older_->setVisible(model_->hasOlder());
    if (hadKeyboard || olderGoes) focusList(); // not onto what is gone
    refreshEmpty();
    refreshNote();
    showDetails();
}

void AuditPage::refreshEmpty()
{
    const bool filtered = model_->filter() != core::interfaces::AuditFilter();
    const bool reading = model_->reading();
    const bool silent = model_->error() || model_->broken();
    spinner_->setVisible(reading);
    emptyTitle_->setVisible(!silent);
    emptyText_->setVisible(!silent && !reading);
    emptyClear_->setVisible(!silent && !reading && filtered);
    older_->setText(model_->rowCount() == 0 ? tr("Look further back") : tr("Show older"));
    if (reading) {
        emptyTitle_->setText(tr("Reading the log…"));
    } else if (model_->hasOlder()) {
        emptyTitle_->setText(tr("Nothing matches yet"));
        emptyText_->setText(tr("None of the newest %1 records matches. Older ones have not been looked at.")
                                .arg(QLocale().toString(model_->looked())));
    } else if (filtered) {
        emptyTitle_->setText(tr("Nothing matches"));
        emptyText_->setText(
            tr("No entry of this account is of this kind and time. Clear the filters to see them all."));
    } else {
        emptyTitle_->setText(tr("Nothing yet"));
        emptyText_->setText(
            tr("Sign-ins, decisions, your answers and every call that the agent makes as you will stand "
               "here."));
    }
}

void AuditPage::refreshNote()
{
    const auto& error = model_->error();
    note_->setVisible(error || model_->broken());
    if (error) {
        note_->setTone(theme::Tone::Warning);
        note_->setText(tr("The log could not be read. %1").arg(text::errorText(*error, text::Context::General)));
        note_->setAction(tr("Try again"));
    } else if (model_->broken()) {
        note_->setTone(theme::Tone::Danger);
        note_->setText(tr("The log does not hold: a record before these was changed, or taken out. What is shown here "
                          "proves nothing, and what stands before cannot be shown. Check the log to see where it "
                          "breaks; “sekisho-cli audit export” writes out what holds."));
        note_->setAction(tr("Check the log"));
    }
}

void AuditPage::act()
{
    if (model_->error())
        model_->retry();
    else
        check_->check();
}

void AuditPage::showDetails()
{
    const QModelIndex index = list_->currentIndex();
    const auto* entry = model_->entry(index);
    QString words = entry ? detailsOf(*entry) : QString();
    if (entry && index.data(AuditModel::DoubtRole).toBool())
        words.append(QLatin1Char('\n') + tr("The log does not hold here: nothing follows from this record."));
    copy_->setText(tr("Copy"));
    copy_->setEnabled(entry != nullptr);
    if (details_->toPlainText() != words) details_->setPlainText(words); // else what is selected in it stays
}

void AuditPage::copy()
{
    if (details_->toPlainText().isEmpty()) return;
    QGuiApplication::clipboard()->setText(details_->toPlainText());
    copy_->setText(tr("Copied"));
}

void AuditPage::goBack()
{
    if (filter_->takeWordsBack()) return;
    if (filter_->isAncestorOf(focusWidget()) || details_->hasFocus()) {
        if (!list_->isHidden()) return focusList();
    }
    Q_EMIT left();
}

bool AuditPage::eventFilter(QObject* object, QEvent* event)
{
    if (object != list_ || event->type() != QEvent::KeyPress) return QWidget::eventFilter(object, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    const bool plain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    return (plain && listKey(key->key())) || QWidget::eventFilter(object, event);
}

bool AuditPage::listKey(int key)
{
    const int row = list_->currentIndex().row();
    switch (key) {
    case Qt::Key_J: list_->setCurrentIndex(model_->index(std::min(row + 1, model_->rowCount() - 1))); return true;
    case Qt::Key_K: list_->setCurrentIndex(model_->index(std::max(row - 1, 0))); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: details_->setFocus(Qt::OtherFocusReason); return true;
    default: return false;
    }
}

void AuditPage::retranslate()
{
    title_->setText(tr("Audit log"));
    back_->setText(tr("Back to the conversation"));
    list_->setAccessibleName(title_->text());
    spinner_->setAccessibleName(tr("Reading the log…"));
    details_->setAccessibleName(tr("All that the chosen record says"));
    copy_->setAccessibleDescription(tr("Copies all that the chosen record says"));
    emptyClear_->setText(tr("Clear filters"));
    model_->retranslate();
    refreshEmpty();
    refreshNote();
    showDetails();
}

void AuditPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void AuditPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool beside = width() >= besideFrom;
    body_->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    side_->setMinimumWidth(beside ? sideWidth : 0);
    side_->setMaximumWidth(beside ? sideWidth : QWIDGETSIZE_MAX);
    side_->setMaximumHeight(beside ? QWIDGETSIZE_MAX : sideHeight);
}

} // namespace ui::audit
