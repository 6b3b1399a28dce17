#include "ui/approvals/call_editor.h"

#include "ui/approvals/edit_field.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QTimer>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QShortcut>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalId;
using core::interfaces::ArgumentEdit;
using core::interfaces::EditProblemView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr int leastRoom = 96; ///< for the fields, when there are more

bool isEnter(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

/// The argument that a JSON Pointer leads into.
QString argumentOf(const QString& pointer)
{
    auto first = pointer.section(QLatin1Char('/'), 1, 1);
    return first.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
}

} // namespace

CallEditor::CallEditor(QWidget* card)
    : QWidget(card)
    , link_(new Button(Button::Kind::Link, {}, this))
    , form_(new QWidget(this))
    , title_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, form_))
    , area_(new QScrollArea(form_))
    , problem_(new Label(Type::Caption, Ink::Danger, Label::Wrap::Yes, form_))
    , use_(new Button(Button::Kind::Secondary, {}, form_))
    , back_(new Button(Button::Kind::Quiet, {}, form_))
{
    setObjectName(QStringLiteral("callEditor"));
    link_->setObjectName(QStringLiteral("editLink"));
    form_->setObjectName(QStringLiteral("editForm"));
    area_->setObjectName(QStringLiteral("editArea"));
    problem_->setObjectName(QStringLiteral("editProblem"));
    use_->setObjectName(QStringLiteral("editUse"));
    back_->setObjectName(QStringLiteral("editBack"));
    layOut();
    auto* chord = new QShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+E")), card);
    chord->setContext(Qt::WidgetWithChildrenShortcut);
    chord->setAutoRepeat(false);
    connect(chord, &QShortcut::activated, this, &CallEditor::open);
    connect(link_, &QAbstractButton::clicked, this, &CallEditor::open);
    connect(use_, &QAbstractButton::clicked, this, &CallEditor::use);
    connect(back_, &QAbstractButton::clicked, this, &CallEditor::close);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    form_->hide();
    problem_->hide();
    hide();
    retranslate();
}

void CallEditor::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(link_, 0, Qt::AlignLeft);
    column->addWidget(form_, 1);
    auto* form = new QVBoxLayout(form_);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(Space::Small);
    form->addWidget(title_);
    form->addWidget(area_, 1);
    form->addWidget(problem_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Space::Small);
    buttons->addWidget(use_);
    buttons->addWidget(back_);
    buttons->addStretch(1);
    form->addLayout(buttons);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area_->setMinimumHeight(leastRoom);
    area_->viewport()->setAutoFillBackground(false);
}

void CallEditor::setCall(const ApprovalCallView& call)
{
    const bool same = call.id == call_.id && call.fields == call_.fields;
    if (!same) close(); // keeps what was written for the one before
    call_ = call;
    setVisible(offered_ && !call_.fields.isEmpty());
    retranslate();
}

void CallEditor::setOffered(bool offered)
{
    offered_ = offered;
    setVisible(offered_ && !call_.fields.isEmpty());
}

void CallEditor::keepOnly(const QSet<ApprovalId>& waiting)
{
    drafts_.removeIf(
        [&](QHash<ApprovalId, QList<ArgumentEdit>>::iterator one) { return !waiting.contains(one.key()); });
}

void CallEditor::setBusy(bool busy)
{
    busy_ = busy; // the fields stay enabled, or the keyboard would go on to the next one that decides
    if (busy && link_->hasFocus()) parentWidget()->setFocus(Qt::OtherFocusReason);
    link_->setEnabled(!busy);
    use_->setEnabled(!busy);
}

void CallEditor::open()
{
    if (open_ || busy_ || !offered_ || call_.fields.isEmpty()) return;
    open_ = true;
    fill();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    form_->show();
    fields_.first()->input()->setFocus(Qt::OtherFocusReason);
    link_->hide();
    Q_EMIT openChanged(true);
}

void CallEditor::fill()
{
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, Space::Small, 0);
    column->setSpacing(Space::Hair);
    const auto draft = drafts_.value(call_.id);
    fields_.clear();
    for (const auto& view : std::as_const(call_.fields)) {
        auto* field = new EditField(view, body);
        for (const auto& one : draft)
            if (one.name == view.name && one.kind == view.kind) field->restore(one);
        field->input()->installEventFilter(this);
        connect(field, &EditField::changed, this, &CallEditor::clearErrors);
        column->addWidget(field);
        fields_ += field;
    }
    column->addStretch(1);
    area_->setWidget(body); // deletes the one before
    body->setAutoFillBackground(false);
    clearErrors();
}

