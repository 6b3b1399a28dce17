#include "ui/approvals/approval_card.h"

#include "ui/approvals/look_alike.h"
#include "ui/approvals/value_box.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/tag.h"
#include "ui/theme/tokens.h"

#include <QtCore/QDateTime>
#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalValueView;
using core::interfaces::ApprovalView;
using core::interfaces::EffectView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr std::chrono::milliseconds usualStillness{500};
constexpr std::chrono::milliseconds riskyStillness{1500};
constexpr int leastRoom = 72;        ///< of the details, when there is more of them
constexpr int mostRowsRoom = 3 * 36; ///< more calls than fit there are scrolled to
constexpr qsizetype shownOfFolded = 400;
constexpr qsizetype linesOfFolded = 8;
constexpr qsizetype leastToFold = 200; ///< characters that are worth a click

bool isRisky(EffectView effect)
{
    switch (effect) {
    case EffectView::Read:
    case EffectView::ReadEgress:
    case EffectView::Write:
    case EffectView::Egress: return false;
    case EffectView::Permission:
    case EffectView::Commit:
    case EffectView::Destructive:
    case EffectView::Credential: break;
    } // no default, and what is none of these is risky
    return true;
}

QString effectSentence(EffectView effect)
{
    switch (effect) {
    case EffectView::Read:
        return ApprovalCard::tr("It reads something. What the agent sends along reaches that service.");
    case EffectView::ReadEgress:
        return ApprovalCard::tr("It looks something up elsewhere. What the agent sends along reaches others.");
    case EffectView::Write: return ApprovalCard::tr("It changes something of yours.");
    case EffectView::Egress: return ApprovalCard::tr("It sends something to others. That cannot be taken back.");
    case EffectView::Permission: return ApprovalCard::tr("It changes who may do what.");
    case EffectView::Commit: return ApprovalCard::tr("It binds you: a payment, an order or a contract.");
    case EffectView::Destructive: return ApprovalCard::tr("It cannot be undone.");
    case EffectView::Credential: return ApprovalCard::tr("It touches passwords or keys.");
    } // no default: a new effect must not compile without a sentence
    return {};
}

QString titleOf(const ApprovalCallView& call)
{
    const QString title = text::visibleLine(text::localised(call.title));
    const QString api = text::visibleLine(text::localised(call.api));
    //: %1 is what is done, %2 is what the service is called
    return api.isEmpty() ? title : ApprovalCard::tr("%1 · %2").arg(title, api);
}

/// How much of a content is shown folded; all of it when it is short.
qsizetype shownPart(const QString& value)
{
    qsizetype end = std::min(shownOfFolded, value.size());
    qsizetype at = -1;
    for (qsizetype line = 0; line < linesOfFolded; ++line) {
        at = value.indexOf(QLatin1Char('\n'), at + 1);
        if (at < 0 || at >= end) break;
        if (line + 1 == linesOfFolded) end = at;
    }
    if (value.size() - end < leastToFold) return value.size();
    if (end > 0 && value[end - 1].isHighSurrogate()) --end;
    return end;
}

/// As the text of a button: no letter of it becomes a key.
QString buttonText(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

bool holdsFocus(const QWidget& part)
{
    return part.isAncestorOf(QApplication::focusWidget());
}

void clear(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater(); // it may be the one whose click is being handled
        }
        delete item;
    }
}

} // namespace

/// As high as what is in it, as far as there is room; scrolls the rest.
class Details final : public QScrollArea {
public:
    explicit Details(QWidget* parent)
        : QScrollArea(parent)
    {
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::StrongFocus); // arrows scroll it
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        viewport()->setAutoFillBackground(false);
    }

    /// What was in it may hold the button whose click is being handled.
    void fill(QWidget* body)
    {
        if (QWidget* old = takeWidget()) {
            old->hide();
            old->deleteLater();
        }
        setWidget(body);
        body->setAutoFillBackground(false);
        updateGeometry();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {QScrollArea::sizeHint().width(), widget() ? widget()->sizeHint().height() : 0};
    }
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return {QScrollArea::minimumSizeHint().width(), std::min(leastRoom, sizeHint().height())};
    }

protected:
    bool eventFilter(QObject* object, QEvent* event) override
    {
        if (object == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
        return QScrollArea::eventFilter(object, event);
    }
};

