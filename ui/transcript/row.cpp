#include "ui/transcript/row.h"

#include "ui/text/visible_text.h"
#include "ui/theme/tokens.h"
#include "ui/transcript/may_act_piece.h"
#include "ui/transcript/row_widgets.h"
#include "ui/transcript/text_piece.h"
#include "ui/transcript/widget_pieces.h"

#include <QtWidgets/QApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace ui::transcript {

using core::interfaces::MessageView;
using core::interfaces::ToolCardView;
using markdown::Block;
using theme::Space;
using State = MessageView::State;

namespace {

constexpr int reasoningOrdinal = -1'000'000;

QString withMarker(const Block& block)
{
    QString marker;
    for (const auto& container : block.containers) {
        if (container.kind == markdown::Container::Kind::Quote) {
            marker += QStringLiteral("> ");
            continue;
        }
        if (!container.first) {
            marker += QStringLiteral("  ");
            continue;
        }
        switch (container.marker) {
        case markdown::Container::Marker::None: break;
        case markdown::Container::Marker::Bullet: marker += QStringLiteral("- "); break;
        case markdown::Container::Marker::Number:
            marker += QString::number(container.number) + QStringLiteral(". ");
            break;
        case markdown::Container::Marker::TaskOpen: marker += QStringLiteral("[ ] "); break;
        case markdown::Container::Marker::TaskDone: marker += QStringLiteral("[x] "); break;
        }
    }
    return marker;
}

bool isListLine(const Block& block)
{
    return !block.containers.isEmpty() && block.kind == Block::Kind::Paragraph;
}

} // namespace

/// The pieces there were, by what they are.
struct Row::Old {
    std::map<int, std::unique_ptr<Piece>> texts;
    std::map<QString, std::unique_ptr<Piece>> cards;
    std::unique_ptr<Piece> mayAct;
    std::unique_ptr<Piece> end;
    std::unique_ptr<Piece> chips;
    std::unique_ptr<Piece> reasoning;
    std::unique_ptr<Piece> thinking;
};

Row::Row(RowHost& host)
    : host_(host)
{}

Row::~Row() = default;

void Row::takeOld(Old& old)
{
    for (auto& piece : pieces_) {
        Piece* raw = piece.get();
        if (auto* text = dynamic_cast<TextPiece*>(raw))
            old.texts[text->ordinal()] = std::move(piece);
        else if (auto* card = dynamic_cast<CardPiece*>(raw))
            old.cards[card->card().id.text()] = std::move(piece);
        else if (dynamic_cast<MayActPiece*>(raw))
            old.mayAct = std::move(piece);
        else if (dynamic_cast<EndPiece*>(raw))
            old.end = std::move(piece);
        else if (dynamic_cast<ChipsPiece*>(raw))
            old.chips = std::move(piece);
        else if (dynamic_cast<ReasoningPiece*>(raw))
            old.reasoning = std::move(piece);
        else if (dynamic_cast<ThinkingPiece*>(raw))
            old.thinking = std::move(piece);
    }
    pieces_.clear();
    heights_.clear();
    laidOut_.clear();
}

void Row::add(std::unique_ptr<Piece> piece)
{
    // Whole pixels, so that sums are exact and nothing shifts by one.
    heights_.append(piece->knownHeight >= 0 ? piece->knownHeight : std::round(piece->guess(facts_.width, facts_.line)));
    if (piece->measured()) laidOut_.push_back(pieces_.size());
    pieces_.push_back(std::move(piece));
}

void Row::addTexts(Old& old, const QList<Block>& blocks, int firstOrdinal, bool bubble)
{
    const TextLook look = bubble ? TextLook::Bubble : firstOrdinal < 0 ? TextLook::Reasoning : TextLook::Prose;
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        const int ordinal = firstOrdinal + static_cast<int>(i);
        std::unique_ptr<Piece> piece;
        if (const auto found = old.texts.find(ordinal); found != old.texts.end()) piece = std::move(found->second);
        if (!piece) piece = std::make_unique<TextPiece>(host_, id_, look, ordinal);
        auto* text = static_cast<TextPiece*>(piece.get());
        text->setBlock(blocks.at(i), !bubble && i > 0 ? &blocks.at(i - 1) : nullptr);
        if (bubble) text->setBubbleEnds(i == 0, i + 1 == blocks.size());
        add(std::move(piece));
    }
}

void Row::addReasoning(Old& old, const QString& reasoning)
{
    if (reasoning.isEmpty()) return;
    auto piece = old.reasoning ? std::move(old.reasoning) : std::make_unique<ReasoningPiece>(host_, id_);
    static_cast<ReasoningPiece*>(piece.get())->setOpen(facts_.reasoningOpen);
    add(std::move(piece));
    if (!facts_.reasoningOpen) return;
    addTexts(old, markdown::plainBlocks(reasoning), reasoningOrdinal, false);
    add(std::make_unique<GapPiece>(Space::Small));
}

