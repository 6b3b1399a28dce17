#include "core/base/ids.h"

#include <QtTest/QTest>

class TestIds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void idsDiffer()
    {
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(core::newId());
        QCOMPARE(seen.size(), 1000);
        QCOMPARE(seen.begin()->size(), 26);
    }
    void aStorageNameCannotBeShared()
    {
        // Moving a character over the border between issuer and subject must change the name.
        const core::UserKey a{QStringLiteral("https://a.example/x"), QStringLiteral("y")};
        const core::UserKey b{QStringLiteral("https://a.example/"), QStringLiteral("xy")};
        QVERIFY(a.storageName() != b.storageName());
        QCOMPARE(a.storageName().size(), 32);
        QCOMPARE(a.storageName(), core::UserKey(a).storageName());
    }
};

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
