#pragma once

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>

/// npm oidc-provider as a process of its own (tests/e2e/op). Its modules lie in the folder that SEKISHO_NODE_MODULES
/// names, or in build/node, where packaging/dev puts them.
class NodeProvider {
public:
    [[nodiscard]] static QString modulesFolder()
    {
        const auto set = qEnvironmentVariable("SEKISHO_NODE_MODULES");
        if (!set.isEmpty()) return set;
        return QStringLiteral(SEKISHO_SOURCE_DIR "/build/node/node_modules");
    }
    /// Empty, or why it cannot run here.
    [[nodiscard]] static QString missing()
    {
        for (const auto* part : {"/oidc-provider/package.json", "/node/bin/node"}) {
            const auto path = modulesFolder() + QString::fromLatin1(part);
            if (!QFileInfo::exists(path)) return QStringLiteral("npm modules absent (%1)").arg(path);
        }
        return {};
    }

    ~NodeProvider()
    {
        process_.closeWriteChannel(); // it ends when its standard input does
        if (!process_.waitForFinished(5000)) process_.kill();
        process_.waitForFinished();
    }

    /// Empty when it did not start; then error() says why.
    [[nodiscard]] QString start(const QString& algorithm, int accessSeconds = 300)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ALG"), algorithm);
        environment.insert(QStringLiteral("ACCESS_TTL"), QString::number(accessSeconds));
        environment.insert(QStringLiteral("SEKISHO_NODE_MODULES"), modulesFolder());
        process_.setProcessEnvironment(environment);
        process_.start(modulesFolder() + QStringLiteral("/node/bin/node"),
                       {QStringLiteral(SEKISHO_SOURCE_DIR "/tests/e2e/op/provider.mjs")});
        process_.waitForReadyRead(30000);
        const auto line = QString::fromUtf8(process_.readLine()).trimmed();
        return line.startsWith(QLatin1String("ready ")) ? line.mid(6) : QString();
    }
    [[nodiscard]] QString error() { return QString::fromUtf8(process_.readAllStandardError()); }

private:
    QProcess process_;
};
