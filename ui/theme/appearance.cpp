#include "ui/theme/appearance.h"

#include "ui/theme/style.h"

#include <QtGui/QFontDatabase>
#include <QtWidgets/QApplication>

namespace ui::theme {

namespace {

const QString japaneseFont = QStringLiteral("Noto Sans CJK JP");

QString firstInstalled(const QStringList& wanted)
{
    const QStringList installed = QFontDatabase::families();
    for (const QString& family : wanted)
        if (installed.contains(family)) return family;
    return {};
}

/// On a desktop that has chosen no font, fontconfig's last resort comes back; take the best one that is installed.
QString latinFamily(const QFont& system)
{
    static const QStringList lastResorts = {QStringLiteral("Sans"), QStringLiteral("Sans Serif"),
                                            QStringLiteral("DejaVu Sans"), QStringLiteral("Helvetica"), QString()};
    if (!lastResorts.contains(system.family())) return system.family();
    const QString better = firstInstalled(
        {QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("Cantarell"), japaneseFont});
    return better.isEmpty() ? system.family() : better;
}

QFont fontFor(const QFont& system, const QString& language)
{
    QFont font = system;
    const QString japanese =
        firstInstalled({japaneseFont, QStringLiteral("Noto Sans JP"), QStringLiteral("Hiragino Sans"),
                        QStringLiteral("Yu Gothic UI"), QStringLiteral("IPAexGothic")});
    const QString latin = latinFamily(system);
    QStringList families =
        language == QLatin1String("ja") ? QStringList{japanese, latin} : QStringList{latin, japanese};
    families.removeAll(QString());
    families.removeDuplicates();
    font.setFamilies(families);
    // Below ten points Japanese text is not comfortable to read all day.
    font.setPointSizeF(std::max(system.pointSizeF(), 10.5));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

Appearance::Appearance(QApplication& application)
    : application_(application)
    , systemFont_(QApplication::font())
    , systemMode_(QApplication::palette().color(QPalette::Window).lightness() < 128 ? Mode::Dark : Mode::Light)
{
    QApplication::setStyle(new Style); // the application owns it
    QApplication::setFont(fontFor(systemFont_, QString()));
    apply();
}

Appearance::~Appearance() = default;

Mode Appearance::mode() const
{
    switch (theme_) {
    case core::interfaces::Theme::System: return systemMode_;
    case core::interfaces::Theme::Light: return Mode::Light;
    case core::interfaces::Theme::Dark: return Mode::Dark;
    }
    return Mode::Light;
}

void Appearance::setTheme(core::interfaces::Theme theme)
{
    theme_ = theme;
    apply();
}

void Appearance::setSystemMode(Mode mode)
{
    systemMode_ = mode;
    apply();
}

void Appearance::setLanguage(const QString& language)
{
    const QFont font = fontFor(systemFont_, language);
    if (font == QApplication::font()) return;
    QApplication::setFont(font);
    Q_EMIT changed();
}

void Appearance::apply()
{
    if (applied_ == mode()) return;
    applied_ = mode();
    QApplication::setPalette(palette(mode()));
    Q_EMIT changed();
}

} // namespace ui::theme