ApprovalCard::ApprovalCard(QWidget* parent, Stillness::Now now)
    : QFrame(parent)
    , still_(new Stillness(this, std::move(now)))
    , who_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , demo_(new theme::Tag(theme::Tone::Accent, {}, this))
    , rowsArea_(new QScrollArea(this))
    , rows_(new QWidget)
    , title_(new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this))
    , effect_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , details_(new Details(this))
    , below_(new Label(Type::Caption, Ink::Warning, Label::Wrap::Yes, this))
    , errorLine_(new Label(Type::Caption, Ink::Danger, Label::Wrap::Yes, this))
    , time_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , deny_(new Button(Button::Kind::Secondary, {}, this))
    , approve_(new Button(Button::Kind::Primary, {}, this))
    , json_(new Button(Button::Kind::Link, {}, this))
{
    nameParts();
    setFocusPolicy(Qt::StrongFocus); // for review(): a place that decides nothing
    approve_->setFocusPolicy(Qt::NoFocus);
    layOut();
    connectParts();
    // Of the program: an input method may be composing anywhere.
    qApp->installEventFilter(this);
    minute_.setInterval(std::chrono::seconds(20));
    retranslate();
}

void ApprovalCard::nameParts()
{
    setObjectName(QStringLiteral("approvalCard"));
    who_->setObjectName(QStringLiteral("approvalWho"));
    demo_->setObjectName(QStringLiteral("approvalDemo"));
    rowsArea_->setObjectName(QStringLiteral("approvalRows"));
    title_->setObjectName(QStringLiteral("approvalTitle"));
    effect_->setObjectName(QStringLiteral("approvalEffect"));
    details_->setObjectName(QStringLiteral("approvalDetails"));
    below_->setObjectName(QStringLiteral("approvalBelow"));
    errorLine_->setObjectName(QStringLiteral("approvalError"));
    time_->setObjectName(QStringLiteral("approvalTime"));
    deny_->setObjectName(QStringLiteral("approvalDeny"));
    approve_->setObjectName(QStringLiteral("approvalApprove"));
    json_->setObjectName(QStringLiteral("approvalJson"));
}

void ApprovalCard::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Medium, Space::Medium, Space::Medium, Space::Medium);
    column->setSpacing(Space::Small);
    auto* who = new QHBoxLayout;
    who->setSpacing(Space::Small);
    who->addWidget(who_, 1);
    who->addWidget(demo_);
    column->addLayout(who);
    auto* rows = new QVBoxLayout(rows_);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rowsArea_->setWidget(rows_);
    rowsArea_->setWidgetResizable(true);
    rowsArea_->setFrameShape(QFrame::NoFrame);
    rowsArea_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rowsArea_->setFocusPolicy(Qt::NoFocus);
    rowsArea_->viewport()->setAutoFillBackground(false);
    rows_->setAutoFillBackground(false);
    for (QWidget* part : std::initializer_list<QWidget*>{rowsArea_, title_, effect_})
        column->addWidget(part);
    column->addWidget(details_, 1);
    column->addWidget(below_);
    column->addWidget(errorLine_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Space::Small);
    buttons->addWidget(deny_);
    buttons->addWidget(json_);
    buttons->addWidget(time_, 1);
    buttons->addSpacing(Space::Small);
    buttons->addWidget(approve_);
    time_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    column->addLayout(buttons);
    // Its coming and going must not move what is read.
    QSizePolicy kept = below_->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    below_->setSizePolicy(kept);
    below_->hide();
    errorLine_->hide();
}

void ApprovalCard::connectParts()
{
    connect(still_, &Stillness::changed, this, [this](bool still) {
        if (!still) pressed_ = false;
        lookForTheEnd();
    });
    connect(details_->verticalScrollBar(), &QScrollBar::valueChanged, this, &ApprovalCard::lookForTheEnd);
    connect(details_->verticalScrollBar(), &QScrollBar::rangeChanged, this, &ApprovalCard::lookForTheEnd);
    connect(deny_, &QAbstractButton::clicked, this, [this] {
        if (const auto* call = current()) requestDeny(core::interfaces::ApprovalId(call->id));
    });
    connect(approve_, &QAbstractButton::clicked, this, [this] {
        // A press without the mouse, or one that began before it could, is none.
        if (!std::exchange(pressed_, false) || !mayApprove()) return;
        const auto call = *current();
        Q_EMIT approveRequested(call.id, call.digest);
    });
    connect(json_, &QAbstractButton::clicked, this, [this] {
        jsonShown_ = !jsonShown_;
        fillDetails();
        retranslate();
        if (!jsonShown_) return;
        // Not before the details know how high they are.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (auto* raw = details_->findChild<QWidget*>(QStringLiteral("approvalRaw")))
                    details_->ensureVisible(0, raw->y(), 0, 0);
            },
            Qt::QueuedConnection);
    });
    connect(&minute_, &QTimer::timeout, this, &ApprovalCard::refreshTime);
}

