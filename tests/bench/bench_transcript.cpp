// What streaming and opening cost on the GUI thread. Not in ctest: it measures, and prints ratios of one run.
//   build/dev/tests/bench_transcript
#include "tests/fakes/fake_conversation.h"
#include "tests/ui/transcript/test_transcript.h"
#include "ui/markdown/markdown_stream.h"
#include "ui/theme/appearance.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QElapsedTimer>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cstdio>
#include <ctime>

using core::interfaces::MessageView;
using ui::transcript::TranscriptView;

namespace {

/// Prose, lists, code and tables, as models write them.
QString markdownOf(qsizetype characters)
{
    const QString unit = QString::fromUtf8(
        "## A heading\n\nA paragraph with **bold**, `code` and a [link](https://example.com/a) that goes on for some "
        "words so that it fills a line or two of the column it stands in.\n\n1. first\n2. second\n3. third\n\n"
        "日本語の**段落**です。もう少し長い文章を書いておきます。\n\n```cpp\nint main()\n{\n    return 0;\n}\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n");
    return unit.repeated(characters / unit.size() + 1).left(characters);
}

/// Of this thread, in nanoseconds: on a busy machine the wall clock measures the neighbours.
qint64 processorTime()
{
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return qint64{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

struct Frames {
    QList<double> milliseconds;

    [[nodiscard]] double at(double share) const
    {
        QList<double> sorted = milliseconds;
        std::sort(sorted.begin(), sorted.end());
        return sorted.at(static_cast<qsizetype>(share * static_cast<double>(sorted.size() - 1)));
    }
    [[nodiscard]] double mean() const
    {
        double sum = 0;
        for (const double one : milliseconds)
            sum += one;
        return sum / static_cast<double>(milliseconds.size());
    }
};

/// Microseconds of parsing per token at the end of a text of that length.
double parsingPerToken(qsizetype length)
{
    ui::markdown::MarkdownStream stream;
    stream.setText(markdownOf(length));
    constexpr int tokens = 2000;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < tokens; ++i)
        stream.append(i % 40 == 39 ? QStringLiteral("\n\n") : QStringLiteral("word "));
    return static_cast<double>(timer.nsecsElapsed()) / 1000 / tokens;
}

struct Streaming {
    Frames arranging; ///< parsing and layout
    Frames frames;    ///< with painting
};

/// 1,000 tokens a second, a frame every 16 ms, at the end of an answer of that length.
Streaming streaming(qsizetype length, const QString& separator)
{
    Streaming result;
    Frames& frames = result.frames;
    Frames& arranging = result.arranging;
    auto transcript = std::make_shared<FakeTranscript>();
    auto turns = std::make_shared<FakeTurns>(transcript, FakePerson{}, FakeTurns::Pace::ByHand);
    MessageView answer;
    answer.id = core::MessageId(QStringLiteral("1"));
    answer.state = MessageView::State::Streaming;
    answer.text = markdownOf(length);
    transcript->rows = {answer};
    TranscriptView view;
    view.resize(1000, 800);
    view.setTranscript(transcript, turns);
    view.show();
    QApplication::processEvents();
    for (int frame = 0; frame < 400; ++frame) {
        const qint64 start = processorTime();
        for (int token = 0; token < 16; ++token) {
            const bool end = (frame * 16 + token) % 60 == 59;
            Q_EMIT transcript->textAppended(0, end ? separator : QStringLiteral("word "));
        }
        view.arrangeNow();
        arranging.milliseconds.append(static_cast<double>(processorTime() - start) / 1e6);
        QApplication::processEvents(); // paints what changed
        frames.milliseconds.append(static_cast<double>(processorTime() - start) / 1e6);
    }
    return result;
}

void printStreaming(const char* name, const QString& separator)
{
    const Streaming small = streaming(10'000, separator);
    const Streaming large = streaming(1'000'000, separator);
    for (const auto* one : {&small, &large}) {
        std::printf("streaming, %s, at %s: layout mean %.2f ms p99 %.2f ms, frame mean %.2f ms p99 %.2f ms\n", name,
                    one == &small ? "10 kB" : "1 MB", one->arranging.mean(), one->arranging.at(0.99),
                    one->frames.mean(), one->frames.at(0.99));
    }
    std::printf("streaming, %s: ratio of a frame at 1 MB to one at 10 kB %.2f\n", name,
                large.frames.mean() / small.frames.mean());
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", qgetenv("QT_QPA_PLATFORM").isEmpty() ? "offscreen" : qgetenv("QT_QPA_PLATFORM"));
    QApplication application(argc, argv);
    ui::theme::Appearance appearance(application);

    const double small = parsingPerToken(10'000);
    const double large = parsingPerToken(1'000'000);
    std::printf("parsing: %.1f us a token at 10 kB, %.1f us at 1 MB, ratio %.2f\n", small, large, large / small);
    printStreaming("paragraphs", QStringLiteral("\n\n"));
    printStreaming("one paragraph without end", QStringLiteral(" "));
    printStreaming("list items", QStringLiteral("\n- item "));

    for (const int rows : {100, 10'000}) {
        auto transcript = std::make_shared<PagedTranscript>(rows);
        auto turns = std::make_shared<FakeTurns>(nullptr, FakePerson{}, FakeTurns::Pace::ByHand);
        TranscriptView view;
        view.resize(1000, 800);
        view.show();
        QApplication::processEvents();
        QElapsedTimer timer;
        timer.start();
        view.setTranscript(transcript, turns);
        view.arrangeNow(); // what was asked for has come
        view.viewport()->repaint();
        std::printf("opening %d rows: %.1f ms to the first paint, %d rows loaded, %d built\n", rows,
                    static_cast<double>(timer.nsecsElapsed()) / 1e6, transcript->loadedRows(), view.builtRows());
    }
    {
        auto transcript = std::make_shared<FakeTranscript>();
        auto turns = std::make_shared<FakeTurns>(transcript, FakePerson{}, FakeTurns::Pace::ByHand);
        MessageView answer;
        answer.id = core::MessageId(QStringLiteral("1"));
        answer.text = markdownOf(1'000'000);
        transcript->rows = {answer};
        TranscriptView view;
        view.resize(1000, 800);
        view.show();
        QApplication::processEvents();
        QElapsedTimer timer;
        timer.start();
        view.setTranscript(transcript, turns);
        view.viewport()->repaint();
        std::printf("opening one answer of 1 MB: %.1f ms to the first paint\n",
                    static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return 0;
}
