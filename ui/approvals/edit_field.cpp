#include "ui/approvals/edit_field.h"

#include "ui/approvals/look_alike.h"
#include "ui/text/visible_text.h"
#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtGui/QAbstractTextDocumentLayout>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using core::interfaces::ArgumentEdit;
using core::interfaces::ArgumentFieldView;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;
using Kind = ArgumentFieldView::Kind;

namespace {

constexpr double mostLines = 8; ///< what is longer scrolls
constexpr qsizetype mostHiddenLines = 5;
constexpr qsizetype longestBefore = 2000; ///< all of it is on the card behind

Label* label(Type type, Ink ink, const char* name, QWidget* parent)
{
    auto* made = new Label(type, ink, Label::Wrap::Yes, parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

EditField::EditField(const ArgumentFieldView& field, QWidget* parent)
    : QWidget(parent)
    , field_(field)
    , name_(label(Type::BodyStrong, Ink::Normal, "editName", this))
    , hint_(label(Type::Caption, Ink::Muted, "editHint", this))
    , leaveOut_(new QCheckBox(this))
    , hidden_(label(Type::Caption, Ink::Warning, "editHidden", this))
    , agents_(label(Type::Caption, Ink::Muted, "editAgents", this))
    , errorLine_(label(Type::Caption, Ink::Danger, "editError", this))
{
    setObjectName(QStringLiteral("editField"));
    leaveOut_->setObjectName(QStringLiteral("editLeaveOut"));
    makeInput();
    layOut();
    setValue(field_.value);
    leaveOut_->setChecked(!field_.given);
    leaveOut_->setVisible(!field_.required || !field_.given);
    connect(leaveOut_, &QCheckBox::toggled, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    refresh();
}

void EditField::makeInput()
{
    const auto typed = [this] {
        refresh();
        Q_EMIT changed();
    };
    if (field_.kind == Kind::Switch || !field_.choices.isEmpty()) {
        choice_ = new QComboBox(this);
        const auto choices =
            field_.kind == Kind::Switch ? QStringList{QStringLiteral("true"), QStringLiteral("false")} : field_.choices;
        for (const auto& choice : choices)
            choice_->addItem(text::visibleLine(choice), choice);
        choice_->setFocusPolicy(Qt::StrongFocus);
        choice_->installEventFilter(this);
        connect(choice_, &QComboBox::currentIndexChanged, this, typed);
    } else if (field_.kind == Kind::Number) {
        line_ = new QLineEdit(this);
        connect(line_, &QLineEdit::textChanged, this, typed);
    } else {
        text_ = new QPlainTextEdit(this);
        text_->setTabChangesFocus(true);
        text_->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        text_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        connect(text_, &QPlainTextEdit::textChanged, this, typed);
        connect(text_->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
                [this] { fit(); });
    }
    input()->setObjectName(QStringLiteral("editInput"));
}

void EditField::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, Space::Small);
    column->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(Space::Small);
    head->addWidget(name_);
    head->addWidget(hint_, 1);
    head->addWidget(leaveOut_);
    column->addLayout(head);
    for (QWidget* part : std::initializer_list<QWidget*>{input(), errorLine_, hidden_, agents_})
        column->addWidget(part);
}

QWidget* EditField::input() const
{
    if (choice_) return choice_;
    return line_ ? static_cast<QWidget*>(line_) : text_;
}

void EditField::setValue(const QString& value)
{
    value_ = value;
    const QSignalBlocker quiet(this);
    if (choice_) choice_->setCurrentIndex(choice_->findData(value));
    if (line_) line_->setText(value);
    if (text_) text_->setPlainText(value);
    asShown_ = shown();
}

// Not toPlainText(): that makes ordinary spaces of those that do not break.
QString EditField::shown() const
{
    if (choice_) return choice_->currentData().toString();
    if (line_) return line_->text();
    auto raw = text_->document()->toRawText();
    raw.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    raw.replace(QChar::LineSeparator, QLatin1Char('\n'));
    return raw;
}

ArgumentEdit EditField::now() const
{
    const auto is = shown();
    return {field_.name, field_.kind, !leaveOut_->isChecked(), is == asShown_ ? value_ : is};
}

bool EditField::isChanged() const
{
    const auto is = now();
    return is.given != field_.given || (is.given && is.value != field_.value);
}

void EditField::restore(const ArgumentEdit& edit)
{
    setValue(edit.value);
    leaveOut_->setChecked(!edit.given);
    refresh();
}

void EditField::setError(const QString& error)
{
    error_ = error;
    refresh();
}

void EditField::fit()
{
    const auto lines = std::clamp(text_->document()->size().height(), 1.0, mostLines);
    const double height = lines * text_->fontMetrics().lineSpacing() + 2 * text_->document()->documentMargin() +
                          2 * text_->frameWidth() + 2;
    if (text_->height() != static_cast<int>(height)) text_->setFixedHeight(static_cast<int>(height));
}

QString EditField::hint() const
{
    switch (field_.kind) {
    case Kind::Lines: return tr("One entry a line.");
    case Kind::Json: return tr("As JSON.");
    case Kind::Number: return tr("A number.");
    case Kind::Text:
    case Kind::Switch: break;
    } // no default: a new kind must not compile without a hint
    return {};
}

QString EditField::agentsSentence() const
{
    const auto is = now();
    if (is.given == field_.agentGave && (!is.given || is.value == field_.agents)) return {};
    if (!field_.agentGave) return tr("Changed by you. The agent had nothing here.");
    auto had = field_.agents.left(longestBefore);
    if (had.size() < field_.agents.size()) had += QStringLiteral("…");
    //: %1 is a text
    return tr("Changed by you. The agent had: %1").arg(had.isEmpty() ? tr("(empty)") : text::visibleText(had));
}

// An input cannot show them: there they would be part of the text.
QString EditField::hiddenSentence() const
{
    if (!text_ && !line_) return {};
    QStringList lines;
    for (const auto& line : shown().split(QLatin1Char('\n'))) {
        const auto visible = text::visibleText(line);
        if (visible != line) lines += visible;
        if (lines.size() > mostHiddenLines) {
            lines.last() = QStringLiteral("…");
            break;
        }
    }
    QStringList sentences;
    //: %1 is a text in which they stand as their numbers
    if (!lines.isEmpty()) sentences += tr("Hidden characters: %1").arg(lines.join(QLatin1Char('\n')));
    if (const auto mixed = mixedWords(shown()); !mixed.isEmpty())
        //: %1 is a word in which the odd letters stand as numbers
        sentences += tr("Letters of other alphabets that may look like others: %1").arg(mixed);
    return sentences.join(QLatin1Char('\n'));
}

void EditField::refresh()
{
    const auto name = text::visibleLine(field_.name);
    name_->setText(name);
    hint_->setText(hint());
    leaveOut_->setText(tr("Leave this out"));
    //: %1 is the name of a value
    leaveOut_->setAccessibleName(tr("Leave out: %1").arg(name));
    input()->setEnabled(!leaveOut_->isChecked());
    const auto put = [](Label* line, const QString& sentence) {
        line->setText(sentence);
        line->setVisible(!sentence.isEmpty());
    };
    put(agents_, agentsSentence());
    put(hidden_, hiddenSentence());
    put(errorLine_, error_);
    input()->setAccessibleName(name);
    QStringList about{error_, hint_->text(), hidden_->text(), agents_->text()};
    about.removeAll(QString());
    input()->setAccessibleDescription(about.join(QLatin1Char(' ')));
}

void EditField::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
    if (event->type() == QEvent::FontChange && text_) fit();
}

// What is around it scrolls; a choice is not changed by the way.
bool EditField::eventFilter(QObject* object, QEvent* event)
{
    if (object == choice_ && event->type() == QEvent::Wheel) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace ui::approvals
