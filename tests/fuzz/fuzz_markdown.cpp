#include "ui/markdown/link.h"
#include "ui/markdown/markdown_stream.h"

#include <cstdlib>

namespace {

/// What must hold for whatever was parsed.
void check(const QList<ui::markdown::Block>& blocks)
{
    for (const auto& block : blocks) {
        QList<const ui::markdown::Inline*> texts = {&block.content};
        for (const auto& row : block.table) {
            if (!block.table.isEmpty() && row.size() != block.table.first().size()) std::abort();
            for (const auto& cell : row)
                texts.append(&cell.content);
        }
        for (const auto* text : texts) {
            qsizetype end = 0;
            for (const auto& span : text->spans) {
                if (span.start < end || span.length <= 0) std::abort();
                end = span.start + span.length;
                if (end > text->text.size()) std::abort();
                if (span.link >= text->links.size()) std::abort();
            }
            for (const auto& address : text->links) {
                if (!ui::markdown::isAcceptableLink(address)) std::abort();
            }
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    if (size < 2) return 0;
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size - 1));
    const qsizetype step = data[0] + 1;
    ui::markdown::MarkdownStream stream;
    for (qsizetype at = 0; at < text.size(); at += step)
        stream.append(text.mid(at, step));
    stream.finish();
    if (stream.text() != text) std::abort();
    check(stream.blocks());
    // How it arrived makes no difference to what is there.
    ui::markdown::MarkdownStream whole;
    whole.setText(text);
    whole.finish();
    if (whole.blocks() != stream.blocks()) std::abort();
    check(ui::markdown::plainBlocks(text));
    return 0;
}
