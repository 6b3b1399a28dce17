#include "core/crypto/aead.h"
#include "core/crypto/digest.h"
#include "core/crypto/jws.h"
#include "tests/third_party_data.h"

#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtTest/QTest>

using namespace core;
using crypto::Jwk;
using crypto::JwkSet;
using crypto::JwsAlgorithm;

namespace {

QJsonArray groupsOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("testGroups")).toArray();
}

QByteArray hex(const QJsonObject& test, const char* name)
{
    return QByteArray::fromHex(test.value(QLatin1String(name)).toString().toLatin1());
}

std::span<const std::byte> bytesOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

// The key set that a verifier would be given. Some groups have only private keys: their public part is used.
QByteArray publicSet(const QJsonObject& group)
{
    const auto given =
        group.value(group.contains(QLatin1String("public")) ? QLatin1String("public") : QLatin1String("private"))
            .toObject();
    const auto list =
        given.contains(QLatin1String("keys")) ? given.value(QLatin1String("keys")).toArray() : QJsonArray{given};
    const bool onlyPrivate = !group.contains(QLatin1String("public"));
    QJsonArray keys;
    for (const auto& item : list) {
        auto key = item.toObject();
        for (const char* member : {"d", "p", "q", "dp", "dq", "qi"})
            if (onlyPrivate) key.remove(QLatin1String(member));
        keys.append(key);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("keys"), keys}}).toJson();
}

// What the token says it is signed with; what its key is for when that cannot be read.
QString algorithmOf(const QByteArray& jws, const QJsonObject& group)
{
    const auto header = crypto::base64UrlDecode(jws.left(jws.indexOf('.')));
    const auto named =
        header ? QJsonDocument::fromJson(*header).object().value(QLatin1String("alg")).toString() : QString();
    if (!named.isEmpty()) return named;
    const auto keys = QJsonDocument::fromJson(publicSet(group)).object().value(QLatin1String("keys")).toArray();
    return keys.at(0).toObject().value(QLatin1String("alg")).toString();
}

} // namespace

class TestWycheproof : public QObject {
    Q_OBJECT

    QString folder_;

private Q_SLOTS:
    void initTestCase()
    {
        folder_ = tests::thirdPartyFolder("jose", 5);
        if (folder_.isEmpty()) QSKIP("5 skipped: data absent (jose)");
    }

    void signatures_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("json_web_signature_test") << QStringLiteral("json_web_signature_test.json");
        QTest::newRow("json_web_key_test") << QStringLiteral("json_web_key_test.json");
        QTest::newRow("json_web_crypto_test") << QStringLiteral("json_web_crypto_test.json");
    }
    // Valid: accepted with the algorithm of the key, unless that is not offered. Invalid: refused whatever is pinned.
    void signatures()
    {
        QFETCH(QString, file);
        int accepted = 0;
        int refused = 0;
        int encrypted = 0;
        QMap<QString, int> notOffered;
        for (const auto& item : groupsOf(folder_ + QLatin1Char('/') + file)) {
            const auto group = item.toObject();
            const auto keys = JwkSet::parse(publicSet(group));
            for (const auto& entry : group.value(QLatin1String("tests")).toArray()) {
                const auto test = entry.toObject();
                const auto name = QStringLiteral("%1 %2: %3")
                                      .arg(file)
                                      .arg(test.value(QLatin1String("tcId")).toInt())
                                      .arg(test.value(QLatin1String("comment")).toString());
                if (!test.contains(QLatin1String("jws"))) {
                    ++encrypted;
                    // A verifier that is handed an encrypted token must refuse it too.
                    const auto jwe = test.value(QLatin1String("jwe")).toString().toUtf8();
                    QVERIFY2(!verifies(jwe, keys), qPrintable(name));
                    continue;
                }
                // Not text: the JSON serialisation, which is not offered at all.
                const auto value = test.value(QLatin1String("jws"));
                const auto jws = value.isString() ? value.toString().toUtf8()
                                                  : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
                const auto algorithm = crypto::jwsAlgorithmFromName(algorithmOf(jws, group));
                if (test.value(QLatin1String("result")) == QLatin1String("valid") && algorithm) {
                    QVERIFY2(keys && crypto::verifyJws(jws, *keys, *algorithm), qPrintable(name));
                    ++accepted;
                    continue;
                }
                QVERIFY2(!verifies(jws, keys), qPrintable(name));
                if (test.value(QLatin1String("result")) == QLatin1String("valid"))
                    ++notOffered[algorithmOf(jws, group)];
                else
                    ++refused;
            }
        }
        QVERIFY(refused > 0);
        std::printf("%s: %d valid accepted, %d invalid refused\n", qPrintable(file), accepted, refused);
        for (auto it = notOffered.cbegin(); it != notOffered.cend(); ++it)
            std::printf("  not offered: %s %d valid cases (refused)\n", qPrintable(it.key()), it.value());
        if (encrypted > 0) std::printf("  not offered: encryption (JWE) %d cases (refused)\n", encrypted);
        std::fflush(stdout);
    }

    void aesGcm()
    {
        int right = 0;
        QMap<QString, int> notOffered;
        for (const auto& item : groupsOf(folder_ + QStringLiteral("/aes_gcm_test.json"))) {
            const auto group = item.toObject();
            const int keyBits = group.value(QLatin1String("keySize")).toInt();
            const int nonceBits = group.value(QLatin1String("ivSize")).toInt();
            const bool offered =
                keyBits == 256 && nonceBits == 96 && group.value(QLatin1String("tagSize")).toInt() == 128;
            for (const auto& entry : group.value(QLatin1String("tests")).toArray()) {
                const auto test = entry.toObject();
                const auto name = QByteArray("tcId ") + QByteArray::number(test.value(QLatin1String("tcId")).toInt());
                const auto key = hex(test, "key");
                const auto sealed = hex(test, "ct") + hex(test, "tag");
                const auto opened = crypto::gcmDecrypt(bytesOf(key), hex(test, "iv"), sealed, hex(test, "aad"));
                if (!offered) {
                    QVERIFY2(!opened, name.constData());
                    ++notOffered[QStringLiteral("%1-bit key, %2-bit nonce").arg(keyBits).arg(nonceBits)];
                    continue;
                }
                const bool valid = test.value(QLatin1String("result")) == QLatin1String("valid");
                QVERIFY2(opened.has_value() == valid, name.constData());
                if (valid) {
                    QCOMPARE(*opened, hex(test, "msg"));
                    QCOMPARE(
                        crypto::gcmEncrypt(bytesOf(key), hex(test, "iv"), hex(test, "msg"), hex(test, "aad")).value(),
                        sealed);
                }
                ++right;
            }
        }
        QVERIFY(right > 0);
        std::printf("aes_gcm_test.json: %d right\n", right);
        for (auto it = notOffered.cbegin(); it != notOffered.cend(); ++it)
            std::printf("  not offered: %s %d cases (refused)\n", qPrintable(it.key()), it.value());
        std::fflush(stdout);
    }

private:
    static bool verifies(const QByteArray& token, const Result<JwkSet>& keys)
    {
        if (!keys) return false;
        for (const auto algorithm :
             {JwsAlgorithm::RS256, JwsAlgorithm::PS256, JwsAlgorithm::ES256, JwsAlgorithm::EdDSA}) {
            if (crypto::verifyJws(token, *keys, algorithm)) return true;
        }
        return false;
    }
};

QTEST_GUILESS_MAIN(TestWycheproof)
#include "tst_wycheproof.moc"