void Row::addCards(Old& old, const QList<ToolCardView>& cards)
{
    for (const auto& card : cards) {
        const auto found = old.cards.find(card.id.text());
        std::unique_ptr<Piece> piece;
        if (found != old.cards.end()) piece = std::move(found->second);
        if (piece)
            static_cast<CardPiece*>(piece.get())->setCard(card);
        else
            piece = std::make_unique<CardPiece>(host_, card);
        add(std::move(piece));
    }
}

void Row::addEnd(Old& old, const MessageView& message)
{
    if (!EndLine::sentence(message).isEmpty()) {
        const bool failed =
            ((state_ == State::Failed || state_ == State::Stopped) && facts_.canRepeat) || state_ == State::Interrupted;
        auto piece = old.end ? std::move(old.end) : std::make_unique<EndPiece>(host_);
        static_cast<EndPiece*>(piece.get())
            ->setMessage(message, facts_.last && !facts_.running && (failed || (message.refused && facts_.canRepeat)));
        add(std::move(piece));
    }
    const bool settled = state_ != State::Streaming && !facts_.running;
    if (facts_.last && settled && !message.suggestions.isEmpty()) {
        auto piece = old.chips ? std::move(old.chips) : std::make_unique<ChipsPiece>(host_);
        static_cast<ChipsPiece*>(piece.get())->setSuggestions(message.suggestions);
        add(std::move(piece));
    }
    add(std::make_unique<GapPiece>(facts_.endsRun ? MessageBar::Height + Space::Hair : Space::Small + Space::Hair));
}

void Row::setMessage(const MessageView& message, const RowFacts& facts)
{
    Old old;
    takeOld(old);
    id_ = message.id;
    state_ = message.state;
    fromPerson_ = message.speaker == MessageView::Speaker::Person;
    atUtc_ = message.atUtc;
    facts_ = facts;
    offersAgain_ = facts.last && !facts.running && facts.canRepeat && !fromPerson_ && state_ == State::Complete &&
                   !message.refused;
    pending_.clear(); // message.text has it
    const double above = facts.first ? Space::Large : facts.startsRun && fromPerson_ ? Space::Medium : 0;
    add(std::make_unique<GapPiece>(above, facts.day));
    if (!fromPerson_) addReasoning(old, message.reasoning);
    const bool waiting = state_ == State::Streaming && message.text.isEmpty() && message.cards.isEmpty();
    if (waiting && !fromPerson_) {
        add(old.thinking ? std::move(old.thinking) : std::make_unique<ThinkingPiece>());
    }
    bodyStart_ = pieces_.size();
    if (fromPerson_) {
        addTexts(old, markdown::plainBlocks(message.text), 0, true);
    } else {
        stream_.setText(message.text);
        if (state_ != State::Streaming) stream_.finish();
        addTexts(old, stream_.blocks(), 0, false);
    }
    bodyEnd_ = pieces_.size();
    if (fromPerson_ && !message.mayAct.isEmpty()) {
        auto piece = old.mayAct ? std::move(old.mayAct) : std::make_unique<MayActPiece>();
        static_cast<MayActPiece*>(piece.get())->setTools(message.mayAct);
        add(std::move(piece));
    }
    addCards(old, message.cards);
    addEnd(old, message);
}

bool Row::flush()
{
    if (pending_.isEmpty()) return true;
    if (fromPerson_ || stream_.text().isEmpty()) return false;
    const auto changed = static_cast<std::size_t>(stream_.append(std::exchange(pending_, {})));
    const std::size_t keep = bodyStart_ + changed;
    // Cards can stand below the text already: they move down as they are.
    std::vector<std::unique_ptr<Piece>> below;
    for (std::size_t i = bodyEnd_; i < pieces_.size(); ++i)
        below.push_back(std::move(pieces_[i]));
    Old old;
    for (std::size_t i = keep; i < bodyEnd_; ++i) {
        const int ordinal = static_cast<TextPiece*>(pieces_[i].get())->ordinal();
        old.texts[ordinal] = std::move(pieces_[i]);
    }
    pieces_.resize(keep);
    heights_.truncate(keep);
    std::erase_if(laidOut_, [keep](std::size_t index) { return index >= keep; });
    const auto& blocks = stream_.blocks();
    for (auto i = static_cast<qsizetype>(changed); i < blocks.size(); ++i) {
        const auto ordinal = static_cast<int>(i);
        auto found = old.texts.find(ordinal);
        std::unique_ptr<Piece> piece;
        if (found != old.texts.end()) piece = std::move(found->second);
        if (!piece) piece = std::make_unique<TextPiece>(host_, id_, TextLook::Prose, ordinal);
        static_cast<TextPiece*>(piece.get())->setBlock(blocks.at(i), i > 0 ? &blocks.at(i - 1) : nullptr);
        add(std::move(piece));
    }
    bodyEnd_ = pieces_.size();
    for (auto& piece : below)
        add(std::move(piece));
    return true;
}

