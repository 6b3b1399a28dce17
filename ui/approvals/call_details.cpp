#include "ui/approvals/call_details.h"

#include "ui/approvals/pinned_values.h"
#include "ui/approvals/value_box.h"
#include "ui/approvals/value_change.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/tokens.h"

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalValueView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr qsizetype shownOfFolded = 400;
constexpr qsizetype linesOfFolded = 8;
constexpr qsizetype leastToFold = 200; ///< characters that are worth a click

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

} // namespace

CallDetails::CallDetails(QWidget* parent)
    : ReadArea(parent)
{}

void CallDetails::setCall(const ApprovalCallView& call, const QString& asked)
{
    call_ = call;
    asked_ = asked;
    fill();
}

void CallDetails::clear()
{
    forgetUnfolded();
    setCall({}, {});
}

void CallDetails::forgetUnfolded()
{
    unfolded_.clear();
    showsWhole_ = false;
}

void CallDetails::setShowsWhole(bool shows)
{
    showsWhole_ = shows;
    fill();
    if (!shows) return;
    // Not before this knows how high it is.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (auto* raw = findChild<QWidget*>(QStringLiteral("approvalRaw"))) ensureVisible(0, raw->y(), 0, 0);
        },
        Qt::QueuedConnection);
}

QString CallDetails::foldKey(const ApprovalValueView& value) const
{
    return call_.id.text() + QLatin1Char('\n') + value.name;
}

void CallDetails::addValue(QVBoxLayout& column, const ApprovalValueView& value)
{
    const bool decisive = value.role == ApprovalValueView::Role::Decisive;
    const bool edited = value.edit != ApprovalValueView::Edit::None;
    auto* body = column.parentWidget();
    auto* name = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, body);
    name->setText(text::visibleLine(value.name));
    auto* origin = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, body);
    origin->setObjectName(QStringLiteral("approvalOrigin"));
    switch (value.origin) {
    case ApprovalValueView::Origin::You:
        origin->setInk(Ink::Success);
        origin->setText(edited ? tr("From you: changed here.") : tr("From you: in this message."));
        break;
    case ApprovalValueView::Origin::Default: origin->setText(tr("Not given: the standard value.")); break;
    case ApprovalValueView::Origin::NotYou:
        origin->setType(Type::BodyStrong);
        origin->setInk(Ink::Warning);
        origin->setText(edited ? tr("⚠ Changed by you, and still the agent's in part. Check it.")
                               : tr("⚠ Not from you: the agent put this in. Check it."));
        break;
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(Space::Small);
    head->addWidget(name);
    head->addWidget(origin, 1);
    column.addLayout(head);
    if (value.edit == ApprovalValueView::Edit::Removed) return addChange(column, value);
    if (value.value.isEmpty() && value.origin != ApprovalValueView::Origin::Default) {
        auto* nothing = new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, body);
        nothing->setObjectName(QStringLiteral("approvalNothing"));
        nothing->setText(tr("Empty. What stood there before may go."));
        column.addWidget(nothing);
        return addChange(column, value);
    }
    const bool unfolded = decisive || unfolded_.contains(foldKey(value));
    const qsizetype part = decisive ? value.value.size() : shownPart(value.value);
    auto* box =
        new ValueBox(decisive ? Type::Heading : Type::Body, unfolded ? value.value : value.value.left(part), body);
    box->setObjectName(QStringLiteral("approvalValue"));
    box->setAccessibleName(name->text());
    connect(box, &ValueBox::readToItsEnd, this, &CallDetails::readChanged);
    column.addWidget(box);
    if (part < value.value.size()) addFold(column, value, unfolded ? 0 : value.value.size() - part);
    if (decisive) addLookAlikes(column, value.value);
    box->setAccessibleDescription(origin->text());
    addChange(column, value);
    column.addSpacing(Space::Small);
}

/// Under a content that is long: how much is missing, and a button. Nothing missing: it is all there.
void CallDetails::addFold(QVBoxLayout& column, const ApprovalValueView& value, qsizetype leftOut)
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
        const int at = verticalScrollBar()->value();
        fill();
        // Not before this knows how high it is.
        QMetaObject::invokeMethod(this, [this, at] { verticalScrollBar()->setValue(at); }, Qt::QueuedConnection);
    });
    line->addWidget(fold);
    line->addStretch();
    column.addLayout(line);
}

void CallDetails::fill()
{
    folded_ = false;
    auto* column = newBody();
    if (!call_.id.isEmpty()) {
        for (const auto role : {ApprovalValueView::Role::Decisive, ApprovalValueView::Role::Content})
            for (const auto& value : call_.values)
                if (value.role == role) addValue(*column, value);
        if (call_.values.isEmpty())
            addText(*column, tr("Values"), tr("None: it is called as it is."), "approvalNoValues");
        QStringList reasons;
        for (const auto& reason : call_.reasons)
            reasons += QStringLiteral("• ") + text::localised(reason);
        addText(*column, tr("Why you are asked"), reasons.join(QLatin1Char('\n')), "approvalReasons");
        QStringList sources;
        for (const auto& source : call_.sources)
            sources += text::visibleLine(source);
        if (call_.pasted) sources += tr("text that you pasted");
        if (!sources.isEmpty())
            addText(*column, tr("What the agent has read before"), sources.join(QStringLiteral(", ")),
                    "approvalSources");
        if (!asked_.isEmpty()) addText(*column, tr("Your message"), asked_, "approvalAsked");
        if (showsWhole_) addText(*column, tr("All of it, as the tool would get it"), call_.json, "approvalRaw");
    }
    putIn(*column);
}

void CallDetails::changeEvent(QEvent* event)
{
    ReadArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) fill();
}

} // namespace ui::approvals
