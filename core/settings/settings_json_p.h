#pragma once

#include "core/settings/settings.h"

#include <QtCore/QByteArray>

namespace core::settings {

/// What is wrong in a settings file, and where.
struct Fault {
    int line = 0; ///< from 1
    QString what;
};

/// A settings file's object, every value checked. Values of the wrong kind or out of range, unknown names and repeated
/// names are faults.
[[nodiscard]] tl::expected<QJsonObject, Fault> parseSettings(const QByteArray& text);

/// Takes the value of each setting the object has over into `values`. The object has passed parseSettings().
void apply(const QJsonObject& object, Values& values);

/// One setting as it stands in a file; undefined when it has its default.
[[nodiscard]] QJsonValue toJson(Key key, const Values& values);

/// The first value that is out of range, as its path in the file.
[[nodiscard]] std::optional<QString> firstFault(const QJsonObject& object);

} // namespace core::settings
