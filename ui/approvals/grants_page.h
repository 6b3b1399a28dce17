#pragma once

#include "core/interfaces/window.h"
#include "ui/approvals/grant_row.h"

#include <QtCore/QHash>
#include <QtWidgets/QWidget>

#include <memory>

class QVBoxLayout;

namespace ui::theme {
class Button;
class Label;
class Page;
} // namespace ui::theme

namespace ui::approvals {

/// The standing rules of one account, each in words, to be looked through and revoked. One that was revoked here stays
/// and says so until the page is left.
///
/// Keyboard: see GrantRow; Escape leaves.
class GrantsPage final : public QWidget {
    Q_OBJECT
public:
    explicit GrantsPage(QWidget* parent = nullptr);

    /// Null: everything is dropped.
    void setGrants(std::shared_ptr<core::interfaces::Grants> grants);
    /// The keyboard goes to the first rule.
    void enter();

Q_SIGNALS:
    void left();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    using GrantId = core::interfaces::GrantId;
    using GrantView = core::interfaces::GrantView;

    void refresh();
    [[nodiscard]] GrantRow::State stateOf(const GrantId& id) const;
    void fill(const QList<GrantView>& rules);
    void revoke(const GrantId& id);
    void revokeEnded(const GrantView& rule, const core::Result<>& revoked);
    void step(const GrantRow* from, int by);
    [[nodiscard]] GrantRow* rowOf(const GrantId& id) const;
    void retranslate();

    std::shared_ptr<core::interfaces::Grants> grants_;
    QHash<GrantId, GrantView> revoking_; ///< here, and not answered yet
    QList<GrantView> revoked_;           ///< here, and still shown
    QList<GrantRow*> rows_;              ///< owned by the page's widget
    int looks_ = 0;                      ///< answers of an earlier account are not spoken of

    // All owned by this widget's layout.
    theme::Page* page_;
    theme::Label* title_;
    theme::Button* back_;
    theme::Label* intro_;
    theme::Label* empty_;
    QVBoxLayout* column_;
};

} // namespace ui::approvals
