#include "core/audit/audit_trail.h"

#include "core/audit/record_p.h"
#include "core/base/file_lock.h"
#include "core/base/logging.h"

#include <QtCore/QBuffer>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QSet>
#include <QtCore/QThread>
#include <QtCore/QTimer>

#include <deque>
#include <map>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace core::audit {
namespace {

// Other processes hold a log for the length of one write.
constexpr std::chrono::seconds lockTimeout(10);
constexpr std::chrono::milliseconds askAgainAfter(2);
const auto formatName = QStringLiteral("sekisho-audit-1");

bool syncToDisk(QFileDevice& file)
{
    if (!file.flush()) return false;
#ifdef Q_OS_LINUX
    return ::fdatasync(file.handle()) == 0;
#elif defined(Q_OS_UNIX)
    return ::fsync(file.handle()) == 0;
#else
    return true;
#endif
}

// A new file is there after a power cut only if its folder was written, too.
void syncFolder(const QString& folder)
{
#ifdef Q_OS_UNIX
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
#else
    Q_UNUSED(folder);
#endif
}

} // namespace

// Everything that touches files; lives on a thread of its own. Work is done in the order it came. Where a log is locked
// by another process, it is asked for again a little later: the system offers no way to be told.
class AuditTrail::Worker : public QObject {
public:
    explicit Worker(QString folder)
        : folder_(std::move(folder))
        , again_(this)
    {
        again_.setSingleShot(true);
        connect(&again_, &QTimer::timeout, this, &Worker::pump);
    }

    // Runs `work` with the log locked that `lockPath` names (called first, on this thread); an empty path: without.
    template <typename T>
    Async<T> post(std::function<Result<QString>()> lockPath, std::function<Result<T>()> work)
    {
        Answer<T> answer;
        Job job{std::move(lockPath),
                [answer, work = std::move(work)](const Result<>& locked) {
                    answer.give(locked ? work() : Result<T>(tl::unexpected(locked.error())));
                },
                {}};
        QMetaObject::invokeMethod(this, [this, job = std::move(job)] { add(job); }, Qt::QueuedConnection);
        return answer.future();
    }
    void finishAll() // the last call: nothing that was handed in is left undone
    {
        while (!jobs_.empty())
            pump();
    }

    Result<QString> pathForWriting(const QString& person, const QDateTime& nowUtc);
    Result<QString> pathForReading(const QString& person) const;
    Result<> append(const Record& record, const QDateTime& nowUtc, Durability durability);
    Result<Verification> verify(const QString& person) const;
    Result<Piece> read(const QString& person, const ChainHead& from) const;
    Result<PieceBack> readBack(const QString& person, std::optional<qint64> before, const Wanted& wanted) const;
    void keepIn(Place place, const QString& person);

private:
    struct Job {
        std::function<Result<QString>()> lockPath;
        std::function<void(const Result<>& locked)> run;
        std::optional<QDeadlineTimer> deadline; ///< set once it had to wait
    };
    struct Log {
        std::unique_ptr<QIODevice> device;
        ChainHead head;
        bool broken = false;
    };

    void add(const Job& job);
    void pump();
    bool attempt(Job& job);
    QString pathOf(const QString& person) const;
    Result<QIODevice*> openForReading(const QString& person, QFile& file) const;
    Result<Log*> open(const QString& person, const QDateTime& nowUtc);
    Result<> catchUp(Log& log, const QDateTime& nowUtc);
    Result<> write(Log& log, const QByteArray& body);
    Result<> begin(Log& log, const QDateTime& nowUtc);

    QString folder_;
    QTimer again_;
    std::deque<Job> jobs_;
    QSet<QString> inMemory_;
    std::map<QString, Log> logs_;       ///< on the disk
    std::map<QString, Log> memoryLogs_; ///< of the people in inMemory_, or who were there
};

void AuditTrail::Worker::keepIn(Place place, const QString& person)
{
    if (place == Place::Memory)
        inMemory_.insert(person);
    else
        inMemory_.remove(person);
}

void AuditTrail::Worker::add(const Job& job)
{
    jobs_.push_back(job);
    if (!again_.isActive()) pump();
}

void AuditTrail::Worker::pump()
{
    while (!jobs_.empty()) {
        if (!attempt(jobs_.front())) {
            again_.start(askAgainAfter);
            return;
        }
        jobs_.pop_front();
    }
}

// False: the lock is held by somebody else, and there is time left.
bool AuditTrail::Worker::attempt(Job& job)
{
    const auto path = job.lockPath();
    if (!path || path->isEmpty()) {
        job.run(path ? Result<>() : Result<>(tl::unexpected(path.error())));
        return true;
    }
    const auto lock = FileLock::tryLock(*path);
    if (!lock) {
        job.run(tl::unexpected(lock.error()));
        return true;
    }
    if (*lock) {
        job.run({});
        return true;
    }
    if (!job.deadline) job.deadline = QDeadlineTimer(lockTimeout);
    if (!job.deadline->hasExpired()) return false;
    job.run(fail(Errc::Busy, QStringLiteral("another process holds the audit log")));
    return true;
}

