#pragma once

#include "ui/theme/tokens.h"

#include <QtGui/QIcon>

class QPainter;
class QRectF;

namespace ui::theme {

/// Drawn by this program, on a grid of 24, so that they are sharp at every scale.
enum class Icon {
    Plus,
    Search,
    Send,
    Stop,
    Retry,
    Copy,
    Check,
    Cross,
    Warning,
    Info,
    Blocked,
    Lock,
    Key,
    People,
    Gear,
    ChevronDown,
    ChevronUp,
    ChevronLeft,
    ChevronRight,
    Globe,
    Computer,
    Building,
    Flask, ///< the demo organisation
    SignOut,
    Trash,
    Pencil,
    Shield,
    ArrowDown,
    External,
    Clock,
    Question,
    Spark, ///< the model
};

/// An icon that takes its colour when it is painted, so that a change of theme needs nothing more.
[[nodiscard]] QIcon icon(Icon name, Ink colour = Ink::Muted);
/// Paints it into `box`; for views that draw themselves.
void paintIcon(QPainter& painter, Icon name, const QRectF& box, const QColor& colour);
/// The mark in its own colours: a vermilion gate on indigo.
[[nodiscard]] QIcon mark();
void paintMark(QPainter& painter, const QRectF& box);

} // namespace ui::theme
