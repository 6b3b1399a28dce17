#pragma once

#include "core/interfaces/views.h"
#include "ui/theme/tokens.h"

#include <QtCore/QSet>
#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace ui::shell {

/// What the person should know that is not tied to one message, each with its next step. Takes no room when there is
/// nothing to say.
class NoticeBar final : public QWidget {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void setNotices(const QList<core::interfaces::NoticeView>& notices);
    /// One sentence about what was just done; the next one, or its button, takes it away.
    void say(theme::Tone tone, const QString& sentence);
    void clearSaid();

Q_SIGNALS:
    void signInAgainRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    QList<core::interfaces::NoticeView> notices_;
    QSet<int> dismissed_; ///< kinds; forgotten when the notice goes
    QString said_;
    theme::Tone saidTone_ = theme::Tone::Neutral;
    QVBoxLayout* rows_; // owned by this widget
};

} // namespace ui::shell