const ApprovalCallView* ApprovalCard::current() const
{
    return open_ < view_.calls.size() ? &view_.calls[open_] : nullptr;
}

void ApprovalCard::setView(const ApprovalView& view)
{
    if (view == view_) return;
    const auto* before = current();
    const auto kept = before ? before->id : core::interfaces::ApprovalId();
    const bool sameCard = view.conversation == view_.conversation && view.step == view_.step;
    view_ = view;
    if (!sameCard) {
        jsonShown_ = false;
        unfolded_.clear();
    }
    QSet<core::interfaces::ApprovalId> waiting;
    qsizetype next = 0;
    for (qsizetype i = 0; i < view_.calls.size(); ++i) {
        waiting.insert(view_.calls[i].id);
        if (sameCard && view_.calls[i].id == kept) next = i;
    }
    busy_.intersect(waiting);
    errors_.removeIf(
        [&](QHash<core::interfaces::ApprovalId, QString>::iterator error) { return !waiting.contains(error.key()); });
    open(next);
}

void ApprovalCard::open(qsizetype index)
{
    open_ = index;
    pressed_ = false;
    if (const auto* call = current()) still_->setNeeded(isRisky(call->effect) ? riskyStillness : usualStillness);
    fillRows();
    fillDetails();
    retranslate();
}

void ApprovalCard::fillRows()
{
    const bool hadFocus = holdsFocus(*rows_);
    if (hadFocus) setFocus(Qt::OtherFocusReason); // not onto the next one that decides
    clear(rows_->layout());
    rowsArea_->setVisible(view_.calls.size() > 1);
    if (view_.calls.size() < 2) return;
    for (qsizetype i = 0; i < view_.calls.size(); ++i)
        addRow(i);
    rows_->layout()->activate();
    rowsArea_->setFixedHeight(std::min(mostRowsRoom, rows_->sizeHint().height()));
    if (!hadFocus) return;
    if (auto* row = rows_->findChild<QWidget*>(QStringLiteral("approvalRow%1").arg(open_))) row->setFocus();
}

/// A call in one line, with what it is about, and a button that declines it.
void ApprovalCard::addRow(qsizetype index)
{
    const auto& call = view_.calls[index];
    auto* line = new QWidget(rows_);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Space::Small);
    QString about;
    for (const auto& value : call.values) {
        if (value.role != ApprovalValueView::Role::Decisive || value.value.isEmpty()) continue;
        about = text::visibleLine(value.value);
        break;
    }
    //: %1 is a number, %2 what is done
    QString words = tr("%1. %2").arg(QString::number(index + 1), titleOf(call));
    if (!about.isEmpty()) words += QStringLiteral(": ") + about;
    auto* opens = new Button(index == open_ ? Button::Kind::Chip : Button::Kind::Quiet, buttonText(words), line);
    opens->setObjectName(QStringLiteral("approvalRow%1").arg(index));
    opens->setAccessibleName(words);
    opens->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto* declines = new Button(Button::Kind::Link, tr("Decline"), line);
    declines->setObjectName(QStringLiteral("approvalRowDeny%1").arg(index));
    //: %1 is what is declined
    declines->setAccessibleName(tr("Decline: %1").arg(words));
    declines->setEnabled(!busy_.contains(call.id));
    row->addWidget(opens);
    row->addStretch();
    row->addWidget(declines);
    connect(opens, &QAbstractButton::clicked, this, [this, index] { open(index); });
    connect(declines, &QAbstractButton::clicked, this, [this, id = call.id] { requestDeny(id); });
    rows_->layout()->addWidget(line);
}

QString ApprovalCard::foldKey(const ApprovalValueView& value) const
{
    return current()->id.text() + QLatin1Char('\n') + value.name;
}

