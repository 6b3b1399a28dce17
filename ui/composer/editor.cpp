#include "ui/composer/editor.h"

#include "ui/theme/tokens.h"

#include <QtCore/QMimeData>
#include <QtCore/QTimer>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QTextBlock>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui::composer {

namespace {

// As QTextDocument::toPlainText gives a text back.
QString asShown(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    for (auto& c : text) {
        const bool endsLine = c == QLatin1Char('\r') || c == QChar::ParagraphSeparator || c == QChar::LineSeparator;
        if (endsLine) c = QLatin1Char('\n');
        if (c == QChar::Nbsp) c = QLatin1Char(' ');
    }
    return text;
}

} // namespace

Editor::Editor(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFont(theme::font(theme::Type::Body));
    document()->setDocumentMargin(theme::Space::Hair);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this]() { fitHeight(); });
    connect(document(), &QTextDocument::contentsChange, this,
            [this](int position, int removed, int added) { followChange(position, removed, added); });
    fitHeight();
}

template <typename Change>
void Editor::comingFrom(Cause cause, Change change)
{
    const auto before = std::exchange(cause_, std::move(cause));
    change();
    cause_ = before;
}

Editor::Splice Editor::atCursor(const QString& text) const
{
    const auto cursor = textCursor();
    return {cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart(), asShown(text)};
}

// As QWidgetTextControl does it: the selection goes first, then the commit replaces what the method asks for.
std::optional<Editor::Splice> Editor::spliceOf(const QInputMethodEvent& event) const
{
    auto splice = atCursor(event.commitString());
    const auto* layout = textCursor().block().layout();
    const bool getsInput = !event.commitString().isEmpty() || event.replacementLength() > 0 ||
                           event.preeditString() != layout->preeditAreaText();
    if (!getsInput) splice.removed = 0;
    if (event.commitString().isEmpty() && event.replacementLength() == 0) return splice;
    const qsizetype from = event.replacementStart();
    const qsizetype length = event.replacementLength();
    // Beside a selection and not around it: two places at once.
    if (splice.removed > 0 && (from > 0 || from + length < 0)) return {};
    splice.from += from;
    splice.removed += length;
    return splice;
}

bool Editor::isWhatHappened(const Splice& splice, const QString& now) const
{
    const auto after = splice.from + splice.removed;
    if (splice.from < 0 || splice.removed < 0 || after > text_.size()) return false;
    if (now.size() != text_.size() - splice.removed + splice.text.size()) return false;
    const QStringView is(now);
    const QStringView was(text_);
    return is.first(splice.from) == was.first(splice.from) && is.mid(splice.from, splice.text.size()) == splice.text &&
           is.mid(splice.from + splice.text.size()) == was.mid(after);
}

// Comparing the texts alone would not do: where a paste begins like what it replaces, or like what follows it, a
// comparison finds another place, and something pasted becomes typed. So for what is typed and pasted the place is
// known before. Anything else is Other in all the places that the document names, which may be too many (while an input
// method composes, the whole line).
void Editor::followChange(qsizetype position, qsizetype removed, qsizetype added)
{
    const auto now = toPlainText();
    const auto cause = std::exchange(cause_, {});
    const int redoBefore = std::exchange(redoSteps_, document()->availableRedoSteps());
    if (cause && cause->splice && isWhatHappened(*cause->splice, now)) {
        const auto& splice = *cause->splice;
        origins_.remove(splice.from, splice.removed);
        origins_.insert(splice.from, splice.text.size(), cause->origin);
    } else if (!cause && redoSteps_ == redoBefore && now == text_) {
        return; // drawn anew: a composition ended, a font changed
    } else {
        // The end of the last line counts for the document, but is not in the text.
        const auto oldEnd = std::min(position + removed, text_.size());
        const auto newEnd = std::min(position + added, now.size());
        const QStringView is(now);
        const QStringView was(text_);
        const bool asSaid = position >= 0 && position <= oldEnd && position <= newEnd &&
                            is.first(position) == was.first(position) && is.mid(newEnd) == was.mid(oldEnd);
        if (asSaid) {
            origins_.remove(position, oldEnd - position);
            origins_.insert(position, newEnd - position, Origin::Other);
        } else {
            origins_ = QList<Origin>(now.size(), Origin::Other);
        }
    }
    text_ = now;
    Q_ASSERT(origins_.size() == text_.size());
}

