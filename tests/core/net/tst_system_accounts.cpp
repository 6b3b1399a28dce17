#include "core/net/system_accounts.h"

#include <QtTest/QTest>

using namespace core::net;

class TestSystemAccounts : public QObject {
    Q_OBJECT

    static Accounts list(const QList<std::pair<QString, quint32>>& entries)
    {
        return {[entries](quint32 user) -> std::optional<QString> {
                    for (const auto& [name, id] : entries)
                        if (id == user) return name;
                    return std::nullopt;
                },
                [entries](const QString& wanted) -> std::optional<quint32> {
                    for (const auto& [name, id] : entries)
                        if (name == wanted) return id;
                    return std::nullopt;
                }};
    }

private Q_SLOTS:
    void whichAccountsAreAServices_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<quint32>("user");
        QTest::addColumn<bool>("service");
        QTest::newRow("Ollama's") << QStringLiteral("ollama") << 998U << true;
        QTest::newRow("the first") << QStringLiteral("daemon") << 1U << true;
        QTest::newRow("the last") << QStringLiteral("last") << 999U << true;
        QTest::newRow("root") << QStringLiteral("root") << 0U << false;
        QTest::newRow("the first person") << QStringLiteral("alice") << 1000U << false;
        QTest::newRow("nobody") << QStringLiteral("nobody") << 65534U << false;
        QTest::newRow("nobody, where it is a low number") << QStringLiteral("nobody") << 99U << false;
        QTest::newRow("one without a name") << QString() << 998U << false;
    }
    void whichAccountsAreAServices()
    {
        QFETCH(const QString, name);
        QFETCH(const quint32, user);
        QFETCH(const bool, service);
        const auto accounts = list({{name, user}});
        QCOMPARE(systemAccountOf(user, accounts), service ? std::optional(name) : std::nullopt);
        QCOMPARE(systemUserOf(name, accounts), service ? std::optional(user) : std::nullopt);
    }
    void whoIsNotInTheListIsNobodys()
    {
        const auto accounts = list({{QStringLiteral("ollama"), 998}});
        QCOMPARE(systemAccountOf(997, accounts), std::nullopt);
        QCOMPARE(systemUserOf(QStringLiteral("ollam"), accounts), std::nullopt);
    }
    void ofTwoNamesForOneIdTheFirstCounts()
    {
        const auto accounts = list({{QStringLiteral("ollama"), 998}, {QStringLiteral("alias"), 998}});
        QCOMPARE(systemUserOf(QStringLiteral("ollama"), accounts), std::optional(998U));
        QCOMPARE(systemUserOf(QStringLiteral("alias"), accounts), std::nullopt);
    }
    void theComputersOwnList()
    {
        const auto accounts = systemAccounts();
        QCOMPARE(accounts.nameOf(0), std::optional(QStringLiteral("root")));
        QCOMPARE(accounts.userOf(QStringLiteral("root")), std::optional(0U));
        QCOMPARE(accounts.userOf(QStringLiteral("no such account")), std::nullopt);
        QCOMPARE(systemUserOf(QStringLiteral("root"), accounts), std::nullopt);
        for (quint32 user = 1; user < 1000; ++user) {
            const auto name = systemAccountOf(user, accounts);
            if (!name) continue;
            QCOMPARE(systemUserOf(*name, accounts), std::optional(user));
            break; // one is enough
        }
    }
};

QTEST_GUILESS_MAIN(TestSystemAccounts)
#include "tst_system_accounts.moc"
