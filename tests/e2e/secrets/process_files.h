#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QList>
#include <QtCore/QString>

#include <fcntl.h>
#include <functional>
#include <optional>
#include <sys/types.h>
#include <unistd.h>

/// What the system shows of a process below /proc.
namespace e2e::process {

struct Process {
    pid_t pid = 0;
    pid_t parent = 0;
    QByteArray name;
    QByteArray started; ///< with the pid it names the process for good
};

inline QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QString folder(pid_t pid)
{
    return QStringLiteral("/proc/%1").arg(pid);
}

inline std::optional<Process> find(pid_t pid)
{
    const auto stat = contents(folder(pid) + QStringLiteral("/stat"));
    const auto open = stat.indexOf('(');
    const auto close = stat.lastIndexOf(')');
    if (open < 0 || close < open) return {};
    const auto rest = stat.mid(close + 2).split(' ');
    return Process{pid, static_cast<pid_t>(rest.value(1).toInt()), stat.mid(open + 1, close - open - 1),
                   rest.value(19)};
}

inline QList<Process> all()
{
    QList<Process> found;
    for (const auto& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool isPid = false;
        const auto pid = name.toInt(&isPid);
        if (const auto one = isPid ? find(pid) : std::nullopt) found.append(*one);
    }
    return found;
}

/// One stretch of a process's memory, as smaps describes it.
struct Mapping {
    quint64 from = 0;
    quint64 to = 0;
    QByteArray name;
    bool leftOutOfDumps = false; ///< MADV_DONTDUMP
    bool ownBytes = false;       ///< has pages that are in no file: what a dump is made of
};

inline QList<Mapping> mappings(pid_t pid)
{
    QList<Mapping> found;
    for (const auto& line : contents(folder(pid) + QStringLiteral("/smaps")).split('\n')) {
        const auto words = line.simplified().split(' ');
        const auto dash = words.first().indexOf('-');
        bool isNumber = false;
        if (const auto from = words.first().left(dash).toULongLong(&isNumber, 16); dash > 0 && isNumber) {
            found.append({from, words.first().mid(dash + 1).toULongLong(nullptr, 16), words.mid(5).join(' ')});
        } else if (!found.isEmpty() && words.size() > 1) {
            if (line.startsWith("VmFlags:")) found.last().leftOutOfDumps = words.contains("dd");
            const bool own = line.startsWith("Anonymous:") || line.startsWith("Swap:");
            if (own && words.at(1) != "0") found.last().ownBytes = true;
        }
    }
    return found;
}

/// Reads everything of a process that is not merely a file's: what a debugger of root would write as its dump, and
/// also what it would leave out. False when the system does not let this process look.
inline bool readMemory(pid_t pid, const std::function<void(const Mapping&, QByteArrayView)>& piece)
{
    const int memory =
        ::open(QFile::encodeName(folder(pid) + QStringLiteral("/mem")).constData(), O_RDONLY | O_CLOEXEC);
    if (memory < 0) return false;
    for (const auto& mapping : mappings(pid)) {
        if (!mapping.ownBytes || mapping.name.startsWith("[v")) continue;
        QByteArray bytes(static_cast<qsizetype>(mapping.to - mapping.from), Qt::Uninitialized);
        qsizetype size = 0;
        while (size < bytes.size()) {
            const auto read = ::pread(memory, bytes.data() + size, static_cast<size_t>(bytes.size() - size),
                                      static_cast<off_t>(mapping.from) + size);
            if (read <= 0) break;
            size += read;
        }
        piece(mapping, QByteArrayView(bytes).first(size));
    }
    ::close(memory);
    return true;
}

} // namespace e2e::process