bool Row::measure(double from, double to, int width, const QPalette& palette, QWidget* parent)
{
    bool changed = false;
    if (pieces_.empty()) return false;
    std::size_t index = heights_.at(std::max(0.0, from));
    double top = heights_.top(index);
    for (; index < pieces_.size() && top <= to; ++index) {
        Piece& piece = *pieces_[index];
        if (!piece.measured()) {
            piece.makeWidget(parent);
            const double height = piece.measure(width, palette);
            if (height != heights_.height(index)) changed = true;
            heights_.set(index, height);
            const auto place = std::lower_bound(laidOut_.begin(), laidOut_.end(), index);
            if (place == laidOut_.end() || *place != index) laidOut_.insert(place, index);
        }
        top += heights_.height(index);
    }
    return changed;
}

void Row::releaseOutside(double from, double to)
{
    std::erase_if(laidOut_, [&](std::size_t index) {
        const double top = heights_.top(index);
        if (top + heights_.height(index) >= from && top <= to) return false;
        Piece& piece = *pieces_[index];
        piece.release();
        return !piece.measured();
    });
}

void Row::forgetLayouts()
{
    for (std::size_t index = 0; index < pieces_.size(); ++index) {
        Piece& piece = *pieces_[index];
        piece.knownHeight = -1;
        if (auto* widget = dynamic_cast<WidgetPiece*>(&piece))
            widget->remeasure();
        else
            piece.release();
    }
    std::erase_if(laidOut_, [this](std::size_t index) { return pieces_[index]->widget() == nullptr; });
}

void Row::remeasureWidgets()
{
    for (const std::size_t index : laidOut_) {
        if (auto* widget = dynamic_cast<WidgetPiece*>(pieces_[index].get())) widget->remeasure();
    }
}

TextPiece* Row::text(std::size_t index) const
{
    return dynamic_cast<TextPiece*>(pieces_[index].get());
}

QString Row::textBetween(const TextPosition* from, const TextPosition* to) const
{
    QString result;
    const Block* before = nullptr;
    for (const auto& piece : pieces_) {
        const auto* text = dynamic_cast<const TextPiece*>(piece.get());
        if (!text) {
            // Cards and end lines stand after the body: they are in between when the selection goes beyond the row.
            const bool told = dynamic_cast<const CardPiece*>(piece.get()) ||
                              dynamic_cast<const EndPiece*>(piece.get()) ||
                              dynamic_cast<const MayActPiece*>(piece.get());
            if (!told || to) continue;
            if (!result.isEmpty()) result += QStringLiteral("\n\n");
            result += piece->text();
            before = nullptr;
            continue;
        }
        if ((from && text->ordinal() < from->block) || (to && text->ordinal() > to->block)) continue;
        const QString whole = text->text();
        const qsizetype start = from && text->ordinal() == from->block ? std::min(from->offset, whole.size()) : 0;
        const qsizetype end = to && text->ordinal() == to->block ? std::min(to->offset, whole.size()) : whole.size();
        const Block& block = text->block();
        if (!result.isEmpty()) {
            const bool close = block.continued || (before && isListLine(*before) && isListLine(block));
            if (!block.sameLine) result += close ? QStringLiteral("\n") : QStringLiteral("\n\n");
        }
        if (start == 0) result += withMarker(block);
        result += whole.mid(start, std::max<qsizetype>(0, end - start));
        before = &block;
    }
    return result;
}

QString Row::codeFrom(qsizetype block) const
{
    QString code;
    for (std::size_t i = bodyStart_ + static_cast<std::size_t>(block); i < bodyEnd_; ++i) {
        const TextPiece* piece = text(i);
        if (!piece || piece->block().kind != Block::Kind::Code) break;
        const bool first = i == bodyStart_ + static_cast<std::size_t>(block);
        if (!first && !piece->block().continued) break;
        if (!first && !piece->block().sameLine) code += QLatin1Char('\n');
        code += piece->text();
    }
    return code;
}

QWidget* Row::cardWidget(const core::CallId& call) const
{
    for (const auto& piece : pieces_) {
        const auto* card = dynamic_cast<const CardPiece*>(piece.get());
        if (card && card->card().id == call) return card->widget();
    }
    return nullptr;
}

bool Row::hasFocus() const
{
    QWidget* focused = QApplication::focusWidget();
    if (!focused) return false;
    for (const std::size_t index : laidOut_) {
        const QWidget* widget = pieces_[index]->widget();
        if (widget && (widget == focused || widget->isAncestorOf(focused))) return true;
    }
    return false;
}

} // namespace ui::transcript
