// The event-stream cases of web-platform-tests, restated as data.
#include "core/net/sse.h"
#include "tests/third_party_data.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using core::net::SseEvent;
using core::net::SseParser;

namespace {

QString dataFile()
{
    const auto folder = tests::thirdPartyFolder("sse");
    return folder.isEmpty() ? QString() : folder + QStringLiteral("/wpt-eventsource-parsing.json");
}

} // namespace

class TestSseThirdParty : public QObject {
    Q_OBJECT

    static void compare(const SseParser& parser, const std::vector<SseEvent>& events, const QJsonObject& row)
    {
        const auto expected = row.value(QLatin1String("events")).toArray();
        QCOMPARE(qsizetype(events.size()), expected.size());
        for (size_t i = 0; i < events.size(); ++i) {
            const auto want = expected.at(qsizetype(i)).toObject();
            QCOMPARE(QString::fromUtf8(events[i].type), want.value(QLatin1String("type")).toString());
            QCOMPARE(QString::fromUtf8(events[i].data), want.value(QLatin1String("data")).toString());
            QCOMPARE(QString::fromUtf8(events[i].lastEventId), want.value(QLatin1String("lastEventId")).toString());
        }
        const auto wait = row.value(QLatin1String("reconnection_time"));
        if (wait.isDouble())
            QCOMPARE(parser.reconnectionTime(), std::optional(std::chrono::milliseconds(wait.toInt())));
        if (wait.toString() == QLatin1String("default")) QVERIFY(!parser.reconnectionTime());
        const auto after = row.value(QLatin1String("last_event_id_after_eof"));
        if (after.isString()) QCOMPARE(QString::fromUtf8(parser.lastEventId()), after.toString());
    }
    static void feed(const QByteArray& body, const std::vector<qsizetype>& sizes, const QJsonObject& row)
    {
        SseParser parser;
        std::vector<SseEvent> events;
        qsizetype at = 0;
        for (size_t i = 0; at < body.size(); ++i) {
            const auto size = sizes[i % sizes.size()];
            const auto some = parser.feed(body.mid(at, size));
            QVERIFY(some);
            events.insert(events.end(), some->begin(), some->end());
            at += size;
        }
        compare(parser, events, row);
    }

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QJsonObject>("row");
        QFile file(dataFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto rows = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(!rows.isEmpty());
        for (const auto& value : rows)
            QTest::newRow(qPrintable(value.toObject().value(QLatin1String("name")).toString())) << value.toObject();
    }
    void parses()
    {
        QFETCH(const QJsonObject, row);
        const auto body = row.value(QLatin1String("body")).toString().toUtf8();
        feed(body, {body.size()}, row);
        feed(body, {1}, row);
        QRandomGenerator random(1);
        for (int run = 0; run < 200; ++run) {
            std::vector<qsizetype> sizes(17);
            for (auto& size : sizes)
                size = random.bounded(1, 9);
            feed(body, sizes, row);
        }
    }
};

int main(int argc, char* argv[])
{
    if (dataFile().isEmpty()) return 0;
    QCoreApplication app(argc, argv);
    TestSseThirdParty test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sse_third_party.moc"