void ApprovalCard::addValue(QVBoxLayout& column, const ApprovalValueView& value)
{
    const bool decisive = value.role == ApprovalValueView::Role::Decisive;
    auto* body = column.parentWidget();
    auto* name = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, body);
    name->setText(text::visibleLine(value.name));
    column.addWidget(name);
    const bool unfolded = decisive || unfolded_.contains(foldKey(value));
    const qsizetype part = decisive ? value.value.size() : shownPart(value.value);
    auto* box =
        new ValueBox(decisive ? Type::Heading : Type::Body, unfolded ? value.value : value.value.left(part), body);
    box->setObjectName(QStringLiteral("approvalValue"));
    box->setAccessibleName(name->text());
    connect(box, &ValueBox::readToItsEnd, this, &ApprovalCard::refreshApprove);
    column.addWidget(box);
    if (part < value.value.size()) addFold(column, value, unfolded ? 0 : value.value.size() - part);
    if (const QString mixed = decisive ? mixedWords(value.value) : QString(); !mixed.isEmpty()) {
        auto* warning = new Label(Type::BodyStrong, Ink::Danger, Label::Wrap::Yes, body);
        warning->setObjectName(QStringLiteral("approvalLookAlike"));
        //: %1 is a word in which the odd letters stand as numbers
        warning->setText(tr("Letters of other alphabets that may look like others: %1").arg(mixed));
        column.addWidget(warning);
    }
    auto* origin = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, body);
    origin->setObjectName(QStringLiteral("approvalOrigin"));
    switch (value.origin) {
    case ApprovalValueView::Origin::You:
        origin->setInk(Ink::Success);
        origin->setText(tr("From you: in this message."));
        break;
    case ApprovalValueView::Origin::Default: origin->setText(tr("Not given: the standard value.")); break;
    case ApprovalValueView::Origin::NotYou:
        origin->setType(Type::BodyStrong);
        origin->setInk(Ink::Warning);
        origin->setText(tr("⚠ Not from you: the agent put this in. Check it."));
        break;
    }
    box->setAccessibleDescription(origin->text());
    column.addWidget(origin);
    column.addSpacing(Space::Small);
}

/// Under a content that is long: how much is missing, and a button. Nothing missing: it is all there.
void ApprovalCard::addFold(QVBoxLayout& column, const ApprovalValueView& value, qsizetype leftOut)
{
    auto* body = column.parentWidget();
    folded_ = folded_ || leftOut > 0;
    auto* line = new QHBoxLayout;
    line->setSpacing(Space::Small);
    if (leftOut > 0) {
        auto* missing = new Label(Type::BodyStrong, Ink::Warning, Label::Wrap::No, body);
        missing->setObjectName(QStringLiteral("approvalLeftOut"));
        //: %1 is how many are not shown
        missing->setText(tr("+%1 characters").arg(QLocale().toString(leftOut)));
        line->addWidget(missing);
    }
    auto* fold = new Button(Button::Kind::Link, leftOut > 0 ? tr("Show all of it") : tr("Show less"), body);
    fold->setObjectName(QStringLiteral("approvalFold"));
    //: %1 is a button's text, %2 the name of what it shows
    fold->setAccessibleName(tr("%1: %2").arg(fold->text(), text::visibleLine(value.name)));
    connect(fold, &QAbstractButton::clicked, this, [this, key = foldKey(value)] {
        if (!unfolded_.remove(key)) unfolded_.insert(key);
        const int at = details_->verticalScrollBar()->value();
        fillDetails();
        refreshApprove();
        // Not before the details know how high they are.
        QMetaObject::invokeMethod(
            this, [this, at] { details_->verticalScrollBar()->setValue(at); }, Qt::QueuedConnection);
    });
    line->addWidget(fold);
    line->addStretch();
    column.addLayout(line);
}

ValueBox* ApprovalCard::addText(QVBoxLayout& column, const QString& title, const QString& text, const char* name)
{
    auto* body = column.parentWidget();
    auto* head = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, body);
    head->setText(title);
    column.addWidget(head);
    auto* box = new ValueBox(Type::Body, text, body);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(title);
    column.addWidget(box);
    column.addSpacing(Space::Small);
    return box;
}

/// Something else is to be read now: it begins anew.
void ApprovalCard::fillDetails()
{
    const auto* call = current();
    still_->disturb();
    readToItsEnd_ = false;
    highestRange_ = 0;
    folded_ = false;
    if (holdsFocus(*details_)) details_->setFocus(Qt::OtherFocusReason); // not onto the next one that decides
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, Space::Small, 0);
    column->setSpacing(2);
    if (call) {
        for (const auto role : {ApprovalValueView::Role::Decisive, ApprovalValueView::Role::Content})
            for (const auto& value : call->values)
                if (value.role == role) addValue(*column, value);
        if (call->values.isEmpty())
            addText(*column, tr("Values"), tr("None: it is called as it is."), "approvalNoValues");
        QStringList reasons;
        for (const auto& reason : call->reasons)
            reasons += QStringLiteral("• ") + text::localised(reason);
        addText(*column, tr("Why you are asked"), reasons.join(QLatin1Char('\n')), "approvalReasons");
        if (!call->sources.isEmpty())
            addText(*column, tr("What the agent has read before"), call->sources.join(QStringLiteral(", ")),
                    "approvalSources");
        if (!view_.asked.isEmpty()) addText(*column, tr("Your message"), view_.asked, "approvalAsked");
        if (jsonShown_) addText(*column, tr("All of it, as the tool would get it"), call->json, "approvalRaw");
    }
    column->addStretch(1);
    details_->fill(body);
    body->show();
    lookForTheEnd();
}

