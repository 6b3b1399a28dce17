#include "ui/composer/tool_picker.h"

#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QStyleOptionButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui::composer {

using core::interfaces::EffectView;
using core::interfaces::ToolChoiceView;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr int pickerWidth = 420;
constexpr int mostListHeight = 288; ///< eight tools; more are scrolled to

bool isEnter(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

/// One tool on one line, cut where there is no room for all of it.
class ToolTick final : public QCheckBox {
public:
    ToolTick(QString words, QWidget* parent)
        : QCheckBox(parent)
        , words_(std::move(words))
    {
        setAccessibleName(words_);
        setToolTip(text::toolTipText(words_));
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        setFixedHeight(theme::Size::Control);
    }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QCheckBox::resizeEvent(event);
        QStyleOptionButton option;
        initStyleOption(&option);
        const int room = style()->subElementRect(QStyle::SE_CheckBoxContents, &option, this).width();
        const QString shown = fontMetrics().elidedText(words_, Qt::ElideRight, room);
        setText(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
    }
    // Some desktops press a button by Enter, which here may only be the end of something that was written.
    void keyPressEvent(QKeyEvent* event) override
    {
        if (isEnter(*event)) return;
        QCheckBox::keyPressEvent(event);
    }

private:
    QString words_;
};

} // namespace

ToolPicker::ToolPicker(QWidget* opener)
    : QFrame(opener->window())
    , opener_(opener)
    , heading_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , what_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , scroll_(new QScrollArea(this))
    , list_(new QWidget)
    , rows_(new QVBoxLayout(list_))
{
    setObjectName(QStringLiteral("toolPicker"));
    what_->setObjectName(QStringLiteral("toolPickerNote"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_NoMousePropagation); // a click beside a tool is none elsewhere
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setSpacing(0);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setWidgetResizable(true);
    scroll_->setWidget(list_);
    list_->setAutoFillBackground(false); // the card shows through
    scroll_->viewport()->setAutoFillBackground(false);
    auto* body = new QVBoxLayout(this);
    body->setContentsMargins(Space::Medium, Space::Medium, Space::Medium, Space::Small);
    body->setSpacing(Space::Hair);
    body->addWidget(heading_);
    body->addWidget(what_);
    body->addSpacing(Space::Hair);
    body->addWidget(scroll_);
    hide();
}

void ToolPicker::open(const QList<ToolChoiceView>& tools, const QStringList& ticked)
{
    shut();
    heading_->setText(tr("Tools for this message"));
    what_->setText(
        tr("Ticked tools may act in answer to this message without asking, once each, but only with "
           "recipients, dates and other values that you typed yourself. As long as the agent has read nothing "
           "from elsewhere, it may word a text itself. Everything else still asks."));
    setAccessibleName(heading_->text());
    setAccessibleDescription(what_->text());
    fill(tools, ticked);
    fit();
    show();
    raise();
    qApp->installEventFilter(this); // to close on a click elsewhere
    setFocus(Qt::PopupFocusReason);
}

void ToolPicker::shut()
{
    if (isHidden()) return;
    qApp->removeEventFilter(this);
    const bool hadKeyboard = hasFocus() || isAncestorOf(QApplication::focusWidget());
    hide();
    clear();
    if (hadKeyboard) Q_EMIT closed();
}

void ToolPicker::clear()
{
    while (QLayoutItem* item = rows_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater(); // it may be the one whose key is being handled
        }
        delete item;
    }
}

void ToolPicker::fill(const QList<ToolChoiceView>& tools, const QStringList& ticked)
{
    for (const auto& tool : tools) {
        const auto title = text::visibleLine(text::localised(tool.title));
        const auto api = text::visibleLine(text::localised(tool.api));
        //: What a tool does with the person's things or words, beside its name
        const auto does = tool.effect == EffectView::Egress ? tr("sends") : tr("writes");
        auto* tick = new ToolTick(
            api.isEmpty() ? tr("%1 · %2").arg(title, does) : tr("%1 · %2 · %3").arg(title, api, does), list_);
        tick->setObjectName(QStringLiteral("toolTick:") + tool.name);
        tick->setChecked(ticked.contains(tool.name));
        connect(tick, &QCheckBox::toggled, this, [this, name = tool.name](bool on) { Q_EMIT this->ticked(name, on); });
        rows_->addWidget(tick);
    }
}

void ToolPicker::fit()
{
    const QSize whole = window()->size();
    const QRect button(opener_->mapTo(window(), QPoint()), opener_->size());
    const int width = std::min(pickerWidth, whole.width() - 2 * Space::Small);
    const int wanted = std::min(list_->sizeHint().height(), mostListHeight);
    scroll_->setFixedHeight(wanted);
    const int around = layout()->totalHeightForWidth(width) - wanted;
    const int room = std::max(button.top() - Space::Small - around, int{theme::Size::Control});
    scroll_->setFixedHeight(std::min(wanted, room));
    const int height = around + scroll_->height();
    const int left = std::clamp(button.right() + 1 - width, int{Space::Small},
                                std::max(int{Space::Small}, whole.width() - width - Space::Small));
    setGeometry(left, std::max(0, button.top() - Space::Hair - height), width, height);
}

void ToolPicker::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const auto& colors = theme::colors(palette());
    theme::paintBox(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::Radius::Card, colors.card,
                    colors.borderStrong);
}

void ToolPicker::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Escape: shut(); return;
    case Qt::Key_Down: focusNextPrevChild(true); return;
    case Qt::Key_Up: focusNextPrevChild(false); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: return;
    default: QFrame::keyPressEvent(event);
    }
}

/// Goes round inside the list: what lies under it cannot be seen to have the focus.
bool ToolPicker::focusNextPrevChild(bool next)
{
    const auto ticks = list_->findChildren<QCheckBox*>();
    if (ticks.isEmpty()) return false;
    const qsizetype at = ticks.indexOf(qobject_cast<QCheckBox*>(QApplication::focusWidget()));
    const qsizetype from = at < 0 && !next ? 0 : at;
    auto* tick = ticks[(from + (next ? 1 : ticks.size() - 1)) % ticks.size()];
    tick->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    scroll_->ensureWidgetVisible(tick);
    return true;
}

bool ToolPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::FocusIn) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        const bool inside = widget == this || widget == opener_ || isAncestorOf(widget); // its button closes it itself
        if (widget && !inside) shut();
    }
    const bool moved = event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Resize;
    if ((moved && watched == window()) || (event->type() == QEvent::Hide && watched == opener_)) shut();
    return QFrame::eventFilter(watched, event);
}

void ToolPicker::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) shut();
}

} // namespace ui::composer
