#include "app/demo/words.h"

#include <QtCore/QLocale>

namespace app::demo {

QString text(Language language, const char* en, const char* ja)
{
    return QString::fromUtf8(language == Language::Japanese ? ja : en);
}

QString yen(const QJsonValue& amount, Language language)
{
    const auto number = QLocale(QLocale::English).toString(amount.toInteger());
    return language == Language::Japanese ? number + QStringLiteral("円") : QStringLiteral("¥") + number;
}

QString cell(QString value)
{
    value.replace(QLatin1Char('\n'), QLatin1Char(' '));
    static const QString special = QStringLiteral("\\`*_{}[]<>|#!~");
    QString safe;
    for (const auto character : value) {
        if (special.contains(character)) safe += QLatin1Char('\\');
        safe += character;
    }
    return safe;
}

QString nameIn(const QJsonObject& json, Language language)
{
    return cell(
        json.value(language == Language::Japanese ? QLatin1String("name") : QLatin1String("nameLatin")).toString());
}

Table::Table(const QString& first, const QString& second, bool amounts)
    : text_(QStringLiteral("| %1 | %2 |\n|---|%3|\n")
                .arg(first, second, amounts ? QStringLiteral("---:") : QStringLiteral("---")))
{}

void Table::row(const QString& name, const QString& value)
{
    if (!value.isEmpty()) text_ += QStringLiteral("| %1 | %2 |\n").arg(name, value);
}

} // namespace app::demo
