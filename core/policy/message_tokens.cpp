#include "core/policy/message_tokens_p.h"

#include <algorithm>
#include <array>

namespace core::policy {
namespace {

// Kana, kanji, hangul and the punctuation of Japanese sentences. Full-width letters, digits, "＠" and the like are not:
// cutting there would make a part of a token look whole.
bool isEastAsian(QChar c)
{
    const auto u = c.unicode();
    return (u >= 0x3001 && u <= 0x30FF) || (u >= 0x3400 && u <= 0x4DBF) || (u >= 0x4E00 && u <= 0x9FFF) ||
           (u >= 0xAC00 && u <= 0xD7AF) || (u >= 0xF900 && u <= 0xFAFF) || (u >= 0xFF65 && u <= 0xFF9F) ||
           QStringView(u"（）！？，：；").contains(c);
}

constexpr QStringView openers = u"\"'`“‘「『«„";
constexpr QStringView closers = u"\"'`”’」』»“";

bool isAround(QChar c)
{
    return QStringView(u"\"'`“”‘’«»„「」『』<>()[]{}（）*,;:!?。、！？，：；").contains(c);
}

// A message put together, with a note for each character.
struct Board {
    QString text;
    std::vector<char> typed;
    std::vector<char> quoted;
};

bool isOneToken(const QString& text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

bool counts(const MessagePart& part)
{
    return part.origin == MessagePart::Origin::Keys ||
           (part.origin == MessagePart::Origin::Paste && isOneToken(part.text));
}

bool allTyped(const Board& board, qsizetype begin, qsizetype end)
{
    return std::all_of(board.typed.begin() + begin, board.typed.begin() + end, [](char c) { return c != 0; });
}

bool opens(const Board& board, qsizetype at)
{
    const bool first = at == 0 || board.text[at - 1].isSpace() || isAround(board.text[at - 1]) ||
                       isEastAsian(board.text[at - 1]) || isEastAsian(board.text[at]);
    return first && at + 1 < board.text.size() && !board.text[at + 1].isSpace();
}

// Where the quotation that is opened at `at` ends; -1 when it does not. An apostrophe inside a word ends none.
qsizetype closing(const Board& board, qsizetype at, QChar closer)
{
    for (auto i = at + 2; i < board.text.size(); ++i) {
        if (board.text[i] != closer) continue;
        const bool last = i + 1 == board.text.size() || !board.text[i + 1].isLetterOrNumber() ||
                          isEastAsian(board.text[i + 1]) || isEastAsian(closer);
        if (last) return i;
    }
    return -1;
}

void findQuotes(Board& board, MessageTokens& found)
{
    std::array<bool, openers.size()> noMore{}; // what nothing closes from here on, nothing closes later either
    for (qsizetype i = 0; i < board.text.size(); ++i) {
        const auto opener = openers.indexOf(board.text[i]);
        if (opener < 0 || noMore[static_cast<std::size_t>(opener)] || !opens(board, i)) continue;
        const auto end = closing(board, i, closers[opener]);
        if (end < 0) {
            noMore[static_cast<std::size_t>(opener)] = true;
            continue;
        }
        const auto inside = board.text.mid(i + 1, end - i - 1).trimmed();
        if (allTyped(board, i, end + 1)) {
            found.quotes += inside;
            found.passages += inside;
        }
        if (!isOneToken(inside)) std::fill(board.quoted.begin() + i, board.quoted.begin() + end, char{1});
        i = end;
    }
}

void findLines(Board& board, MessageTokens& found)
{
    for (qsizetype begin = 0; begin <= board.text.size();) {
        auto end = board.text.indexOf(u'\n', begin);
        if (end < 0) end = board.text.size();
        const auto line = board.text.mid(begin, end - begin).trimmed();
        if (line.startsWith(u'>'))
            std::fill(board.quoted.begin() + begin, board.quoted.begin() + end, char{1});
        else if (!line.isEmpty() && allTyped(board, begin, end))
            found.passages += line;
        begin = end + 1;
    }
    const auto whole = board.text.trimmed();
    if (whole.contains(u'\n') && allTyped(board, 0, board.text.size())) found.passages += whole;
}

void addToken(const Board& board, qsizetype begin, qsizetype end, QList<MessageToken>& tokens)
{
    const bool typed = allTyped(board, begin, end);
    const bool quoted = board.quoted[static_cast<std::size_t>(begin)] != 0;
    const bool japanese = isEastAsian(board.text[begin]);
    if (!japanese) {
        while (begin < end && isAround(board.text[begin]))
            ++begin;
        while (end > begin && (isAround(board.text[end - 1]) || board.text[end - 1] == u'.'))
            --end;
    }
    if (begin < end) tokens.append({board.text.mid(begin, end - begin), typed, quoted, japanese});
}

} // namespace

toolapi::Label labelOf(const QList<MessagePart>& message)
{
    if (isAllTyped(message)) return toolapi::fromPerson();
    return toolapi::join(toolapi::fromPerson(), {toolapi::Integrity::Untrusted, {QStringLiteral("paste")}, {}});
}

bool isAllTyped(const QList<MessagePart>& message)
{
    return std::all_of(message.begin(), message.end(), counts);
}

MessageTokens messageTokens(const QList<MessagePart>& message)
{
    Board board;
    for (const auto& part : message) {
        board.text += part.text;
        board.typed.resize(static_cast<std::size_t>(board.text.size()), counts(part) ? 1 : 0);
    }
    board.quoted.resize(board.typed.size(), 0);
    MessageTokens found;
    findQuotes(board, found);
    findLines(board, found);
    qsizetype begin = 0;
    for (qsizetype i = 0; i <= board.text.size(); ++i) {
        const bool end = i == board.text.size() || board.text[i].isSpace();
        const bool seam = !end && i > begin && isEastAsian(board.text[i]) != isEastAsian(board.text[i - 1]);
        if (!end && !seam) continue;
        if (i > begin) addToken(board, begin, i, found.tokens);
        begin = end ? i + 1 : i;
    }
    return found;
}

} // namespace core::policy
