#include "core/secret/secret.h"

#include <QtTest/QTest>

#include <concepts>
#include <sstream>

using core::AccessToken;
using core::RefreshToken;
using core::Secret;

template <typename T>
concept Debuggable = requires(QDebug debug, const T& value) { debug << value; };
template <typename T>
concept Printable = requires(std::ostream& stream, const T& value) { stream << value; };
template <typename T>
concept Comparable = requires(const T& a, const T& b) { a == b; };

static_assert(!Debuggable<Secret> && !Debuggable<AccessToken>);
static_assert(!Printable<Secret> && !Printable<AccessToken>);
static_assert(!Comparable<Secret> && !Comparable<AccessToken>);
static_assert(!std::convertible_to<AccessToken, RefreshToken> && !std::constructible_from<AccessToken, RefreshToken>);
static_assert(!std::convertible_to<Secret, AccessToken>, "a role is given explicitly");
static_assert(!std::convertible_to<AccessToken, QString> && !std::convertible_to<AccessToken, QByteArray>);

class TestSecret : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void consumingEmptiesTheSource()
    {
        QByteArray source("correct horse");
        source.detach();
        const char* buffer = source.constData();
        const auto capacity = source.capacity();
        QVERIFY(capacity >= 13);
        const auto secret = Secret::consume(std::move(source));
        Q_UNUSED(buffer);
        QVERIFY(source.isEmpty()); // NOLINT(bugprone-use-after-move): that is the promise
        QCOMPARE(secret.size(), size_t(13));
        QCOMPARE(std::memcmp(secret.expose().data(), "correct horse", 13), 0);
    }
    void wipingZeroesTheBuffer()
    {
        QByteArray bytes("correct horse battery");
        bytes.reserve(64);
        QByteArray copy = bytes; // shared: must be left alone
        core::wipe(copy);
        QCOMPARE(bytes, QByteArray("correct horse battery"));
        core::wipe(bytes);
        QVERIFY(bytes.isEmpty());
    }
    void comparesInConstantTime()
    {
        const auto a = Secret::consume(QByteArray("aaaab"));
        const auto b = Secret::consume(QByteArray("aaaab"));
        const auto c = Secret::consume(QByteArray("aaaac"));
        QVERIFY(a.equalsConstantTime(b));
        QVERIFY(!a.equalsConstantTime(c));
        QVERIFY(!a.equalsConstantTime(Secret()));
    }
    void randomDiffers()
    {
        const auto a = Secret::random(32);
        QCOMPARE(a.size(), size_t(32));
        QVERIFY(!a.equalsConstantTime(Secret::random(32)));
    }
};

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
