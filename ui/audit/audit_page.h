#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <memory>

class QBoxLayout;
class QListView;
class QModelIndex;
class QPlainTextEdit;

namespace ui::theme {
class Banner;
class Button;
class Label;
class Spinner;
} // namespace ui::theme

namespace ui::audit {

class AuditModel;
class CheckBar;
class FilterBar;

/// What was recorded of the account in view, in plain words: a list, the newest first, and beside it (below, where the
/// window is narrow) all that the chosen record says.
///
/// Keyboard: up, down, j and k choose; Enter goes to the details; / goes to the filter; Escape goes back one step.
class AuditPage final : public QWidget {
    Q_OBJECT
public:
    explicit AuditPage(QWidget* parent = nullptr);

    /// Null: everything is dropped, what was typed into the filter too.
    void setLog(std::shared_ptr<core::interfaces::AuditLog> log);
    /// Reads what came since, and takes the keyboard.
    void enter();
    /// The time that "today" is taken from; the machine's own unless set.
    void setNow(std::function<QDateTime()> now);

Q_SIGNALS:
    void left();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setUpParts();
    void layOut();
    [[nodiscard]] QWidget* emptyBox();
    [[nodiscard]] QWidget* side();
    void connectParts();
    void addKeys();
    void choose(const QModelIndex& index);
    void refresh();
    void refreshEmpty();
    void refreshNote();
    void showDetails();
    void focusList();
    void copy();
    void goBack();
    void act();
    void retranslate();
    bool listKey(int key);

    // All owned by this widget.
    AuditModel* model_;
    theme::Label* title_;
    theme::Button* back_;
    CheckBar* check_;
    FilterBar* filter_;
    theme::Banner* note_;
    QBoxLayout* body_ = nullptr;
    QListView* list_;
    QWidget* empty_ = nullptr;
    theme::Spinner* spinner_;
    theme::Label* emptyTitle_;
    theme::Label* emptyText_;
    theme::Button* emptyClear_;
    theme::Button* older_;
    QWidget* side_ = nullptr;
    QPlainTextEdit* details_;
    theme::Button* copy_;
    qint64 chosen_ = -1; ///< number of the record
};

} // namespace ui::audit
