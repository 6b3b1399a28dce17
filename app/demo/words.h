#pragma once

#include "app/demo/web.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace app::demo {

// What the demo model's sentences are made of.

[[nodiscard]] QString text(Language language, const char* en, const char* ja);
/// "¥12,800" or "12,800円".
[[nodiscard]] QString yen(const QJsonValue& amount, Language language);
/// A value as Markdown shows it: what an answer says is data and must not become Markdown.
[[nodiscard]] QString cell(QString value);
/// A person's name out of an API's answer.
[[nodiscard]] QString nameIn(const QJsonObject& json, Language language);

/// Two columns of Markdown.
class Table {
public:
    Table(const QString& first, const QString& second, bool amounts);
    void row(const QString& name, const QString& value);
    [[nodiscard]] QString markdown() const { return text_; }

private:
    QString text_;
};

} // namespace app::demo
