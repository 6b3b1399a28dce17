#include "ui/text/error_text.h"
#include "ui/text/language.h"

#include <QtTest/QTest>

using core::Errc;
using ui::text::Context;

namespace {

constexpr Errc lastCode = Errc::Internal;
const QString secretDetail = QStringLiteral("detail-for-developers");
const QString subject = QStringLiteral("api.example.com");

} // namespace

class TestErrorText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCodeHasASentence_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("context");
        for (const auto* language : {"en", "ja"})
            for (const auto context :
                 {Context::General, Context::SignIn, Context::Model, Context::ToolCall, Context::Storage})
                QTest::addRow("%s, context %d", language, static_cast<int>(context))
                    << QString::fromLatin1(language) << static_cast<int>(context);
    }
    void everyCodeHasASentence()
    {
        QFETCH(QString, language);
        QFETCH(int, context);
        ui::text::Language spoken;
        spoken.set(language);
        for (int code = 0; code <= static_cast<int>(lastCode); ++code) {
            for (const QString& named : {QString(), subject}) {
                const core::Error error{static_cast<Errc>(code), secretDetail, named, {}};
                const QString sentence = ui::text::errorText(error, static_cast<Context>(context));
                const QByteArray which = core::errcName(error.code).toLatin1();
                QVERIFY2(sentence.size() > (language == QLatin1String("ja") ? 6 : 15), which.constData());
                QVERIFY2(!sentence.contains(secretDetail), which.constData());
                QVERIFY2(!sentence.contains(QLatin1Char('%')), which.constData());
                // A sentence, or what is missing after a colon.
                const QChar end = sentence.back();
                QVERIFY2(end == QLatin1Char('.') || end == QChar(0x3002) || sentence.contains(QLatin1Char(':')) ||
                             sentence.contains(QChar(0xFF1A)),
                         which.constData());
                bool japanese = false;
                for (const QChar letter : sentence)
                    japanese = japanese || letter.script() == QChar::Script_Hiragana;
                QCOMPARE(japanese, language == QLatin1String("ja"));
            }
        }
    }
    void theSubjectIsShownWithItsHiddenCharacters()
    {
        const core::Error error{Errc::Network, {}, QStringLiteral("api\u202Ecom.evil"), {}};
        QVERIFY(ui::text::errorText(error, Context::Model).contains(QStringLiteral("api⟨U+202E⟩com.evil")));
    }
    void anAnswerThatNamesNobodyIsToldFromAnotherProviders()
    {
        const auto said = [](const QString& who) {
            return ui::text::errorText({Errc::WrongIssuer, {}, who, {}}, Context::SignIn);
        };
        QVERIFY(said({}).contains(QStringLiteral("RFC 9207")));
        QVERIFY(said(QStringLiteral("https://evil.example")).contains(QStringLiteral("https://evil.example")));
    }
    void aWaitTheServerAskedForIsSaid()
    {
        ui::text::Language spoken;
        spoken.set(QStringLiteral("en"));
        core::Error error{Errc::RateLimited, {}, subject, std::chrono::seconds(1)};
        QVERIFY(ui::text::errorText(error, Context::Model)
                    .endsWith(QStringLiteral("(The server suggests waiting 1 second.)")));
        error.retryAfter = std::chrono::seconds(20);
        QVERIFY(ui::text::errorText(error, Context::Model)
                    .endsWith(QStringLiteral("(The server suggests waiting 20 seconds.)")));
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_error_text.moc"
