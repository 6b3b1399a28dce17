#include "ui/approvals/stillness.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QWidget>

#include <algorithm>

namespace ui::approvals {
namespace {

Stillness::Now systemNow()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return std::chrono::milliseconds(timer.elapsed()); };
}

/// Of those that lie in the same parent, the ones that are painted later. Qt's own visibleRegion() leaves out whatever
/// is not opaque.
bool isUnderSibling(const QWidget& watched)
{
    for (const QWidget* part = &watched; !part->isWindow() && part->parentWidget(); part = part->parentWidget()) {
        const QWidget* parent = part->parentWidget();
        const QRect place(watched.mapTo(parent, QPoint()), watched.size());
        bool above = false;
        for (const QObject* child : parent->children()) {
            if (child == part) {
                above = true;
                continue;
            }
            if (!above || !child->isWidgetType()) continue;
            const auto* other = static_cast<const QWidget*>(child);
            if (!other->isWindow() && other->isVisible() && other->geometry().intersects(place)) return true;
        }
    }
    return false;
}

/// Windows of this program that stay above the active one.
bool isUnderWindow(const QWidget& watched, const QRect& place)
{
    const auto windows = QApplication::topLevelWidgets();
    return std::any_of(windows.begin(), windows.end(), [&](const QWidget* other) {
        if (other == watched.window() || !other->isVisible() || other->isMinimized()) return false;
        switch (other->windowType()) {
        case Qt::Window: return false;
        default: return other->frameGeometry().intersects(place);
        }
    });
}

} // namespace

Stillness::Stillness(QWidget* watched, Now now)
    : QObject(watched)
    , watched_(watched)
    , now_(now ? std::move(now) : systemNow())
{
    timer_.setInterval(lookEvery);
    connect(&timer_, &QTimer::timeout, this, &Stillness::look);
    // Of the program, because the window that the part is in may be another one later.
    qApp->installEventFilter(this);
    connect(qApp, &QGuiApplication::applicationStateChanged, this, &Stillness::disturb);
    lookedAt_ = now_();
    if (watched_->isVisible()) timer_.start();
}

void Stillness::setNeeded(std::chrono::milliseconds needed)
{
    needed_ = needed;
    disturb();
}

void Stillness::disturb()
{
    last_ = {};
    look();
}

bool Stillness::isStill()
{
    look();
    return still_;
}

std::optional<QRect> Stillness::place() const
{
    if (!watched_->isVisible() || watched_->window()->isMinimized() || !watched_->isActiveWindow()) return {};
    if (QApplication::activePopupWidget()) return {};
    const auto* modal = QApplication::activeModalWidget();
    if (modal && modal != watched_->window()) return {};
    // A part that is scrolled or clipped away was not read.
    if (watched_->visibleRegion().boundingRect() != watched_->rect() || isUnderSibling(*watched_)) return {};
    const QRect there(watched_->mapToGlobal(QPoint()), watched_->size());
    if (isUnderWindow(*watched_, there)) return {};
    return there;
}

void Stillness::look()
{
    const auto now = now_();
    const auto there = place();
    if (there && there == last_)
        seen_ += std::clamp(now - lookedAt_, std::chrono::milliseconds(0), mostForOneLook);
    else
        seen_ = std::chrono::milliseconds(0);
    last_ = there;
    lookedAt_ = now;
    const bool still = there && seen_ >= needed_;
    if (still == still_) return;
    still_ = still;
    Q_EMIT changed(still_);
}

/// The part itself, and what it lies in.
bool Stillness::concerns(const QObject* object) const
{
    if (object == watched_) return true;
    return object->isWidgetType() && static_cast<const QWidget*>(object)->isAncestorOf(watched_);
}

/// A menu, a dialog, anything that takes the view or the mouse away from the part for a moment; no tool tip.
bool Stillness::isAnotherWindow(const QObject* object) const
{
    if (!object->isWidgetType()) return false;
    const auto* widget = static_cast<const QWidget*>(object);
    return widget->isWindow() && widget != watched_->window() && widget->windowType() != Qt::ToolTip;
}

bool Stillness::eventFilter(QObject* object, QEvent* event)
{
    switch (event->type()) {
    case QEvent::WindowActivate:
    case QEvent::WindowDeactivate:
    case QEvent::WindowStateChange:
        if (object == watched_->window()) disturb();
        break;
    case QEvent::Show:
    case QEvent::Hide:
        if (object == watched_) {
            if (event->type() == QEvent::Show)
                timer_.start();
            else
                timer_.stop();
        }
        if (isAnotherWindow(object)) disturb(); // also one that comes and goes between two looks
        [[fallthrough]];
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::ParentChange:
        if (concerns(object)) disturb();
        break;
    case QEvent::LayoutRequest:
    case QEvent::FontChange:
    case QEvent::PaletteChange:
    case QEvent::LanguageChange:
        if (object == watched_) disturb();
        break;
    default: break;
    }
    return false;
}

} // namespace ui::approvals
