#pragma once

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QString>

#include <cstdio>

namespace tests {

/// A folder of test data made by others: under SEKISHO_TEST_DATA, else beside the source tree. Empty when it is not
/// there, after saying so in the words that ctest takes for "skipped". `count` says how many tests or files are left
/// out.
inline QString thirdPartyFolder(const char* name, int count = 1)
{
    const auto root = qEnvironmentVariable("SEKISHO_TEST_DATA", QStringLiteral(SEKISHO_SOURCE_DIR "/../shared/data"));
    const QString folder = QDir(root).filePath(QLatin1String(name));
    if (QFileInfo(folder).isDir()) return folder;
    std::printf("%d skipped: data absent (%s)\n", count, name);
    std::fflush(stdout);
    return {};
}

} // namespace tests
