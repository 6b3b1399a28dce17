// What Sekisho's memory cannot go below with the libraries it stands on: the empty window, two lines of text in
// Sekisho's fonts, and one use of each library that a start needs (SQLite, OpenSSL, the keychain) or must have at hand
// (Qt Network). No code of Sekisho's but that which picks the fonts.
#include "ui/theme/appearance.h"

#include <QtCore/QTimer>
#include <QtGui/QPainter>
#include <QtNetwork/QTcpSocket>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtWidgets/QApplication>
#include <QtWidgets/QWidget>
#include <qt6keychain/keychain.h>

#include <openssl/evp.h>

namespace {

class Window final : public QWidget {
protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setFont(ui::theme::font(ui::theme::Type::Body));
        painter.drawText(100, 100, QStringLiteral("An AI agent that can only do what you can"));
        painter.setFont(ui::theme::font(ui::theme::Type::BodyStrong));
        painter.drawText(100, 200, QStringLiteral("New conversation"));
    }
};

void useLibraries()
{
    auto* socket = new QTcpSocket(qApp);
    socket->setObjectName(QStringLiteral("not connected"));

    auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"));
    database.setDatabaseName(QStringLiteral(":memory:"));
    database.open();
    QSqlQuery(database).exec(QStringLiteral("CREATE TABLE one (two TEXT)"));

    const unsigned char key[32] = {};
    unsigned char block[16] = {};
    int length = 0;
    EVP_CIPHER_CTX* cipher = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nullptr, key, key);
    EVP_EncryptUpdate(cipher, block, &length, block, sizeof block);
    EVP_CIPHER_CTX_free(cipher);

    auto* job = new QKeychain::ReadPasswordJob(QStringLiteral("org.sekisho.Sekisho"));
    job->setInsecureFallback(false);
    job->setKey(QStringLiteral("not there"));
    job->start();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    ui::theme::Appearance appearance(application);
    Window window;
    window.resize(1180, 780);
    window.show();
    QTimer::singleShot(0, &window, useLibraries);
    return QApplication::exec();
}
