#include "core/base/placed_json.h"

#include <QtTest/QTest>

using namespace core;

class TestPlacedJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nearest_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char* name, const char* pointer, const char* found) {
            QTest::newRow(name) << QString::fromLatin1(pointer) << QByteArray(found);
        };
        row("the whole", "", R"({"a/b": {"~": [10, 20]}, "": 5})");
        row("a member", "/a~1b", R"({"~": [10, 20]})");
        row("an item", "/a~1b/~0/1", "20");
        row("the empty name", "/", "5");
        row("an item behind the last one", "/a~1b/~0/2", "[10, 20]");
        row("no number", "/a~1b/~0/x", "[10, 20]");
        row("a member that is missing", "/a~1b/y/z", R"({"~": [10, 20]})");
        row("a member of what has none", "/a~1b/~0/1/x", "20");
    }
    void nearest()
    {
        QFETCH(QString, pointer);
        const QByteArray text(R"({"a/b": {"~": [10, 20]}, "": 5})");
        const auto read = PlacedJsonReader(text).read();
        QVERIFY(read.has_value());
        const auto& found = read->nearest(pointer);
        QTEST(text.mid(found.begin, found.end - found.begin), "found");
    }

    // Each of the values below once held the names around it.
    void aLongNameAroundManyValuesIsHeldOnce()
    {
        const QByteArray name(500 * 1024, 'n');
        const QByteArray text = "{\"" + name + "\": [\n0" + QByteArray(",0").repeated(250'000) + "]}";
        const auto read = PlacedJsonReader(text).read();
        QVERIFY(read.has_value());
        const auto& list = read->items.front();
        QCOMPARE(list.items.size(), std::size_t{250'001});
        const auto names = [](const auto& self, const PlacedJson& value) -> qsizetype {
            qsizetype size = 0;
            for (const auto& key : value.keys)
                size += key.name.size();
            for (const auto& item : value.items)
                size += self(self, item);
            return size;
        };
        QCOMPARE(names(names, *read), name.size());
        const auto& last = read->nearest(u'/' + QString::fromLatin1(name) + QStringLiteral("/250000"));
        QCOMPARE(last.begin, text.size() - 3);
    }
};

QTEST_GUILESS_MAIN(TestPlacedJson)
#include "tst_placed_json.moc"
