#pragma once

#include "core/keychain/keychain.h"
#include "tests/fakes/await.h"

#include <QtTest/QTest>

namespace contract {

/// What every Keychain does. A test class derives from it and gives it one; each row uses entries of its own.
class KeychainContract : public QObject {
    Q_OBJECT
protected:
    [[nodiscard]] virtual core::keychain::Keychain& keychain() = 0;

    static QString freshEntry() { return QStringLiteral("contract-") + core::newId(); }

private Q_SLOTS:
    void theProbeNamesTheBackend()
    {
        const auto backend = fakes::await(keychain().probe());
        QVERIFY2(backend, backend ? "" : qPrintable(core::errcName(backend.error().code) + backend.error().detail));
        QVERIFY(!backend->name.isEmpty());
    }

    void whatWasWrittenComesBack_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("correct horse");
        QTest::newRow("a zero byte in the middle") << QByteArray("a\0b", 3);
        QTest::newRow("bytes that are not UTF-8") << QByteArray("\xFF\xFE\x80\xC3", 4);
        QTest::newRow("one byte") << QByteArray("x");
        QTest::newRow("a line end at the end") << QByteArray("key\n");
        QTest::newRow("4 KiB") << QByteArray(4096, 'k');
    }
    void whatWasWrittenComesBack()
    {
        QFETCH(QByteArray, bytes);
        const auto entry = freshEntry();
        const auto value = core::Secret::consume(QByteArray(bytes.constData(), bytes.size()));
        QVERIFY(fakes::await(keychain().write(entry, value)));
        const auto found = fakes::await(keychain().read(entry));
        QVERIFY(found);
        QVERIFY(found->equalsConstantTime(value));
        QVERIFY(fakes::await(keychain().remove(entry)));
    }

    void writingAgainReplaces()
    {
        const auto entry = freshEntry();
        const auto second = core::Secret::random(32);
        QVERIFY(fakes::await(keychain().write(entry, core::Secret::random(32))));
        QVERIFY(fakes::await(keychain().write(entry, second)));
        QVERIFY(fakes::await(keychain().read(entry))->equalsConstantTime(second));
        QVERIFY(fakes::await(keychain().remove(entry)));
        QCOMPARE(fakes::await(keychain().read(entry)).error().code, core::Errc::NotFound);
    }

    void anEntryThatIsNotThereIsNotFound()
    {
        QCOMPARE(fakes::await(keychain().read(freshEntry())).error().code, core::Errc::NotFound);
        QCOMPARE(fakes::await(keychain().remove(freshEntry())).error().code, core::Errc::NotFound);
    }

    void entriesDoNotMix()
    {
        const auto one = freshEntry();
        const auto other = one + QStringLiteral(" ");
        QVERIFY(fakes::await(keychain().write(one, core::Secret::random(8))));
        QCOMPARE(fakes::await(keychain().read(other)).error().code, core::Errc::NotFound);
        QVERIFY(fakes::await(keychain().remove(one)));
    }

    void anEmptyValueIsRefused()
    {
        QCOMPARE(fakes::await(keychain().write(freshEntry(), {})).error().code, core::Errc::InvalidArgument);
    }

    void manyAtOnceAreAllAnswered()
    {
        QList<QString> names;
        QList<core::Async<>> writing;
        for (int i = 0; i < 12; ++i) {
            names.append(freshEntry());
            writing.append(keychain().write(names.last(), core::Secret::random(32)));
        }
        for (const auto& one : writing)
            QVERIFY(fakes::await(one));
        for (const auto& name : names)
            QVERIFY(fakes::await(keychain().remove(name)));
    }
};

} // namespace contract
