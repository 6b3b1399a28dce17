#include "ui/composer/editor.h"

#include "ui/theme/tokens.h"

#include <QtCore/QMimeData>
#include <QtCore/QTimer>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QTextBlock>
#include <QtWidgets/QScrollBar>

#include <cmath>

namespace ui::composer {

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
    fitHeight();
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
            insertPlainText(QStringLiteral("\n"));
            ensureCursorVisible();
        }
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void Editor::inputMethodEvent(QInputMethodEvent* event)
{
    const bool wasComposing = composing_;
    composing_ = !event->preeditString().isEmpty();
    if (wasComposing && !composing_) {
        justCommitted_ = true;
        QTimer::singleShot(0, this, [this]() { justCommitted_ = false; });
    }
    QPlainTextEdit::inputMethodEvent(event);
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
    insertPlainText(text);
    ensureCursorVisible();
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
