#include "core/base/whole_characters.h"

#include <QtTest/QTest>

class TestWholeCharacters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cuts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("length");
        const auto pair = QString::fromUcs4(U"a𠮷b", 3);
        QTest::newRow("nothing") << QString() << 5 << 0;
        QTest::newRow("no room") << pair << 0 << 0;
        QTest::newRow("less than no room") << pair << -3 << 0;
        QTest::newRow("before the pair") << pair << 1 << 1;
        QTest::newRow("inside the pair") << pair << 2 << 1;
        QTest::newRow("behind the pair") << pair << 3 << 3;
        QTest::newRow("all of it") << pair << 99 << 4;
        QTest::newRow("a half that waits for the other") << pair.left(2) << 99 << 1;
    }
    void cuts()
    {
        QFETCH(const QString, text);
        QFETCH(const int, most);
        QTEST(static_cast<int>(core::wholeCharacters(text, most)), "length");
    }
};

QTEST_GUILESS_MAIN(TestWholeCharacters)
#include "tst_whole_characters.moc"