void CallEditor::close()
{
    if (!open_) return;
    keepDraft();
    // Not onto the next one that decides.
    if (isAncestorOf(QApplication::focusWidget())) parentWidget()->setFocus(Qt::OtherFocusReason);
    open_ = false;
    composing_ = false;
    fields_.clear();
    // What is handled at this moment may be in one of them.
    if (auto* body = area_->takeWidget()) {
        body->hide();
        body->deleteLater();
    }
    form_->hide();
    link_->show();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    Q_EMIT openChanged(false);
}

void CallEditor::keepDraft()
{
    QList<ArgumentEdit> draft;
    for (const auto* field : std::as_const(fields_))
        if (field->isChanged()) draft += field->now();
    if (draft.isEmpty())
        drafts_.remove(call_.id);
    else
        drafts_.insert(call_.id, draft);
}

QList<ArgumentEdit> CallEditor::edits() const
{
    QList<ArgumentEdit> made;
    for (const auto* field : fields_)
        if (field->isChanged()) made += field->now();
    return made;
}

void CallEditor::use()
{
    if (!open_ || busy_ || composing_ || justComposed_) return;
    clearErrors();
    const auto made = edits();
    if (made.isEmpty()) return close();
    Q_EMIT editRequested(made);
}

void CallEditor::clearErrors()
{
    problem_->clear();
    problem_->hide();
    for (auto* field : std::as_const(fields_))
        field->setError({});
}

void CallEditor::showProblem(const EditProblemView& problem)
{
    if (!open_) return;
    const auto sentence = text::localised(problem.text);
    const auto argument = argumentOf(problem.pointer);
    for (auto* field : std::as_const(fields_)) {
        if (problem.pointer.isEmpty() || field->argument() != argument) continue;
        // Where in it, for what is more than one value.
        const auto inside = problem.pointer.section(QLatin1Char('/'), 2);
        field->setError(inside.isEmpty() ? sentence
                                         : QStringLiteral("%1: %2").arg(text::visibleLine(inside), sentence));
        area_->ensureWidgetVisible(field);
        field->input()->setFocus(Qt::OtherFocusReason);
        return;
    }
    problem_->setText(sentence);
    problem_->show();
}

void CallEditor::retranslate()
{
    link_->setText(tr("Edit…"));
    const auto title = text::visibleLine(text::localised(call_.title));
    //: %1 is what is to be done
    link_->setAccessibleName(tr("Change the values: %1").arg(title));
    link_->setToolTip(tr("Change the values before you approve (Ctrl+Shift+E)"));
    title_->setText(tr("Change the values. Nothing runs yet: the changed call waits for your approval."));
    use_->setText(tr("Use these values"));
    use_->setToolTip(tr("Ctrl+Enter"));
    back_->setText(tr("Back"));
    back_->setAccessibleName(tr("Back without a change"));
    area_->setAccessibleName(tr("Values"));
}

void CallEditor::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void CallEditor::keyPressEvent(QKeyEvent* event)
{
    if (!open_ || event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
    event->accept();
    if (!composing_) close();
}

void CallEditor::followComposition(const QEvent& event)
{
    const bool was = composing_;
    if (event.type() == QEvent::FocusOut) composing_ = false;
    if (event.type() == QEvent::InputMethod)
        composing_ = !static_cast<const QInputMethodEvent&>(event).preeditString().isEmpty();
    if (was && !composing_) {
        justComposed_ = true;
        QTimer::singleShot(0, this, [this] { justComposed_ = false; });
    }
}

/// The inputs' keys. While an input method composes they are its own.
bool CallEditor::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::InputMethod || event->type() == QEvent::FocusOut) followComposition(*event);
    if (event->type() != QEvent::KeyPress || composing_) return QWidget::eventFilter(object, event);
    const auto& key = static_cast<const QKeyEvent&>(*event);
    if (key.key() == Qt::Key_Escape) {
        close();
        return true;
    }
    if (isEnter(key) && key.modifiers().testFlag(Qt::ControlModifier)) {
        if (!key.isAutoRepeat()) use();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace ui::approvals
