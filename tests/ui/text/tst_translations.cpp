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
const QStringList japaneseFiles{QStringLiteral("sekisho_ja.ts"), QStringLiteral("signin_ja.ts")};

QString textOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Something in Japanese that a person may read, and where it stands.
struct Japanese {
    QByteArray where;
    QString text;
};

// The string literals of a source that hold Japanese, those that follow each other as one.
QList<Japanese> literalsOf(const QString& path)
{
    static const QRegularExpression between(QStringLiteral("\"\\s*\\n\\s*\""));
    static const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\\\n]++|\\\\.)*+)\""));
    static const QRegularExpression letter(QStringLiteral("[\\p{Hiragana}\\p{Katakana}\\p{Han}]"));
    QList<Japanese> found;
    auto matches = literal.globalMatch(textOf(path).remove(between));
    while (matches.hasNext()) {
        const auto text = matches.next().captured(1);
        if (text.contains(letter))
            found.append({path.toUtf8(), QString(text).replace(QLatin1String("\\n"), QLatin1String("\n"))});
    }
    return found;
}

QList<Japanese> allJapanese()
{
    QList<Japanese> all;
    for (const auto& file : japaneseFiles)
        for (const Message& message : messagesOf(translations + file))
            for (const QString& translation : message.translations)
                all.append({nameOf(message), translation});
    for (const auto* folder : {"/core", "/app"}) {
        QDirIterator sources(QStringLiteral(SEKISHO_SOURCE_DIR) + QLatin1String(folder),
                             {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                             QDirIterator::Subdirectories);
        while (sources.hasNext())
            all += literalsOf(sources.next());
    }
    const auto readme = textOf(QStringLiteral(SEKISHO_SOURCE_DIR "/README.ja.md")).split(QLatin1Char('\n'));
    for (qsizetype line = 0; line < readme.size(); ++line)
        all.append({"README.ja.md:" + QByteArray::number(line + 1), readme.at(line)});
    return all;
}

} // namespace

/// Holds the Japanese to the English: complete, with the same placeholders, and in the glossary's words. What `core/`
/// and `app/` say in both languages themselves, and the README, keep to the glossary too.
class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStringHasJapanese_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("the window") << QStringLiteral("/ui") << QStringLiteral("sekisho_ja.ts") << 150;
        QTest::newRow("the sign-in window") << QStringLiteral("/app/signin") << QStringLiteral("signin_ja.ts") << 20;
    }
    void everyStringHasJapanese()
    {
        QFETCH(QString, folder);
        QFETCH(QString, file);
        QFETCH(int, atLeast);
        // The strings are taken from the sources as they are now, so that a new one cannot be forgotten.
        const QTemporaryDir temporary;
        const QString copy = temporary.filePath(QStringLiteral("ja.ts"));
        QVERIFY(QFile::copy(translations + file, copy));
        QStringList arguments{QStringLiteral("-silent"),          QStringLiteral("-I"),
                              QStringLiteral(SEKISHO_SOURCE_DIR), QStringLiteral("-no-obsolete"),
                              QStringLiteral("-locations"),       QStringLiteral("none")};
        QDirIterator sources(QStringLiteral(SEKISHO_SOURCE_DIR) + folder,
                             {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                             QDirIterator::Subdirectories);
        while (sources.hasNext())
            arguments << sources.next();
        if (folder == QLatin1String("/app/signin")) // what its window takes from the theme
            arguments << QStringLiteral(SEKISHO_SOURCE_DIR "/ui/theme/banner.cpp");
        arguments << QStringLiteral("-ts") << copy;
        QProcess lupdate;
        lupdate.start(QStringLiteral(SEKISHO_LUPDATE), arguments);
        QVERIFY(lupdate.waitForFinished(60'000));
        QCOMPARE(lupdate.exitCode(), 0);
        const auto messages = messagesOf(copy);
        QVERIFY(messages.size() > atLeast);
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
        for (const auto& file : japaneseFiles)
            for (const Message& message : messagesOf(translations + file))
                for (const QString& translation : message.translations)
                    QVERIFY2(placeholders(translation) == placeholders(message.source), nameOf(message).constData());
    }
    void theGlossaryIsKept()
    {
        // | English | Japanese | not | meaning |
        const auto lines = textOf(QStringLiteral(SEKISHO_SOURCE_DIR "/resources/glossary.md")).split(QLatin1Char('\n'));
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
        const auto japanese = allJapanese();
        QVERIFY(japanese.size() > 500);
        for (const auto& [where, text] : japanese)
            for (const QString& word : avoided)
                QVERIFY2(!text.contains(word), (where + " says " + word.toUtf8()).constData());
    }
    void theJapaneseIsSetAsJapaneseIs()
    {
        // A Western stop, question mark or comma after a Japanese letter.
        static const QRegularExpression western(QStringLiteral("[\\p{Hiragana}\\p{Katakana}\\p{Han}][.,?!:;](\\s|$)"));
        // A space between a Latin name, a number or a placeholder and the word beside it.
        static const QRegularExpression spaced(QStringLiteral("[A-Za-z0-9%] \\p{Hiragana}|\\p{Hiragana} [A-Za-z0-9%]"));
        const auto japanese = allJapanese();
        for (const auto& [where, text] : japanese) {
            const auto what = where + ": " + text.toUtf8();
            QVERIFY2(!text.contains(QStringLiteral("...")), what.constData());
            QVERIFY2(!western.match(text).hasMatch(), what.constData());
            QVERIFY2(!spaced.match(text).hasMatch(), what.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
