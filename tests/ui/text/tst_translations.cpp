#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtCore/QXmlStreamReader>
#include <QtTest/QTest>

namespace {

struct Message {
    QString context;
    QString source;
    QStringList translations; ///< one a plural form
    bool finished = false;
};

QList<Message> messagesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            messages.append({context, {}, {}, false});
        else if (xml.name() == QLatin1String("source"))
            messages.last().source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            messages.last().finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            while (xml.readNext() != QXmlStreamReader::EndElement || xml.name() != QLatin1String("translation")) {
                if (xml.isStartElement() && xml.name() == QLatin1String("numerusform"))
                    messages.last().translations << xml.readElementText();
                else if (xml.isCharacters() && !xml.isWhitespace())
                    messages.last().translations << xml.text().toString();
            }
        }
    }
    return messages;
}

QStringList placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%(?:n|[0-9])"));
    QStringList found;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext())
        found << matches.next().captured();
    found.sort();
    found.removeDuplicates();
    return found;
}

QByteArray nameOf(const Message& message)
{
    return (message.context + QStringLiteral(": ") + message.source).toUtf8();
}

const QString translations = QStringLiteral(SEKISHO_SOURCE_DIR "/resources/translations/");

} // namespace

/// Holds the Japanese to the English: complete, with the same placeholders, and in the glossary's words.
class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStringOfTheWindowHasJapanese()
    {
        // The strings are taken from the sources as they are now, so that a new one cannot be forgotten.
        const QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("ja.ts"));
        QVERIFY(QFile::copy(translations + QStringLiteral("sekisho_ja.ts"), copy));
        QStringList arguments{QStringLiteral("-silent"),          QStringLiteral("-I"),
                              QStringLiteral(SEKISHO_SOURCE_DIR), QStringLiteral("-no-obsolete"),
                              QStringLiteral("-locations"),       QStringLiteral("none")};
        QDirIterator sources(QStringLiteral(SEKISHO_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp"), QStringLiteral("*.h")},
                             QDir::Files, QDirIterator::Subdirectories);
        while (sources.hasNext())
            arguments << sources.next();
        arguments << QStringLiteral("-ts") << copy;
        QProcess lupdate;
        lupdate.start(QStringLiteral(SEKISHO_LUPDATE), arguments);
        QVERIFY(lupdate.waitForFinished(60'000));
        QCOMPARE(lupdate.exitCode(), 0);
        const auto messages = messagesOf(copy);
        QVERIFY(messages.size() > 150);
        QStringList missing;
        for (const Message& message : messages)
            if (!message.finished || message.translations.isEmpty()) missing << QString::fromUtf8(nameOf(message));
        QVERIFY2(missing.isEmpty(), missing.join(QLatin1Char('\n')).toUtf8().constData());
    }
    void englishPluralsAreComplete()
    {
        const auto messages = messagesOf(translations + QStringLiteral("sekisho_en.ts"));
        QVERIFY(!messages.isEmpty());
        for (const Message& message : messages) {
            QVERIFY2(message.finished, nameOf(message).constData());
            QCOMPARE(message.translations.size(), 2);
        }
    }
    void placeholdersAreTheSame()
    {
        const auto messages = messagesOf(translations + QStringLiteral("sekisho_ja.ts"));
        for (const Message& message : messages)
            for (const QString& translation : message.translations)
                QVERIFY2(placeholders(translation) == placeholders(message.source), nameOf(message).constData());
    }
    void theGlossaryIsKept()
    {
        // | English | Japanese | not | meaning |
        QFile file(QStringLiteral(SEKISHO_SOURCE_DIR "/resources/glossary.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        QStringList fixedWords;
        QStringList avoided;
        for (const QString& line : lines) {
            const auto cells = line.split(QLatin1Char('|'));
            if (cells.size() < 6 || cells[1].contains(QLatin1String("---")) ||
                cells[1].trimmed() == QLatin1String("English"))
                continue;
            fixedWords << cells[2].trimmed();
            const auto words = cells[3].split(QStringLiteral("、"), Qt::SkipEmptyParts);
            for (const QString& word : words)
                if (!word.trimmed().isEmpty()) avoided << word.trimmed();
        }
        for (const auto* word : {u"承認", u"拒否", u"再認証", u"連携アカウント", u"権限", u"期限切れ"})
            QVERIFY(fixedWords.contains(QString::fromUtf16(word)));
        QVERIFY(!avoided.isEmpty());
        const auto messages = messagesOf(translations + QStringLiteral("sekisho_ja.ts"));
        for (const Message& message : messages)
            for (const QString& translation : message.translations)
                for (const QString& word : avoided)
                    QVERIFY2(!translation.contains(word), (nameOf(message) + " says " + word.toUtf8()).constData());
    }
    void theJapaneseIsSetAsJapaneseIs()
    {
        const auto messages = messagesOf(translations + QStringLiteral("sekisho_ja.ts"));
        for (const Message& message : messages)
            for (const QString& translation : message.translations) {
                QVERIFY2(!translation.contains(QStringLiteral("...")), nameOf(message).constData());
                // A Western stop, question mark or comma after a Japanese letter.
                static const QRegularExpression western(
                    QStringLiteral("[\\p{Hiragana}\\p{Katakana}\\p{Han}][.,?!:;](\\s|$)"));
                QVERIFY2(!western.match(translation).hasMatch(), nameOf(message).constData());
            }
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
