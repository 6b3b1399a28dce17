#pragma once

#include <QtCore/QFlags>
#include <QtCore/QList>
#include <QtCore/QString>

/// Text written by a model, taken apart for drawing. No markup of the source survives as markup: everything here is
/// plain text with a style beside it, and no address is ever followed while drawing.
namespace ui::markdown {

enum class Style {
    Bold = 0x01,
    Italic = 0x02,
    Strike = 0x04,
    Code = 0x08,
    Image = 0x10, ///< stands for a picture, which is not fetched: its description, or its address
};
Q_DECLARE_FLAGS(Styles, Style)
Q_DECLARE_OPERATORS_FOR_FLAGS(Styles)

/// `length` characters of an Inline's text from `start` on. What lies between spans is unstyled.
struct Span {
    qsizetype start = 0;
    qsizetype length = 0;
    Styles styles = {};
    int link = -1; ///< index into Inline::links, or none

    friend bool operator==(const Span&, const Span&) = default;
};

/// One run of text. Lines end with U+2028.
struct Inline {
    QString text;
    QList<Span> spans;
    QStringList links; ///< addresses as written, already found acceptable by isAcceptableLink()

    friend bool operator==(const Inline&, const Inline&) = default;
};

/// What a block stands in, outermost first.
struct Container {
    enum class Kind { Quote, Item };
    enum class Marker { None, Bullet, Number, TaskOpen, TaskDone };
    Kind kind = Kind::Quote;
    Marker marker = Marker::None;
    unsigned number = 0; ///< of a numbered item
    bool first = false;  ///< the block is the first in it: the marker is drawn beside it
    int id = 0;          ///< the same for all blocks in one container of one parse

    friend bool operator==(const Container&, const Container&) = default;
};

struct TableCell {
    Inline content;
    Qt::Alignment alignment = Qt::AlignLeft;

    friend bool operator==(const TableCell&, const TableCell&) = default;
};

/// A piece of the document that holds text itself. Lists and quotes are in `containers`.
struct Block {
    enum class Kind { Paragraph, Heading, Code, Table, Rule };
    Kind kind = Kind::Paragraph;
    QList<Container> containers;
    Inline content;                ///< Paragraph, Heading; Code: the text without styles
    int level = 0;                 ///< Heading: 1 to 6
    QString language;              ///< Code: letters, digits and + # - . at the start of the first word after the fence
    QList<QList<TableCell>> table; ///< Table: rows, the head first; all rows have the same length
    bool continued = false;        ///< Code, Table: goes on where the block before stopped
    bool sameLine = false;         ///< continued in the middle of a line

    friend bool operator==(const Block&, const Block&) = default;
};

/// The block's text for copying and for screen readers: cells with tabs between, rows and lines with newlines.
[[nodiscard]] QString plainText(const Block& block);

} // namespace ui::markdown
