#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

#include <memory>
#include <optional>

namespace ui::theme {
class Banner;
class Button;
class Label;
} // namespace ui::theme

namespace ui::audit {

/// Checks the whole log when asked, says how far it is and what was found, and always what a log on one machine cannot
/// show.
class CheckBar final : public QWidget {
    Q_OBJECT
public:
    explicit CheckBar(QWidget* parent = nullptr);
    ~CheckBar() override;

    /// Null: what was found in the one before goes, and a check that runs ends.
    void setLog(std::shared_ptr<core::interfaces::AuditLog> log);
    void check();

Q_SIGNALS:
    /// \param brokenFrom  the first record that does not hold; nothing: all of them do
    void checked(std::optional<qint64> brokenFrom);

protected:
    void changeEvent(QEvent* event) override;

private:
    void stop();
    void refresh();
    [[nodiscard]] QString foundText() const;

    std::shared_ptr<core::interfaces::AuditLog> log_;
    std::stop_source stop_;
    std::optional<core::Result<core::interfaces::AuditCheckView>> found_;
    std::optional<int> percent_; ///< while a check runs
    // All owned by this widget's layout.
    theme::Label* limits_;
    theme::Label* progress_;
    theme::Button* check_;
    theme::Button* stopButton_;
    theme::Banner* result_;
};

} // namespace ui::audit
