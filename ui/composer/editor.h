#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QPlainTextEdit>

#include <optional>

namespace ui::composer {

/// The text field inside Composer: grows from one line to eight, knows when an input method is composing, and where
/// each character came from: what was not plainly typed here is not called typed, and undoing brings back nothing
/// typed.
class Editor final : public QPlainTextEdit {
    Q_OBJECT
public:
    static constexpr int MostLines = 8;

    explicit Editor(QWidget* parent = nullptr);

    /// The text, part by part. Without what an input method is still composing.
    [[nodiscard]] QList<core::interfaces::TextPart> composed() const;
    /// An input method has begun something that it has not handed over.
    [[nodiscard]] bool isComposing() const { return composing_; }
    /// Replaces the text by one that nobody typed here, not even when it is the same.
    void setKeptText(const QString& text);

Q_SIGNALS:
    void enterPressed();
    void escapePressed();
    void focusMoved();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    using Origin = core::interfaces::TextPart::Origin;

    /// What is about to happen: `text` takes the place of `removed` characters from `from` on.
    struct Splice {
        qsizetype from = 0;
        qsizetype removed = 0;
        QString text;
    };
    /// Why the text changes now. What does not change it exactly as said comes from nowhere known.
    struct Cause {
        Origin origin = Origin::Other;
        std::optional<Splice> splice = {};
    };

    /// Runs `change`; what its first change puts into the text comes from there.
    template <typename Change>
    void comingFrom(Cause cause, Change change);
    [[nodiscard]] Splice atCursor(const QString& text) const;
    [[nodiscard]] std::optional<Splice> spliceOf(const QInputMethodEvent& event) const;
    [[nodiscard]] bool isWhatHappened(const Splice& splice, const QString& now) const;
    void followChange(qsizetype position, qsizetype removed, qsizetype added);
    void fitHeight();

    QString text_;          ///< as it was after the last change
    QList<Origin> origins_; ///< of each of its characters
    std::optional<Cause> cause_;
    int redoSteps_ = 0; ///< a change of it tells undo and redo from other changes
    bool dropping_ = false;
    bool composing_ = false;     ///< there is text that the input method has not handed over yet
    bool justCommitted_ = false; ///< it handed some over in this pass of the event loop
};

} // namespace ui::composer
