#pragma once

#include "core/base/error.h"

#include <QtWidgets/QWidget>

#include <optional>

namespace ui::theme {
class Banner;
}

namespace ui::welcome {

/// Why a sign-in did not work, and what can be done about it with one click. Empty until there is a problem.
class ProblemBanner final : public QWidget {
    Q_OBJECT
public:
    explicit ProblemBanner(QWidget* parent = nullptr);
    void report(const core::Error& error);
    void clear();

Q_SIGNALS:
    void thisRunOnlyChosen(); ///< go on although nothing can be kept
    void systemBrowserChosen();

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    std::optional<core::Error> error_;
    theme::Banner* banner_; // owned by this widget's layout
};

} // namespace ui::welcome
