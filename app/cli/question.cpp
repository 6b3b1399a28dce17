#include "app/cli/question.h"

#include "app/cli/call_words.h"
#include "app/cli/json_form.h"
#include "core/base/whole_characters.h"

#include <algorithm>

namespace app::cli {

using core::interfaces::MessageView;
using core::interfaces::ToolCardView;
using core::interfaces::Transcript;

namespace {

// A model may name a tool that there is not.
QString named(const QString& tool)
{
    const bool plain = std::all_of(tool.begin(), tool.end(), [](QChar c) {
        return c.unicode() < 0x80 &&
               (c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-') || c == QLatin1Char('.'));
    });
    return plain && !tool.isEmpty() ? tool : quoted(tool);
}

bool settled(const MessageView& view)
{
    return view.state != MessageView::State::Streaming && view.state != MessageView::State::NotLoaded &&
           std::none_of(view.cards.begin(), view.cards.end(),
                        [](const ToolCardView& card) { return card.state == ToolCardView::State::Running; });
}

} // namespace

Question::Question(core::interfaces::OpenConversation conversation, Console& console)
    : conversation_(std::move(conversation))
    , console_(console)
{}

void Question::ask(const core::interfaces::ComposedText& text)
{
    connect(conversation_.transcript.get(), &Transcript::textAppended, this, &Question::report);
    connect(conversation_.transcript.get(), &Transcript::rowsChanged, this, &Question::report);
    // The last rows are read back from the store right after the turn.
    connect(conversation_.turns.get(), &core::interfaces::Turns::runningChanged, this, &Question::report,
            Qt::QueuedConnection);
    core::onReady(conversation_.turns->send(text), this, [this](const core::Result<>& sent) {
        if (!sent) {
            Q_EMIT failed(sent.error());
            return;
        }
        sent_ = true;
        report();
    });
}

void Question::stop()
{
    conversation_.turns->stop();
}

// Says every row that is settled, which means that it is on the disk, and of the first one that is not, its words so
// far.
void Question::report()
{
    if (ended_ || !sent_) return;
    for (const int rows = conversation_.transcript->count(); row_ < rows; ++row_) {
        const auto view = conversation_.transcript->at(row_);
        if (view.speaker == MessageView::Speaker::Person) continue;
        const bool whole = settled(view);
        const auto length = whole ? view.text.size() : core::wholeCharacters(view.text, view.text.size());
        if (!console_.json() && length > spoken_) console_.words(view.text.mid(spoken_, length - spoken_));
        spoken_ = std::max(spoken_, length);
        if (!whole) return;
        reportRow(view);
        spoken_ = 0;
    }
    if (conversation_.turns->running() || std::exchange(ended_, true)) return;
    const int rows = conversation_.transcript->count();
    Q_EMIT ended(rows > 1 ? conversation_.transcript->at(rows - 1) : MessageView());
}

void Question::reportRow(const MessageView& view)
{
    if (console_.json()) {
        if (!view.text.isEmpty()) console_.result(textJson(view.text));
        for (const auto& card : view.cards)
            console_.result(callJson(card));
        return;
    }
    console_.endWords();
    for (const auto& card : view.cards) {
        const auto status = card.why.httpStatus ? QStringLiteral(" (HTTP %1)").arg(card.why.httpStatus) : QString();
        // The model chose it: between quotes it cannot go on as if it were the facts behind it.
        const auto target = card.target.isEmpty() ? QString() : QLatin1Char(' ') + quoted(card.target);
        console_.fact(QStringLiteral("[%1] %2%3 as %4%5")
                          .arg(stateName(card.state), named(card.tool), target, card.why.subject, status));
        if (const auto sentence = endingSentence(card); !sentence.isEmpty()) console_.fact(sentence);
        // Somebody's words, so they stand where a model's do.
        if (!card.unapproved.reason.isEmpty()) console_.words(card.unapproved.reason);
        console_.endWords();
    }
}

} // namespace app::cli
