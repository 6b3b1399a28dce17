#pragma once

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>

namespace fakes {

/// An authority and server certificates made for this one test run by the openssl program.
class Certificates {
public:
    /// A configuration for a TLS server named `names` ("DNS:localhost,IP:127.0.0.1"). Null when openssl is missing.
    QSslConfiguration server(const QString& names, int days = 2)
    {
        if (!makeAuthority()) return {};
        const auto extensions = folder_.filePath(QStringLiteral("leaf.cnf"));
        write(extensions, "subjectAltName=" + names.toLatin1() + "\nextendedKeyUsage=serverAuth\n");
        const bool made =
            run({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                 QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"), QStringLiteral("-subj"),
                 QStringLiteral("/CN=test server"), QStringLiteral("-keyout"), path("leaf.key"), QStringLiteral("-out"),
                 path("leaf.csr")}) &&
            run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), path("leaf.csr"),
                 QStringLiteral("-CA"), path("ca.pem"), QStringLiteral("-CAkey"), path("ca.key"),
                 QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QString::number(days),
                 QStringLiteral("-extfile"), extensions, QStringLiteral("-out"), path("leaf.pem")});
        if (!made) return {};
        auto configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(read(path("leaf.pem"))));
        configuration.setPrivateKey(QSslKey(read(path("leaf.key")), QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        return configuration;
    }
    /// The authority that signed them; valid after the first call of server().
    QSslCertificate authority() const { return QSslCertificate(read(path("ca.pem"))); }

private:
    bool makeAuthority()
    {
        if (QFile::exists(path("ca.pem"))) return true;
        return run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
                    QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                    QStringLiteral("-subj"), QStringLiteral("/CN=test authority"), QStringLiteral("-days"),
                    QStringLiteral("2"), QStringLiteral("-keyout"), path("ca.key"), QStringLiteral("-out"),
                    path("ca.pem")});
    }
    static bool run(const QStringList& arguments)
    {
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"), arguments);
        return openssl.waitForFinished(30000) && openssl.exitStatus() == QProcess::NormalExit &&
               openssl.exitCode() == 0;
    }
    QString path(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    static QByteArray read(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString& name, const QByteArray& bytes)
    {
        QFile file(name);
        if (file.open(QIODevice::WriteOnly)) file.write(bytes);
    }

    QTemporaryDir folder_;
};

} // namespace fakes