void ApprovalCard::lookForTheEnd()
{
    const auto* bar = details_->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum();
    // What was the end when little was laid out is not the end.
    if (bar->maximum() > highestRange_) readToItsEnd_ = false;
    highestRange_ = std::max(highestRange_, bar->maximum());
    if (atEnd && isVisible() && details_->viewport()->height() > 0) readToItsEnd_ = true;
    refreshApprove();
}

ApprovalCard::Wait ApprovalCard::wait() const
{
    const auto* call = current();
    if (!call) return Wait::NoCall;
    if (busy_.contains(call->id)) return Wait::Busy;
    if (call->answerByUtc.isValid() && call->answerByUtc <= QDateTime::currentDateTimeUtc()) return Wait::Expired;
    if (folded_ && isRisky(call->effect)) return Wait::Folded;
    const auto boxes = details_->findChildren<ValueBox*>();
    const bool boxesRead =
        std::all_of(boxes.begin(), boxes.end(), [](const auto* box) { return box->wasReadToItsEnd(); });
    if (!readToItsEnd_ || !boxesRead) return Wait::Unread;
    if (composing_) return Wait::Composing;
    return still_->isStill() ? Wait::Nothing : Wait::NotStill;
}

bool ApprovalCard::mayApprove()
{
    return wait() == Wait::Nothing;
}

void ApprovalCard::refreshApprove()
{
    const Wait waits = wait();
    approve_->setEnabled(waits == Wait::Nothing);
    QString why;
    switch (waits) {
    case Wait::Nothing:
    case Wait::NoCall: break;
    case Wait::Busy: why = tr("Your answer is being kept."); break;
    case Wait::Expired: why = tr("The time to answer is over. Nothing was done."); break;
    case Wait::Folded: why = tr("Some of the text is not shown. Show all of it before you approve."); break;
    case Wait::Unread: why = tr("There is more below. Scroll to read all of it before you approve."); break;
    case Wait::Composing: why = tr("Not ready yet: finish what you are typing."); break;
    case Wait::NotStill: why = tr("Not ready yet: wait a moment."); break;
    }
    approve_->setAccessibleDescription(why);
    // What comes and goes by itself is not said in words: the line would flicker, and be in motion while it is read.
    const bool said = waits == Wait::Busy || waits == Wait::Folded || waits == Wait::Unread;
    if (said && below_->text() != why) below_->setText(why);
    below_->setVisible(said);
    const auto* call = current();
    deny_->setEnabled(call && !busy_.contains(call->id));
}

void ApprovalCard::refreshError()
{
    const auto* call = current();
    const QString sentence = call ? errors_.value(call->id) : QString();
    errorLine_->setText(sentence);
    errorLine_->setVisible(!sentence.isEmpty());
}

void ApprovalCard::setBusy(const core::interfaces::ApprovalId& id)
{
    busy_.insert(id);
    errors_.remove(id);
    pressed_ = false;
    fillRows();
    refreshError();
    refreshApprove();
}

void ApprovalCard::showError(const core::interfaces::ApprovalId& id, const QString& sentence)
{
    const bool known =
        std::any_of(view_.calls.begin(), view_.calls.end(), [&](const auto& call) { return call.id == id; });
    if (!known) return;
    busy_.remove(id);
    errors_.insert(id, sentence);
    still_->disturb();
    fillRows();
    refreshError();
    refreshApprove();
}

bool ApprovalCard::hasKeyboard() const
{
    return hasFocus() || holdsFocus(*this);
}

void ApprovalCard::review()
{
    setFocus(Qt::ShortcutFocusReason);
}

void ApprovalCard::approve()
{
    if (!hasKeyboard() || !mayApprove()) return;
    const auto call = *current();
    Q_EMIT approveRequested(call.id, call.digest);
}

