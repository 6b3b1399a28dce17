#include "app/cli/audit_export.h"

#include "app/cli/audit_logs.h"
#include "app/cli/request.h"
#include "app/cli/terminal_text.h"
#include "core/audit/audit_trail.h"
#include "core/audit/ocsf.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <memory>

namespace app::cli {
namespace {

using core::audit::AuditTrail;
using core::audit::ChainHead;
using core::audit::CheckedRecord;

/// Where the lines go. Each step that did not work has been said, and `code()` is what the program ends with.
class Output {
public:
    /// \param file  empty: standard output
    Output(Console& console, const QString& file);

    [[nodiscard]] bool begin();
    [[nodiscard]] bool write(const QByteArray& line);
    /// Everything is written: the file gets its name.
    [[nodiscard]] bool finish();
    [[nodiscard]] Exit code() const { return code_; }

private:
    bool failed(core::Errc code, const QString& sentence);
    bool alreadyThere();
    bool standardOutputFailed(int error);

    Console& console_;
    QString path_;                              ///< absolute; empty: standard output
    std::unique_ptr<QTemporaryFile> file_ = {}; ///< beside it, readable for this account alone; gone if not finished
    Exit code_ = Exit::Ok;
};

Output::Output(Console& console, const QString& file)
    : console_(console)
    , path_(file.isEmpty() ? QString() : QFileInfo(file).absoluteFilePath())
{}

bool Output::failed(core::Errc code, const QString& sentence)
{
    console_.failure({code, QStringLiteral("the export"), path_}, sentence);
    code_ = Exit::Failed;
    return false;
}

bool Output::alreadyThere()
{
    return failed(core::Errc::Conflict,
                  QStringLiteral("%1 is there already, and nothing is written over it. Take another name, or remove it "
                                 "first.")
                      .arg(path_));
}

bool Output::standardOutputFailed(int error)
{
    if (error == EPIPE) { // there is nobody to tell
        code_ = Exit::ReaderGone;
        return false;
    }
    return failed(core::Errc::DiskFull, QStringLiteral("Standard output could not be written, so something is missing "
                                                       "there. Make room."));
}

bool Output::begin()
{
    if (path_.isEmpty()) return true;
    const QFileInfo there(path_);
    if (there.exists() || there.isSymLink()) return alreadyThere();
    file_ = std::make_unique<QTemporaryFile>(path_ + QStringLiteral(".XXXXXX"));
    if (file_->open()) return true;
    return failed(core::Errc::DiskFull, QStringLiteral("%1 cannot be made: %2. Take a folder that is there and that "
                                                       "your account may write to.")
                                            .arg(path_, file_->errorString()));
}

bool Output::write(const QByteArray& line)
{
    if (!file_) {
        writeLine(stdout, line);
        return std::ferror(stdout) == 0 || standardOutputFailed(errno);
    }
    if (file_->write(line + '\n') == line.size() + 1) return true;
    return failed(core::Errc::DiskFull, QStringLiteral("%1 could not be written: %2. Nothing of it was kept. Make room "
                                                       "and try again.")
                                            .arg(path_, file_->errorString()));
}

bool Output::finish()
{
    if (!file_) return std::fflush(stdout) == 0 || standardOutputFailed(errno);
    if (file_->flush() && file_->rename(path_)) {
        file_->setAutoRemove(false);
        return true;
    }
    if (QFileInfo::exists(path_)) return alreadyThere(); // made by somebody else meanwhile
    return failed(core::Errc::DiskFull, QStringLiteral("%1 could not be written: %2. Nothing of it was kept. Make room "
                                                       "and try again.")
                                            .arg(path_, file_->errorString()));
}

bool isAskedFor(const CheckedRecord& record, const ExportRequest& request)
{
    const auto day = core::audit::recordTimeUtc(record.content).date();
    if (!day.isValid()) return true; // a record is left out only for what it says
    return (request.since.isNull() || day >= request.since) && (request.until.isNull() || day <= request.until);
}

QByteArray eventLine(const CheckedRecord& record, const QString& log)
{
    const auto event = core::audit::ocsfEvent(record, log);
    return harmlessJson(QJsonDocument(event).toJson(QJsonDocument::Compact));
}

enum class LogEnd { Whole, NotWhole, OutputFailed };

class Exporter {
public:
    Exporter(const ExportRequest& request, Console& console, Output& output)
        : request_(request)
        , console_(console)
        , output_(output)
        , trail_(auditFolder(), clock_)
    {}

