#include "core/audit/audit_trail.h"

#include "core/base/canonical_json.h"
#include "core/base/file_lock.h"
#include "core/base/logging.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QBuffer>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QSaveFile>
#include <QtCore/QSet>
#include <QtCore/QThreadPool>

#include <map>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace core::audit {
namespace {

constexpr qsizetype maxTextLength = 512;
constexpr std::chrono::seconds lockTimeout(10);
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

void put(QJsonObject& object, const QString& key, const QString& text)
{
    if (!text.isEmpty()) object.insert(key, text.left(maxTextLength));
}

Result<QByteArray> bodyOf(const Record& record, const QDateTime& nowUtc, const QByteArray& salt)
{
    QJsonObject body{{QStringLiteral("ts"), nowUtc.toString(Qt::ISODateWithMs)},
                     {QStringLiteral("kind"), kindName(record.kind)}};
    put(body, QStringLiteral("person"), record.person);
    put(body, QStringLiteral("outcome"), record.outcome);
    put(body, QStringLiteral("host"), record.host);
    put(body, QStringLiteral("audience"), record.audience);
    put(body, QStringLiteral("call"), record.call.text());
    put(body, QStringLiteral("tool"), record.tool);
    put(body, QStringLiteral("definition"), record.definition);
    put(body, QStringLiteral("decision"), record.decision);
    put(body, QStringLiteral("rule"), record.rule);
    if (record.httpStatus != 0) body.insert(QStringLiteral("http"), record.httpStatus);
    if (!record.labels.isEmpty()) {
        QJsonArray labels;
        for (const auto& label : record.labels.mid(0, 32))
            labels.append(label.left(maxTextLength));
        body.insert(QStringLiteral("labels"), labels);
    }
    if (record.arguments) {
        TRY_ASSIGN(const auto canonical, canonicalJson(*record.arguments));
        body.insert(QStringLiteral("arguments"), QString::fromLatin1(crypto::sha256(salt + canonical).toHex()));
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QJsonObject payloadOf(QByteArrayView line)
{
    return QJsonDocument::fromJson(line.sliced(65).toByteArray()).object();
}

} // namespace

QString kindName(Kind kind)
{
    switch (kind) {
    case Kind::SignIn: return QStringLiteral("sign-in");
    case Kind::Refresh: return QStringLiteral("refresh");
    case Kind::SignOut: return QStringLiteral("sign-out");
    case Kind::Revocation: return QStringLiteral("revocation");
    case Kind::Forgotten: return QStringLiteral("forgotten");
    case Kind::Decision: return QStringLiteral("decision");
    case Kind::CallStarted: return QStringLiteral("call-started");
    case Kind::CallEnded: return QStringLiteral("call-ended");
    case Kind::Repaired: return QStringLiteral("repaired");
    }
    return {};
}

// Everything that touches files. Used on the pool's one thread only, except keepInMemory's set, which is handed over
// through the same pool.
class AuditTrail::Worker {
public:
    explicit Worker(QString folder)
        : folder_(std::move(folder))
    {
        pool_.setMaxThreadCount(1);
        pool_.setExpiryTimeout(-1);
    }
    ~Worker() { pool_.waitForDone(); }

    template <typename Work>
    auto post(Work work)
    {
        return QtConcurrent::run(&pool_, std::move(work));
    }

    Result<> append(const Record& record, const QDateTime& nowUtc, Durability durability);
    Result<Verification> verify(const QString& person);
    Result<QList<QJsonObject>> last(const QString& person, int count);
    void keepInMemory(const QString& person) { inMemory_.insert(person); }

private:
    struct Log {
        std::unique_ptr<QIODevice> device;
        ChainHead head;
        QByteArray salt;
        bool broken = false;
    };

    QString pathOf(const QString& person) const;
    Result<Log*> open(const QString& person, const QDateTime& nowUtc);
    Result<> catchUp(Log& log, const QDateTime& nowUtc);
    Result<> write(Log& log, const QByteArray& body);
    Result<> begin(Log& log, const QDateTime& nowUtc);

    QString folder_;
    QThreadPool pool_;
    QSet<QString> inMemory_;
    std::map<QString, Log> logs_;
};

QString AuditTrail::Worker::pathOf(const QString& person) const
{
    return folder_ + QLatin1Char('/') + (person.isEmpty() ? QStringLiteral("device") : person) + QStringLiteral(".log");
}

Result<AuditTrail::Worker::Log*> AuditTrail::Worker::open(const QString& person, const QDateTime& nowUtc)
{
    auto& log = logs_[person];
    if (log.device) return &log;
    if (inMemory_.contains(person)) {
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
    if (!file->open(QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        return fail(Errc::DiskFull, QStringLiteral("the audit log cannot be opened"));
    }
    if (isNew) {
        file->setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        syncFolder(folder_);
    }
    log.device = std::move(file);
    return &log;
}

// The first record says what the file is and holds the salt for hashes of arguments.
Result<> AuditTrail::Worker::begin(Log& log, const QDateTime& nowUtc)
{
    log.salt = crypto::randomBytes(32);
    const QJsonObject first{{QStringLiteral("ts"), nowUtc.toString(Qt::ISODateWithMs)},
                            {QStringLiteral("kind"), QStringLiteral("opened")},
                            {QStringLiteral("format"), formatName},
                            {QStringLiteral("salt"), QString::fromLatin1(log.salt.toHex())}};
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
            if (log.head.nextSequence == 1) {
                log.salt = QByteArray::fromHex(payloadOf(line).value(QStringLiteral("salt")).toString().toLatin1());
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
    if (log->broken) return fail(Errc::Corrupt, QStringLiteral("the audit log was found broken before"));
    auto* const file = qobject_cast<QFile*>(log->device.get());
    if (file == nullptr) {
        TRY_ASSIGN(const auto body, bodyOf(record, nowUtc, log->salt));
        return write(*log, body);
    }
    TRY_ASSIGN(const auto lock, FileLock::lock(file->fileName(), lockTimeout));
    TRY(catchUp(*log, nowUtc));
    TRY_ASSIGN(const auto body, bodyOf(record, nowUtc, log->salt));
    TRY(write(*log, body));
    if (durability == Durability::Synced && !syncToDisk(*file)) {
        return fail(Errc::DiskFull, QStringLiteral("an audit record could not be made durable"));
    }
    return {};
}

Result<Verification> AuditTrail::Worker::verify(const QString& person)
{
    if (inMemory_.contains(person)) {
        const auto found = logs_.find(person);
        if (found == logs_.end()) return fail(Errc::NotFound, QStringLiteral("no audit log"));
        return verifyChain(*found->second.device);
    }
    QFile file(pathOf(person));
    if (!file.open(QIODevice::ReadOnly)) return fail(Errc::NotFound, QStringLiteral("no audit log"));
    // Locked, so that a record that another process is writing does not look torn.
    TRY_ASSIGN(const auto lock, FileLock::lock(file.fileName(), lockTimeout));
    return verifyChain(file);
}

Result<QList<QJsonObject>> AuditTrail::Worker::last(const QString& person, int count)
{
    TRY_ASSIGN(const auto verified, verify(person));
    if (!verified.intact()) return fail(Errc::Corrupt, QStringLiteral("the audit log does not hold"));
    std::unique_ptr<QFile> file;
    QIODevice* device = nullptr;
    if (inMemory_.contains(person)) {
        device = logs_.find(person)->second.device.get();
    } else {
        file = std::make_unique<QFile>(pathOf(person));
        if (!file->open(QIODevice::ReadOnly)) return fail(Errc::NotFound, QStringLiteral("no audit log"));
        device = file.get();
    }
    device->seek(0);
    QList<QByteArray> lines;
    while (device->pos() < verified.head.length) {
        lines.append(device->readLine());
        if (lines.size() > count) lines.removeFirst();
    }
    QList<QJsonObject> records;
    for (const auto& line : std::as_const(lines))
        records.append(payloadOf(line));
    return records;
}

AuditTrail::AuditTrail(QString folder, const Clock& clock)
    : clock_(clock)
    , worker_(std::make_shared<Worker>(std::move(folder)))
{}

AuditTrail::~AuditTrail() = default;

Async<> AuditTrail::append(Record record, Durability durability)
{
    auto* worker = worker_.get();
    return worker->post([worker, record = std::move(record), nowUtc = clock_.nowUtc(), durability] {
        return worker->append(record, nowUtc, durability);
    });
}

void AuditTrail::keepInMemory(const QString& person)
{
    auto* worker = worker_.get();
    worker->post([worker, person] { worker->keepInMemory(person); });
}

Async<Verification> AuditTrail::verify(const QString& person)
{
    auto* worker = worker_.get();
    return worker->post([worker, person] { return worker->verify(person); });
}

Async<QList<QJsonObject>> AuditTrail::last(const QString& person, int count)
{
    auto* worker = worker_.get();
    return worker->post([worker, person, count] { return worker->last(person, count); });
}

} // namespace core::audit