void ApprovalCard::deny()
{
    if (const auto* call = current(); call && hasKeyboard()) requestDeny(core::interfaces::ApprovalId(call->id));
}

void ApprovalCard::requestDeny(const core::interfaces::ApprovalId& id)
{
    if (!busy_.contains(id)) Q_EMIT denyRequested(id);
}

void ApprovalCard::refreshTime()
{
    const auto* call = current();
    if (!call) return;
    const auto now = QDateTime::currentDateTimeUtc();
    const auto by = call->answerByUtc.toLocalTime();
    const QLocale locale;
    const bool today = by.date() == now.toLocalTime().date();
    const QString when = locale.toString(by.time(), QLocale::ShortFormat);
    const qint64 minutes = (now.secsTo(call->answerByUtc) + 59) / 60;
    QString words;
    if (minutes <= 0)
        words = tr("The time to answer is over. Nothing was done.");
    else if (minutes <= 120)
        //: %1 is a time of day, %2 a number of minutes
        words = tr("Answer by %1 (%2 min left). Without an answer nothing is done.").arg(when).arg(minutes);
    else
        //: %1 is a time of day, or a day and a time
        words = tr("Answer by %1. Without an answer nothing is done.")
                    .arg(today ? when : locale.toString(by, QLocale::ShortFormat));
    if (time_->text() != words) time_->setText(words);
    refreshApprove();
}

void ApprovalCard::retranslate()
{
    QStringList who{tr("The agent asks to act as %1").arg(text::visibleLine(view_.account))};
    if (!view_.organisation.isEmpty()) who += text::visibleLine(view_.organisation);
    who_->setText(who.join(QStringLiteral(" · ")));
    demo_->setText(tr("Demo"));
    demo_->setVisible(view_.demo);
    rowsArea_->setAccessibleName(tr("Calls that wait"));
    details_->setAccessibleName(tr("Details"));
    deny_->setText(tr("Decline"));
    approve_->setText(tr("Approve this once"));
    json_->setText(jsonShown_ ? tr("Hide the whole call") : tr("Show the whole call"));
    if (const auto* call = current()) {
        title_->setText(titleOf(*call));
        effect_->setText(effectSentence(call->effect));
        effect_->setInk(isRisky(call->effect) ? Ink::Danger : Ink::Muted);
        setAccessibleName(tr("Waiting for your answer: %1").arg(title_->text()));
        setAccessibleDescription(effect_->text());
        deny_->setAccessibleName(tr("Decline: %1").arg(title_->text()));
        approve_->setAccessibleName(tr("Approve this once: %1").arg(title_->text()));
    }
    refreshError();
    refreshTime();
    refreshApprove();
}

void ApprovalCard::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setBrush(colors.card);
    painter.setPen(
        QPen(hasFocus() ? colors.focus : theme::toneBorder(colors, theme::Tone::Warning), hasFocus() ? 2 : 1.5));
    painter.drawRoundedRect(frame, theme::Radius::Card, theme::Radius::Card);
}

void ApprovalCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    fillRows();
    fillDetails();
    retranslate();
}

void ApprovalCard::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    refreshTime();
    minute_.start();
    lookForTheEnd();
}

void ApprovalCard::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    minute_.stop();
    readToItsEnd_ = false;
    pressed_ = false;
}

void ApprovalCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        event->accept();
        Q_EMIT left();
        return;
    }
    QFrame::keyPressEvent(event);
}

bool ApprovalCard::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::InputMethod || event->type() == QEvent::FocusOut) followComposition(object, event);
    if (object == approve_) return approveEvent(event);
    return QFrame::eventFilter(object, event);
}

/// What is begun ends with a text, with nothing, or with the keyboard going elsewhere.
void ApprovalCard::followComposition(QObject* object, QEvent* event)
{
    const bool begun =
        event->type() == QEvent::InputMethod && !static_cast<QInputMethodEvent*>(event)->preeditString().isEmpty();
    if (!object->isWidgetType() || begun == (composing_ == object)) return;
    composing_ = begun ? object : nullptr;
    still_->disturb();
    refreshApprove();
}

/// The mouse alone, from its press on, and nothing else presses Approve.
bool ApprovalCard::approveEvent(QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease: {
        const int key = static_cast<QKeyEvent*>(event)->key();
        return key != Qt::Key_Tab && key != Qt::Key_Backtab && key != Qt::Key_Escape;
    }
    case QEvent::Shortcut: return true;
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick: pressed_ = mayApprove(); return !pressed_;
    default: return false;
    }
}

} // namespace ui::approvals
