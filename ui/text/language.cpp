#include "ui/text/language.h"

#include "core/base/logging.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace ui::text {

namespace {

const QString japanese = QStringLiteral("ja");

/// Dates and numbers of the language; the country stays the system's where it speaks that language.
QLocale localeFor(const QString& language)
{
    const QLocale system = QLocale::system();
    const auto wanted = language == japanese ? QLocale::Japanese : QLocale::English;
    return system.language() == wanted ? system : QLocale(wanted);
}

} // namespace

Language::Language(QObject* parent)
    : QObject(parent)
{}

Language::~Language()
{
    QCoreApplication::removeTranslator(&ours_);
    QCoreApplication::removeTranslator(&qts_);
}

void Language::set(const QString& language)
{
    const QString wanted = resolvedLanguage(language);
    if (wanted == current_) return;
    current_ = wanted;
    QLocale::setDefault(localeFor(wanted)); // before the events below, whose receivers format dates
    QCoreApplication::removeTranslator(&ours_);
    QCoreApplication::removeTranslator(&qts_);
    if (wanted == japanese) {
        const bool loaded = ours_.load(QStringLiteral(":/translations/sekisho_ja.qm")) &&
                            qts_.load(QStringLiteral(":/translations/qt_ja.qm"));
        if (!loaded) qCCritical(core::logApp) << "a translation is missing from the program";
        QCoreApplication::installTranslator(&qts_);
        QCoreApplication::installTranslator(&ours_);
    } else {
        // English needs its plural forms: "1 call", "2 calls".
        if (!ours_.load(QStringLiteral(":/translations/sekisho_en.qm")))
            qCCritical(core::logApp) << "a translation is missing from the program";
        QCoreApplication::installTranslator(&ours_);
    }
    Q_EMIT changed();
}

QString resolvedLanguage(const QString& wanted)
{
    if (!wanted.isEmpty()) return wanted == japanese ? japanese : QStringLiteral("en");
    return QLocale::system().language() == QLocale::Japanese ? japanese : QStringLiteral("en");
}

QString localised(const core::Bilingual& text)
{
    const bool inJapanese = QLocale().language() == QLocale::Japanese;
    const QString& first = inJapanese ? text.ja : text.en;
    return first.isEmpty() ? (inJapanese ? text.en : text.ja) : first;
}

} // namespace ui::text
