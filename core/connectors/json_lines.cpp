#include "core/connectors/json_lines.h"

#include <algorithm>

namespace core::connectors {

int LinedJson::line(const QString& pointer) const
{
    const auto behind = std::upper_bound(lineStarts.begin(), lineStarts.end(), places.nearest(pointer).begin);
    return std::max(1, static_cast<int>(behind - lineStarts.begin()));
}

tl::expected<LinedJson, JsonFileError> readLinedJson(const QByteArray& text)
{
    const auto bytes = text.startsWith("\xEF\xBB\xBF") ? text.mid(3) : text;
    auto places = PlacedJsonReader(bytes).read();
    if (!places)
        return tl::unexpected(JsonFileError{placeOf(bytes, places.error().offset).line,
                                            QStringLiteral("is not plain JSON: %1").arg(places.error().message.en)});
    LinedJson read{places->value(bytes), std::move(*places), {0}};
    for (auto at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1))
        read.lineStarts.push_back(at + 1);
    return read;
}

} // namespace core::connectors
