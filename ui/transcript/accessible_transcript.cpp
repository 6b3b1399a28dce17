#include "ui/transcript/accessible_transcript.h"

#include "ui/transcript/transcript_view.h"

#include <QtCore/QPointer>
#include <QtGui/QAccessible>
#include <QtWidgets/QAccessibleWidget>

#include <map>

namespace ui::transcript {

namespace {

class RowAccessible final : public QAccessibleInterface {
public:
    RowAccessible(TranscriptView& view, int row)
        : view_(&view)
        , row_(row)
    {}

    [[nodiscard]] bool isValid() const override { return view_ && row_ < view_->rowCount(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(view_); }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? view_->rowText(row_) : QString();
    }
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) return {};
        const QRect box = view_->rowRect(row_);
        return QRect(view_->viewport()->mapToGlobal(box.topLeft()), box.size());
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.readOnly = true;
        state.focusable = true;
        if (!isValid()) return state;
        state.focused = view_->hasFocus() && view_->focusedRow() == row_;
        state.offscreen = !view_->rowRect(row_).intersects(view_->viewport()->rect());
        return state;
    }

private:
    QPointer<TranscriptView> view_;
    int row_;
};

class TranscriptAccessible final : public QAccessibleWidget {
public:
    explicit TranscriptAccessible(TranscriptView& view)
        : QAccessibleWidget(&view, QAccessible::List)
        , view_(&view)
    {}
    ~TranscriptAccessible() override
    {
        for (const auto& [row, id] : rows_)
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override { return rowCount() + QAccessibleWidget::childCount(); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        if (index < 0) return nullptr;
        if (index >= rowCount()) return QAccessibleWidget::child(index - rowCount());
        const auto known = rows_.find(index);
        if (known != rows_.end()) return QAccessible::accessibleInterface(known->second);
        auto* made = new RowAccessible(*view_, index);
        rows_[index] = QAccessible::registerAccessibleInterface(made);
        return made;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (const auto& [row, id] : rows_) {
            if (QAccessible::accessibleInterface(id) == child) return row;
        }
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? index : index + rowCount();
    }

private:
    [[nodiscard]] int rowCount() const { return view_ ? view_->rowCount() : 0; }
    QPointer<TranscriptView> view_;
    mutable std::map<int, QAccessible::Id> rows_;
};

QAccessibleInterface* make(const QString& className, QObject* object)
{
    if (className != QLatin1String("ui::transcript::TranscriptView")) return nullptr;
    auto* view = qobject_cast<TranscriptView*>(object);
    return view ? new TranscriptAccessible(*view) : nullptr;
}

void tell(QAccessible::Event kind, TranscriptView& view, int row)
{
    if (!QAccessible::isActive()) return;
    QAccessibleEvent event(&view, kind);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

} // namespace

void installAccessibility()
{
    static const bool once = []() {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(once)
}

void announceRow(TranscriptView& view, int row)
{
    tell(QAccessible::ObjectCreated, view, row);
}

void announceHeld(TranscriptView& view, int row)
{
    tell(QAccessible::Alert, view, row);
}

void announceFocus(TranscriptView& view, int row)
{
    tell(QAccessible::Focus, view, row);
}

} // namespace ui::transcript