    LogEnd run(const QString& path);
    [[nodiscard]] qint64 events() const { return events_; }

private:
    LogEnd failed(const QString& path, const core::Error& error, qint64 record);
    LogEnd ended(const QString& path, const core::audit::Piece& last);

    const ExportRequest& request_;
    Console& console_;
    Output& output_;
    core::SystemClock clock_;
    AuditTrail trail_;
    qint64 events_ = 0;
};

LogEnd Exporter::run(const QString& path)
{
    const auto log = auditLogName(path);
    for (ChainHead head;;) {
        const auto piece = waitFor(trail_.read(log, head));
        if (!piece) return failed(path, piece.error(), head.nextSequence);
        for (const auto& record : piece->records) {
            if (!isAskedFor(record, request_)) continue;
            if (!output_.write(eventLine(record, log))) return LogEnd::OutputFailed;
            ++events_;
        }
        if (piece->atEnd) return ended(path, *piece);
        head = piece->next;
    }
}

LogEnd Exporter::failed(const QString& path, const core::Error& error, qint64 record)
{
    if (error.code == core::Errc::Corrupt)
        console_.failure(error, auditLogBroken(path, record) + QStringLiteral(" What stands before it is exported, and "
                                                                              "nothing from there on."));
    else
        auditLogFailed(console_, path, error);
    return LogEnd::NotWhole;
}

LogEnd Exporter::ended(const QString& path, const core::audit::Piece& last)
{
    if (last.next.nextSequence == 0) {
        console_.failure({core::Errc::Corrupt, QStringLiteral("an empty audit log"), path}, auditLogEmpty(path));
        return LogEnd::NotWhole;
    }
    noteUnfinished(console_, path, last.next.nextSequence, last.tornBytes);
    return LogEnd::Whole;
}

tl::expected<QDate, QString> dayOf(const QCommandLineParser& parser, const QString& option)
{
    if (!parser.isSet(option)) return QDate();
    const auto text = parser.value(option);
    const auto day = QDate::fromString(text, QStringLiteral("yyyy-MM-dd"));
    if (day.isValid()) return day;
    return tl::unexpected<QString>(
        QStringLiteral("--%1 takes a day, as in 2026-01-31, and \"%2\" is none.").arg(option, text));
}

} // namespace

tl::expected<ExportRequest, QString> parseExport(const QStringList& words)
{
    const auto out = QStringLiteral("out");
    const auto since = QStringLiteral("since");
    const auto until = QStringLiteral("until");
    QCommandLineParser parser;
    for (const auto& name : {out, since, until})
        parser.addOption(QCommandLineOption(name, QString(), name));
    const bool understood = parser.parse(QStringList{QStringLiteral("export")} + words);
    if (!understood || !parser.positionalArguments().isEmpty())
        return tl::unexpected<QString>(QStringLiteral("It is sekisho-cli audit export, with --out FILE, --since and "
                                                      "--until 2026-01-31 or without, and nothing else."));
    if (parser.isSet(out) && parser.value(out).isEmpty())
        return tl::unexpected<QString>(QStringLiteral("Which file? --out takes its name; leave it out for standard "
                                                      "output."));
    ExportRequest request;
    request.file = parser.value(out);
    const auto first = dayOf(parser, since);
    if (!first) return tl::unexpected<QString>(first.error());
    const auto last = dayOf(parser, until);
    if (!last) return tl::unexpected<QString>(last.error());
    request.since = *first;
    request.until = *last;
    if (request.since.isValid() && request.until.isValid() && request.until < request.since)
        return tl::unexpected<QString>(QStringLiteral("--until is a day before --since, so there is nothing between "
                                                      "them. Change one of them."));
    return request;
}

int exportLogs(const ExportRequest& request, Console& console)
{
    const auto paths = auditLogs(console);
    if (!paths) return static_cast<int>(Exit::Failed);
    Output output(console, request.file);
    if (!output.begin()) return static_cast<int>(output.code());
    Exporter exporter(request, console, output);
    bool allWhole = true;
    for (const auto& path : *paths) {
        const auto end = exporter.run(path);
        if (end == LogEnd::OutputFailed) return static_cast<int>(output.code());
        allWhole = end == LogEnd::Whole && allWhole;
    }
    if (!output.finish()) return static_cast<int>(output.code());
    console.note(QStringLiteral("%1 records of %2 logs were exported.").arg(exporter.events()).arg(paths->size()));
    noteWhatCannotBeSeen(console);
    return static_cast<int>(allWhole ? Exit::Ok : Exit::Failed);
}

} // namespace app::cli
