#include "ui/theme/icon.h"

#include <QtGui/QGuiApplication>
#include <QtGui/QIconEngine>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

namespace ui::theme {

namespace {

/// Strokes on a grid of 24 by 24.
class Pen {
public:
    void line(qreal x1, qreal y1, qreal x2, qreal y2)
    {
        path_.moveTo(x1, y1);
        path_.lineTo(x2, y2);
    }
    void polyline(std::initializer_list<QPointF> points, bool closed = false)
    {
        path_.moveTo(*points.begin());
        for (const QPointF& point : points)
            path_.lineTo(point);
        if (closed) path_.closeSubpath();
    }
    void circle(qreal x, qreal y, qreal radius) { path_.addEllipse(QPointF(x, y), radius, radius); }
    void box(qreal x, qreal y, qreal width, qreal height, qreal radius)
    {
        path_.addRoundedRect(QRectF(x, y, width, height), radius, radius);
    }
    void arc(qreal x, qreal y, qreal radius, qreal from, qreal sweep)
    {
        const QRectF box(x - radius, y - radius, 2 * radius, 2 * radius);
        path_.arcMoveTo(box, from);
        path_.arcTo(box, from, sweep);
    }
    void dot(qreal x, qreal y, qreal radius = 1.2) { filled_.addEllipse(QPointF(x, y), radius, radius); }
    void curve(QPointF from, QPointF control1, QPointF control2, QPointF to)
    {
        path_.moveTo(from);
        path_.cubicTo(control1, control2, to);
    }
    QPainterPath& filled() { return filled_; }
    [[nodiscard]] const QPainterPath& path() const { return path_; }

private:
    QPainterPath path_;
    QPainterPath filled_;
};

void actionIcon(Pen& pen, Icon name)
{
    switch (name) {
    case Icon::Plus: pen.line(12, 5, 12, 19), pen.line(5, 12, 19, 12); break;
    case Icon::Search: pen.circle(10.5, 10.5, 6), pen.line(15, 15, 20, 20); break;
    case Icon::Send: pen.line(12, 19.5, 12, 5), pen.polyline({{5.5, 11.5}, {12, 5}, {18.5, 11.5}}); break;
    case Icon::Stop: pen.filled().addRoundedRect(QRectF(7, 7, 10, 10), 2, 2); break;
    case Icon::Retry: pen.arc(12, 12, 7.5, 60, 290), pen.polyline({{16.2, 2.6}, {16, 5.6}, {19.2, 6.2}}); break;
    case Icon::Copy: pen.box(9, 9, 11, 11, 2), pen.polyline({{5.8, 15}, {4, 15}, {4, 4}, {15, 4}, {15, 5.8}}); break;
    case Icon::Check: pen.polyline({{5, 12.5}, {10, 17.5}, {19.5, 7}}); break;
    case Icon::Cross: pen.line(6, 6, 18, 18), pen.line(18, 6, 6, 18); break;
    case Icon::ChevronDown: pen.polyline({{6, 9.5}, {12, 15.5}, {18, 9.5}}); break;
    case Icon::ChevronUp: pen.polyline({{6, 14.5}, {12, 8.5}, {18, 14.5}}); break;
    case Icon::ChevronLeft: pen.polyline({{14.5, 6}, {8.5, 12}, {14.5, 18}}); break;
    case Icon::ChevronRight: pen.polyline({{9.5, 6}, {15.5, 12}, {9.5, 18}}); break;
    case Icon::ArrowDown: pen.line(12, 5, 12, 19), pen.polyline({{5.5, 12.5}, {12, 19}, {18.5, 12.5}}); break;
    case Icon::External:
        pen.polyline({{13.5, 4.5}, {19.5, 4.5}, {19.5, 10.5}}), pen.line(19.5, 4.5, 11, 13);
        pen.polyline({{10, 6}, {5, 6}, {5, 19}, {18, 19}, {18, 14}});
        break;
    case Icon::SignOut:
        pen.polyline({{11, 4.5}, {5, 4.5}, {5, 19.5}, {11, 19.5}}), pen.line(10, 12, 20, 12);
        pen.polyline({{16, 8}, {20, 12}, {16, 16}});
        break;
    case Icon::Trash:
        pen.line(4.5, 6.5, 19.5, 6.5), pen.polyline({{9, 6.5}, {9, 4}, {15, 4}, {15, 6.5}});
        pen.polyline({{6.5, 6.5}, {7.3, 20}, {16.7, 20}, {17.5, 6.5}});
        break;
    case Icon::Pencil:
        pen.polyline({{4.5, 19.5}, {5.5, 15}, {16, 4.5}, {19.5, 8}, {9, 18.5}}, true), pen.line(13.5, 7, 17, 10.5);
        break;
    default: break;
    }
}

void thingIcon(Pen& pen, Icon name)
{
    switch (name) {
    case Icon::Warning:
        pen.polyline({{12, 4}, {21, 19.5}, {3, 19.5}}, true), pen.line(12, 10, 12, 14), pen.dot(12, 16.8, 1.1);
        break;
    case Icon::Info: pen.circle(12, 12, 8.5), pen.line(12, 11, 12, 16.2), pen.dot(12, 7.9, 1.1); break;
    case Icon::Question:
        pen.circle(12, 12, 8.5), pen.curve({9.5, 9.8}, {9.6, 6.4}, {14.6, 6.6}, {14.4, 9.8});
        pen.curve({14.4, 9.8}, {14.2, 11.4}, {12, 11.6}, {12, 13.6}), pen.dot(12, 16.6, 1.1);
        break;
    case Icon::Blocked: pen.circle(12, 12, 8.5), pen.line(6.2, 6.2, 17.8, 17.8); break;
    case Icon::Lock:
        pen.box(5, 11, 14, 9.5, 2), pen.arc(12, 8.5, 4, 0, 180), pen.line(8, 8.5, 8, 11), pen.line(16, 8.5, 16, 11);
        break;
    case Icon::Key: pen.circle(8, 15.5, 4.2), pen.line(11, 12.5, 19.5, 4), pen.line(16.2, 7.3, 19.2, 10.3); break;
    case Icon::People:
        pen.circle(9, 8.5, 3.6), pen.arc(9, 20, 6.2, 5, 170), pen.arc(16, 8.5, 3.4, -80, 170),
            pen.arc(15.8, 20, 5.6, 5, 62);
        break;
    case Icon::Globe:
        pen.circle(12, 12, 8.5), pen.line(3.5, 12, 20.5, 12), pen.curve({12, 3.5}, {6.5, 8.5}, {6.5, 15.5}, {12, 20.5});
        pen.curve({12, 3.5}, {17.5, 8.5}, {17.5, 15.5}, {12, 20.5});
        break;
    case Icon::Computer: pen.box(3.5, 5, 17, 11, 2), pen.line(12, 16, 12, 19.5), pen.line(8, 19.5, 16, 19.5); break;
    case Icon::Building:
        pen.box(5.5, 3.5, 13, 17, 1.5);
        for (const qreal y : {7.5, 11.5})
            pen.dot(9.5, y, 1.0), pen.dot(14.5, y, 1.0);
        pen.polyline({{10, 20.5}, {10, 16}, {14, 16}, {14, 20.5}});
        break;
    case Icon::Flask:
        pen.line(8.5, 3.5, 15.5, 3.5),
            pen.polyline(
                {{10, 3.5}, {10, 9.5}, {4.8, 18.5}, {6, 20.5}, {18, 20.5}, {19.2, 18.5}, {14, 9.5}, {14, 3.5}});
        pen.line(7.2, 15, 16.8, 15);
        break;
    case Icon::Shield:
        pen.polyline({{12, 3.5}, {19, 6}, {19, 12}}), pen.curve({19, 12}, {19, 16.5}, {15.5, 19.2}, {12, 20.5});
        pen.curve({12, 20.5}, {8.5, 19.2}, {5, 16.5}, {5, 12}), pen.polyline({{5, 12}, {5, 6}, {12, 3.5}});
        break;
    case Icon::Clock: pen.circle(12, 12, 8.5), pen.polyline({{12, 7}, {12, 12}, {15.5, 14}}); break;
    case Icon::Spark:
        pen.curve({12, 3.5}, {12.6, 9.4}, {14.6, 11.4}, {20.5, 12}),
            pen.curve({20.5, 12}, {14.6, 12.6}, {12.6, 14.6}, {12, 20.5});
        pen.curve({12, 20.5}, {11.4, 14.6}, {9.4, 12.6}, {3.5, 12}),
            pen.curve({3.5, 12}, {9.4, 11.4}, {11.4, 9.4}, {12, 3.5});
        break;
    case Icon::Gear:
        pen.circle(12, 12, 3.2);
        {
            QPainterPath teeth;
            for (int tooth = 0; tooth < 8; ++tooth) {
                QTransform turn;
                turn.translate(12, 12);
                turn.rotate(45.0 * tooth);
                teeth.moveTo(turn.map(QPointF(0, -6.6)));
                teeth.lineTo(turn.map(QPointF(0, -9)));
            }
            pen.circle(12, 12, 6.6);
            for (int tooth = 0; tooth < 8; ++tooth) {
                const auto from = teeth.elementAt(2 * tooth);
                const auto to = teeth.elementAt(2 * tooth + 1);
                pen.line(from.x, from.y, to.x, to.y);
            }
        }
        break;
    default: actionIcon(pen, name); break;
    }
}

class Engine final : public QIconEngine {
public:
    Engine(Icon name, Ink ink)
        : name_(name)
        , ink_(ink)
    {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        const Colors& c = colors(QGuiApplication::palette());
        painter->save();
        if (mode == QIcon::Disabled) painter->setOpacity(0.5);
        paintIcon(*painter, name_, rect, theme::ink(c, ink_));
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new Engine(*this); }

private:
    Icon name_;
    Ink ink_;
};

class MarkEngine final : public QIconEngine {
public:
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode /*mode*/, QIcon::State /*state*/) override
    {
        paintMark(*painter, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new MarkEngine; }
};

} // namespace

QIcon icon(Icon name, Ink colour)
{
    return QIcon(new Engine(name, colour)); // QIcon owns it
}

void paintIcon(QPainter& painter, Icon name, const QRectF& box, const QColor& colour)
{
    Pen pen;
    thingIcon(pen, name);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(box.width() / 24, box.height() / 24);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(pen.path());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPath(pen.filled());
    painter.restore();
}

QIcon mark()
{
    return QIcon(new MarkEngine); // QIcon owns it
}

void paintMark(QPainter& painter, const QRectF& box)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(box.width() / 64, box.height() / 64);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x22, 0x3A, 0x6B));
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 15, 15);
    // The gate: a bowed top beam, a tie beam, two posts, and the bar that is let down between them.
    const QColor vermilion(0xE2, 0x5B, 0x45);
    painter.setBrush(vermilion);
    QPainterPath roof;
    roof.moveTo(11, 15);
    roof.quadTo(32, 20, 53, 15);
    roof.lineTo(52, 22);
    roof.quadTo(32, 26, 12, 22);
    roof.closeSubpath();
    painter.drawPath(roof);
    painter.drawRoundedRect(QRectF(16, 29, 32, 4.6), 1, 1);
    painter.drawRoundedRect(QRectF(19, 21, 5.6, 31), 1, 1);
    painter.drawRoundedRect(QRectF(39.4, 21, 5.6, 31), 1, 1);
    painter.setBrush(QColor(0xFB, 0xFA, 0xF7));
    painter.drawRoundedRect(QRectF(25.6, 41, 12.8, 3.4), 1.7, 1.7);
    painter.restore();
}

} // namespace ui::theme
