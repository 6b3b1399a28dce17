#include "app/sekisho/core_loader.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QPluginLoader>

namespace app::sekisho {

core::Result<library::CoreLibrary*> loadCore()
{
    const auto name = QStringLiteral("libsekisho-core.so");
    const QDir here(QCoreApplication::applicationDirPath());
    QString detail = QStringLiteral("not found");
    for (const auto& folder : {here.path(), here.filePath(QStringLiteral("../lib/sekisho/core"))}) {
        const auto path = QFileInfo(QDir(folder).filePath(name)).canonicalFilePath();
        if (path.isEmpty()) continue;
        QPluginLoader loader(path); // does not unload it when it goes
        if (auto* found = qobject_cast<library::CoreLibrary*>(loader.instance())) return found;
        detail = loader.isLoaded() ? QStringLiteral("another version") : loader.errorString();
    }
    return core::fail(core::Errc::Unavailable, detail, name);
}

} // namespace app::sekisho