Result<QString> AuditTrail::Worker::pathForWriting(const QString& person, const QDateTime& nowUtc)
{
    TRY_ASSIGN(auto* const log, open(person, nowUtc));
    if (log->broken) return fail(Errc::Corrupt, QStringLiteral("the audit log was found broken before"));
    return inMemory_.contains(person) ? QString() : pathOf(person);
}

Result<QString> AuditTrail::Worker::pathForReading(const QString& person) const
{
    if (inMemory_.contains(person)) return QString();
    if (!QFile::exists(pathOf(person))) return fail(Errc::NotFound, QStringLiteral("no audit log"));
    return pathOf(person);
}

QString AuditTrail::Worker::pathOf(const QString& person) const
{
    return folder_ + QLatin1Char('/') + (person.isEmpty() ? QStringLiteral("device") : person) + QStringLiteral(".log");
}

Result<AuditTrail::Worker::Log*> AuditTrail::Worker::open(const QString& person, const QDateTime& nowUtc)
{
    const bool inMemory = inMemory_.contains(person);
    auto& log = (inMemory ? memoryLogs_ : logs_)[person];
    if (log.device) return &log;
    if (inMemory) {
        auto buffer = std::make_unique<QBuffer>();
        buffer->open(QIODevice::ReadWrite);
        log.device = std::move(buffer);
        TRY(begin(log, nowUtc));
        return &log;
    }
    if (!QDir(folder_).exists()) {
        if (!QDir().mkpath(folder_)) return fail(Errc::DiskFull, QStringLiteral("no folder for the audit log"));
        QFile::setPermissions(folder_, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    auto file = std::make_unique<QFile>(pathOf(person));
    const bool isNew = !file->exists();
    if (!file->open(QIODevice::ReadWrite | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner)) {
        return fail(Errc::DiskFull, QStringLiteral("the audit log cannot be opened"));
    }
    if (isNew) syncFolder(folder_);
    log.device = std::move(file);
    return &log;
}

// The first record says what the file is.
Result<> AuditTrail::Worker::begin(Log& log, const QDateTime& nowUtc)
{
    const QJsonObject first{{QStringLiteral("ts"), nowUtc.toString(Qt::ISODateWithMs)},
                            {QStringLiteral("kind"), QStringLiteral("opened")},
                            {QStringLiteral("format"), formatName}};
    return write(log, QJsonDocument(first).toJson(QJsonDocument::Compact));
}

Result<> AuditTrail::Worker::write(Log& log, const QByteArray& body)
{
    ChainHead next = log.head;
    TRY_ASSIGN(const auto line, appendLine(next, body));
    log.device->seek(log.head.length);
    if (log.device->write(line) != line.size()) {
        // Half a line is taken away again, so that the next record follows a whole one.
        if (auto* file = qobject_cast<QFile*>(log.device.get())) file->resize(log.head.length);
        return fail(Errc::DiskFull, QStringLiteral("an audit record could not be written"));
    }
    log.head = next;
    return {};
}

// Reads what other processes appended since, checks that it continues our chain, and drops a torn last line. Called
// with the file locked.
Result<> AuditTrail::Worker::catchUp(Log& log, const QDateTime& nowUtc)
{
    const auto size = log.device->size();
    if (size < log.head.length) {
        log.broken = true;
        return fail(Errc::Corrupt, QStringLiteral("the audit log became shorter"));
    }
    log.device->seek(log.head.length);
    QByteArray rest;
    while (log.device->pos() < size) {
        rest += log.device->read(1024 * 1024);
        qsizetype start = 0;
        for (auto end = rest.indexOf('\n', start); end >= 0; end = rest.indexOf('\n', start)) {
            const auto line = QByteArrayView(rest).sliced(start, end - start);
            if (!checkLine(log.head, line)) {
                log.broken = true;
                qCCritical(logAudit, "the audit log does not hold at record %lld", log.head.nextSequence);
                return fail(Errc::Corrupt, QStringLiteral("record %1 does not hold").arg(log.head.nextSequence));
            }
            start = end + 1;
        }
        rest.remove(0, start);
    }
    if (rest.isEmpty()) return log.head.nextSequence == 0 ? begin(log, nowUtc) : Result<>();

    auto* file = qobject_cast<QFile*>(log.device.get());
    if (file == nullptr || !file->resize(log.head.length)) {
        return fail(Errc::DiskFull, QStringLiteral("a torn record could not be dropped"));
    }
    if (log.head.nextSequence == 0) TRY(begin(log, nowUtc));
    qCWarning(logAudit, "dropped %lld bytes of an unfinished audit record", static_cast<long long>(rest.size()));
    const QJsonObject note{{QStringLiteral("ts"), nowUtc.toString(Qt::ISODateWithMs)},
                           {QStringLiteral("kind"), kindName(Kind::Repaired)},
                           {QStringLiteral("bytes"), rest.size()}};
    return write(log, QJsonDocument(note).toJson(QJsonDocument::Compact));
}

Result<> AuditTrail::Worker::append(const Record& record, const QDateTime& nowUtc, Durability durability)
{
    TRY_ASSIGN(auto* const log, open(record.person, nowUtc));
    auto* const file = qobject_cast<QFile*>(log->device.get());
    if (file == nullptr) {
        return write(*log, recordBody(record, nowUtc));
    }
    TRY(catchUp(*log, nowUtc));
    TRY(write(*log, recordBody(record, nowUtc)));
    if (durability == Durability::Synced && !syncToDisk(*file)) {
        return fail(Errc::DiskFull, QStringLiteral("an audit record could not be made durable"));
    }
    return {};
}

// \param file  of the caller, for as long as it reads; stays closed where the log is in memory
Result<QIODevice*> AuditTrail::Worker::openForReading(const QString& person, QFile& file) const
{
    if (inMemory_.contains(person)) {
        const auto found = memoryLogs_.find(person);
        if (found == memoryLogs_.end()) return fail(Errc::NotFound, QStringLiteral("no audit log"));
        return found->second.device.get();
    }
    file.setFileName(pathOf(person));
    if (!file.open(QIODevice::ReadOnly)) return fail(Errc::NotFound, QStringLiteral("no audit log"));
    return &file;
}

Result<Verification> AuditTrail::Worker::verify(const QString& person) const
{
    QFile file;
    TRY_ASSIGN(auto* const device, openForReading(person, file));
    return verifyChain(*device);
}

Result<Piece> AuditTrail::Worker::read(const QString& person, const ChainHead& from) const
{
    QFile file;
    TRY_ASSIGN(auto* const device, openForReading(person, file));
    return readPiece(*device, from);
}

Result<PieceBack> AuditTrail::Worker::readBack(const QString& person, std::optional<qint64> before,
                                               const Wanted& wanted) const
{
    QFile file;
    TRY_ASSIGN(auto* const device, openForReading(person, file));
    return readPieceBack(*device, before, wanted);
}

AuditTrail::AuditTrail(QString folder, const Clock& clock)
    : clock_(clock)
    , thread_(std::make_unique<QThread>())
    , worker_(std::make_unique<Worker>(std::move(folder)))
{
    thread_->setObjectName(QStringLiteral("audit"));
    worker_->moveToThread(thread_.get());
    thread_->start();
}

AuditTrail::~AuditTrail()
{
    QMetaObject::invokeMethod(worker_.get(), [this] { worker_->finishAll(); }, Qt::BlockingQueuedConnection);
    thread_->quit();
    thread_->wait();
}

Async<> AuditTrail::append(Record record, Durability durability)
{
    auto* worker = worker_.get();
    const auto nowUtc = clock_.nowUtc();
    const auto lockPath = [worker, person = record.person, nowUtc] { return worker->pathForWriting(person, nowUtc); };
    return worker->post<void>(lockPath, [worker, record = std::move(record), nowUtc, durability] {
        return worker->append(record, nowUtc, durability);
    });
}

void AuditTrail::keepIn(Place place, const QString& person)
{
    auto* worker = worker_.get();
    const auto noLock = []() -> Result<QString> { return QString(); };
    std::ignore = worker->post<void>(noLock, [worker, place, person]() -> Result<> {
        worker->keepIn(place, person);
        return {};
    });
}

Async<Verification> AuditTrail::verify(const QString& person)
{
    // Locked, so that a record that another process is writing does not look torn.
    auto* worker = worker_.get();
    return worker->post<Verification>([worker, person] { return worker->pathForReading(person); },
                                      [worker, person] { return worker->verify(person); });
}

Async<Piece> AuditTrail::read(const QString& person, const ChainHead& from)
{
    auto* worker = worker_.get();
    return worker->post<Piece>([worker, person] { return worker->pathForReading(person); },
                               [worker, person, from] { return worker->read(person, from); });
}

Async<PieceBack> AuditTrail::readBack(const QString& person, std::optional<qint64> before, Wanted wanted)
{
    auto* worker = worker_.get();
    return worker->post<PieceBack>(
        [worker, person] { return worker->pathForReading(person); },
        [worker, person, before, wanted = std::move(wanted)] { return worker->readBack(person, before, wanted); });
}

} // namespace core::audit
