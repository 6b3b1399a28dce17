// Probes the keychain of whatever session it runs in and prints the backend's name or the error's.
#include "core/keychain/qt_keychain_store.h"
#include "tests/fakes/await.h"

#include <QtCore/QCoreApplication>

#include <cstdio>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    using namespace core::keychain;
    QtKeychainStore store(QStringLiteral("sekisho-test"), std::make_shared<BackendInMemory>(),
                          {std::chrono::seconds(5), std::chrono::seconds(5)});
    const auto backend = fakes::await(store.probe());
    std::printf("%s\n", qPrintable(backend ? backend->name : core::errcName(backend.error().code)));
    return 0;
}