void Editor::setKeptText(const QString& text)
{
    if (text != toPlainText()) comingFrom({Origin::Other}, [this, &text] { setPlainText(text); });
    text_ = toPlainText();
    origins_ = QList<Origin>(text_.size(), Origin::Other);
}

QList<core::interfaces::TextPart> Editor::composed() const
{
    QList<core::interfaces::TextPart> parts;
    if (origins_.size() != text_.size() || text_ != toPlainText()) return {{Origin::Other, toPlainText()}};
    for (qsizetype i = 0; i < text_.size(); ++i) {
        if (parts.isEmpty() || parts.last().origin != origins_[i]) parts.append({origins_[i], {}});
        parts.last().text += text_[i];
    }
    return parts;
}

void Editor::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !event->modifiers().testFlag(Qt::ShiftModifier) && !event->modifiers().testFlag(Qt::AltModifier)) {
        event->accept();
        // The Enter that ends a composition belongs to the input method. Most platforms keep the key to themselves;
        // some deliver it during the composition, some right after the text it committed.
        if (!composing_ && !justCommitted_ && !event->isAutoRepeat()) Q_EMIT enterPressed();
        return;
    }
    if (event->key() == Qt::Key_Escape && !composing_) {
        event->accept();
        Q_EMIT escapePressed();
        return;
    }
    if (enter) {
        event->accept();
        if (!isReadOnly()) {
            const auto line = QStringLiteral("\n");
            comingFrom({Origin::Keys, atCursor(line)}, [this, &line] { insertPlainText(line); });
            ensureCursorVisible();
        }
        return;
    }
    // Whatever a command key brings (undo, a paste) was not typed by it. AltGr may come as Ctrl and Alt.
    const auto commands = event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    const bool typed = !event->text().isEmpty() && (!commands || commands == (Qt::ControlModifier | Qt::AltModifier));
    if (!typed) return QPlainTextEdit::keyPressEvent(event);
    comingFrom({Origin::Keys, atCursor(event->text())}, [this, event] { QPlainTextEdit::keyPressEvent(event); });
}

void Editor::inputMethodEvent(QInputMethodEvent* event)
{
    const bool wasComposing = composing_;
    composing_ = !event->preeditString().isEmpty();
    if (wasComposing && !composing_) {
        justCommitted_ = true;
        QTimer::singleShot(0, this, [this]() { justCommitted_ = false; });
    }
    const auto splice = spliceOf(*event);
    comingFrom({Origin::Keys, splice}, [this, event] { QPlainTextEdit::inputMethodEvent(event); });
    fitHeight();
}

void Editor::focusInEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusMoved();
}

void Editor::focusOutEvent(QFocusEvent* event)
{
    // Qt ends a composition when the focus goes; the event that would say so is not always sent.
    composing_ = false;
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusMoved();
}

void Editor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) fitHeight();
}

bool Editor::canInsertFromMimeData(const QMimeData* source) const
{
    return source->hasText() && !source->hasUrls();
}

void Editor::insertFromMimeData(const QMimeData* source)
{
    if (!source->hasText() || isReadOnly()) return;
    QString text = source->text();
    text.remove(QChar::Null);
    comingFrom({dropping_ ? Origin::Other : Origin::Paste, atCursor(text)}, [this, &text] { insertPlainText(text); });
    ensureCursorVisible();
}

void Editor::dropEvent(QDropEvent* event)
{
    // Qt makes one change of a drop, after insertFromMimeData(); a Qt that makes two is told apart by dropping_.
    dropping_ = true;
    comingFrom({Origin::Other}, [this, event] { QPlainTextEdit::dropEvent(event); });
    dropping_ = false;
}

void Editor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void Editor::fitHeight()
{
    // QPlainTextDocumentLayout counts its height in lines, so that a long text needs no adding up of blocks.
    const double lines = qBound(1.0, document()->size().height(), double(MostLines));
    const double height = lines * QFontMetricsF(font()).lineSpacing() + 2 * document()->documentMargin();
    const int wanted = static_cast<int>(std::ceil(height)) + 2 * frameWidth();
    if (minimumHeight() != wanted || maximumHeight() != wanted) setFixedHeight(wanted);
    const bool full = document()->size().height() > MostLines;
    setVerticalScrollBarPolicy(full ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

} // namespace ui::composer
