#pragma once

#include "core/interfaces/views.h"
#include "ui/transcript/piece.h"
#include "ui/transcript/row_host.h"

#include <QtCore/QPointer>

class QWidget;

namespace ui::transcript {

/// A piece that is a widget while it is near the visible part. The viewport owns the widget; the piece deletes it.
class WidgetPiece : public Piece {
public:
    ~WidgetPiece() override;

    [[nodiscard]] double guess(int width, double line) const override;
    [[nodiscard]] double measure(int width, const QPalette& palette) override;
    [[nodiscard]] bool measured() const override { return measured_; }
    void release() override;
    [[nodiscard]] QWidget* widget() const override { return widget_; }
    void makeWidget(QWidget* parent) override;
    void placeWidget(const QPoint& topLeft, int width) override;
    /// Its contents changed: to be measured again.
    void remeasure();

protected:
    WidgetPiece(double spaceAbove, double usualHeight);
    [[nodiscard]] virtual QWidget* create(QWidget* parent) = 0;
    [[nodiscard]] virtual int heightFor(int width) const;
    [[nodiscard]] virtual int widthFor(int columnWidth) const { return columnWidth; }

private:
    double spaceAbove_;
    double usualHeight_;
    QPointer<QWidget> widget_;
    bool measured_ = false;
};

class CardPiece final : public WidgetPiece {
public:
    CardPiece(RowHost& host, const core::interfaces::ToolCardView& card);
    void setCard(const core::interfaces::ToolCardView& card);
    [[nodiscard]] const core::interfaces::ToolCardView& card() const { return card_; }
    [[nodiscard]] QString text() const override;

protected:
    [[nodiscard]] QWidget* create(QWidget* parent) override;
    [[nodiscard]] int heightFor(int width) const override;

private:
    RowHost& host_;
    core::interfaces::ToolCardView card_;
};

class ChipsPiece final : public WidgetPiece {
public:
    explicit ChipsPiece(RowHost& host);
    void setSuggestions(const QList<core::Bilingual>& suggestions);
    [[nodiscard]] QString text() const override { return {}; }

protected:
    [[nodiscard]] QWidget* create(QWidget* parent) override;
    [[nodiscard]] int heightFor(int width) const override;

private:
    RowHost& host_;
    QList<core::Bilingual> suggestions_;
};

class EndPiece final : public WidgetPiece {
public:
    explicit EndPiece(RowHost& host);
    void setMessage(const core::interfaces::MessageView& message, bool canRetry);
    [[nodiscard]] QString text() const override;

protected:
    [[nodiscard]] QWidget* create(QWidget* parent) override;
    [[nodiscard]] int heightFor(int width) const override;

private:
    RowHost& host_;
    core::interfaces::MessageView message_; ///< without its text
    bool canRetry_ = false;
};

class ReasoningPiece final : public WidgetPiece {
public:
    ReasoningPiece(RowHost& host, core::MessageId message);
    void setOpen(bool open);
    [[nodiscard]] QString text() const override { return {}; }

protected:
    [[nodiscard]] QWidget* create(QWidget* parent) override;

private:
    RowHost& host_;
    core::MessageId message_;
    bool open_ = false;
};

class ThinkingPiece final : public WidgetPiece {
public:
    ThinkingPiece();
    [[nodiscard]] QString text() const override { return {}; }

protected:
    [[nodiscard]] QWidget* create(QWidget* parent) override;
};

/// Empty room, with the day in the middle where a new one begins.
class GapPiece final : public Piece {
public:
    explicit GapPiece(double height, QString day = {});
    [[nodiscard]] double guess(int width, double line) const override;
    [[nodiscard]] double measure(int width, const QPalette& palette) override;
    [[nodiscard]] bool measured() const override { return width_ > 0; }
    void release() override { width_ = 0; }
    void paint(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const override;
    [[nodiscard]] QString text() const override { return day_; }

private:
    double height_;
    QString day_;
    int width_ = 0;
};

} // namespace ui::transcript
