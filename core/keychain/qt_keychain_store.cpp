#include "core/keychain/qt_keychain_store.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/keychain/session_bus_p.h"

#include <QtCore/QTimer>
#include <qt6keychain/keychain.h>

namespace core::keychain {

struct QtKeychainStore::Operation {
    Kind kind = Kind::Read;
    QString entry;
    Secret value;
    Lock lockBefore = Lock::Unknown;
    bool late = false;
    Answer<Secret> answer;
};

namespace {

QByteArray copyOut(const Secret& value)
{
    const auto bytes = value.expose();
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

// The job's own buffer is shared with `bytes`; once the job is gone, this is the last owner and can zero it.
void wipeAfter(QKeychain::Job* job, QObject* receiver, QByteArray bytes)
{
    QObject::connect(job, &QObject::destroyed, receiver, [bytes = std::move(bytes)]() mutable { wipe(bytes); });
}

Error errorOf(const QKeychain::Job& job)
{
    const auto detail = QStringLiteral("QtKeychain %1: %2").arg(job.error()).arg(job.errorString());
    switch (job.error()) {
    case QKeychain::EntryNotFound: return {Errc::NotFound, detail};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser: return {Errc::KeychainLocked, detail};
    case QKeychain::NoError:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError: break;
    }
    return {Errc::KeychainMissing, detail};
}

} // namespace

// Shows that the keychain works and which one it is: find, write, read, compare, ask where it lies, remove, remember.
class QtKeychainStore::Probe : public QObject {
public:
    explicit Probe(QtKeychainStore& store)
        : QObject(&store)
        , store_(store)
    {}

    Async<Backend> start()
    {
        next();
        return answer_.future();
    }

private:
    enum class Step { Find, Write, Read, Place, Remove, Remember };

    void next()
    {
        switch (step_) {
        case Step::Find: return after(Step::Write, store_.bus_->findService());
        case Step::Write: return after(Step::Read, store_.perform(Kind::Write, entry_, value_));
        case Step::Read: return after(Step::Place, store_.perform(Kind::Read, entry_, {}));
        case Step::Place: return after(Step::Remove, store_.bus_->holderOf(store_.service_, entry_));
        case Step::Remove: return after(Step::Remember, store_.perform(Kind::Remove, entry_, {}));
        case Step::Remember: return end(remembered());
        }
    }

    template <typename T>
    void after(Step step, const Async<T>& future)
    {
        onReady(future, this, [this, step](Result<T> result) {
            if (!result) {
                end(tl::unexpected(std::move(result).error()));
                return;
            }
            if constexpr (std::is_same_v<T, Secret>) {
                if (step_ == Step::Read && !result->equalsConstantTime(value_)) {
                    end(fail(Errc::KeychainMissing, QStringLiteral("the keychain gave back something else")));
                    return;
                }
            }
            if constexpr (std::is_same_v<T, QString>) name_ = *result;
            written_ = written_ || step_ == Step::Write;
            step_ = step;
            next();
        });
    }

    Result<Backend> remembered() const
    {
        const auto before = store_.memory_->name();
        if (!before) return fail(Errc::KeychainMissing, before.error().detail, name_);
        if (before->isEmpty()) TRY(store_.memory_->remember(name_));
        if (!before->isEmpty() && *before != name_)
            return fail(Errc::KeychainMissing, QStringLiteral("the keychain changed to ") + name_, *before);
        return Backend{name_};
    }

    void end(Result<Backend> result)
    {
        if (result) {
            store_.saw(result->name);
        } else {
            qCWarning(logKeychain) << "probe:" << errcName(result.error().code) << result.error().detail;
        }
        if (written_ && step_ != Step::Remember) forgetProbe();
        answer_.give(std::move(result));
        deleteLater();
    }

    void forgetProbe()
    {
        onReady(store_.perform(Kind::Remove, entry_, {}), &store_, [](const Result<Secret>& removed) {
            if (!removed) qCInfo(logKeychain) << "a probe entry stays behind";
        });
    }

    QtKeychainStore& store_;
    bool written_ = false;
    Step step_ = Step::Find;
    const QString entry_ = QStringLiteral("probe-") + newId(); // another process may probe at the same time
    const Secret value_ = Secret::random(16);
    QString name_;
    Answer<Backend> answer_;
};

QtKeychainStore::QtKeychainStore(QString service, std::shared_ptr<BackendMemory> memory, Limits limits, QObject* parent)
    : QObject(parent)
    , service_(std::move(service))
    , memory_(std::move(memory))
    , limits_(limits)
    , bus_(std::make_unique<SessionBus>(limits.answer))
{}

QtKeychainStore::QtKeychainStore(QString service, std::shared_ptr<BackendMemory> memory)
    : QtKeychainStore(std::move(service), std::move(memory), Limits())
{}

QtKeychainStore::~QtKeychainStore() = default;

Async<Backend> QtKeychainStore::probe()
{
    if (!probed_ || probed_->isFinished()) probed_ = (new Probe(*this))->start();
    return *probed_;
}

// One success is enough: QtKeychain keeps its choice for the life of the process.
Async<Backend> QtKeychainStore::probed()
{
    const bool good = probed_ && (!probed_->isFinished() || (probed_->resultCount() == 1 && probed_->result()));
    return good ? *probed_ : probe();
}

// An entry that was kept here before shows as much as a probe entry would, and nothing has to be written for it. Where
// it does not show it, a probe has to, before it can be said that the entry is not there.
Async<Secret> QtKeychainStore::read(const QString& entry)
{
    const auto before = memory_->name();
    if (seen_ || !before || before->isEmpty()) return readProbed(entry);
    const auto found = thenStep(bus_->findService(), this, [this, entry] { return perform(Kind::Read, entry, {}); });
    const Answer<Secret> answer;
    onReady(found, this, [this, entry, before = *before, answer](const Result<Secret>& value) {
        if (value)
            forward(checkHolder(entry, *value, before), this, answer);
        else if (value.error().code == Errc::NotFound)
            forward(readProbed(entry), this, answer);
        else
            answer.give(value);
    });
    return answer.future();
}

Async<Secret> QtKeychainStore::readProbed(const QString& entry)
{
    if (seen_) return perform(Kind::Read, entry, {});
    return thenStep(probed(), this, [this, entry](const Backend&) { return perform(Kind::Read, entry, {}); });
}

Async<Secret> QtKeychainStore::checkHolder(const QString& entry, const Secret& value, const QString& before)
{
    return thenStep(bus_->holderOf(service_, entry), this, [this, value, before](const QString& holder) {
        if (holder != before)
            return failed<Secret>(Errc::KeychainMissing, QStringLiteral("the keychain changed to ") + holder, before);
        saw(holder);
        return ready<Secret>(value);
    });
}

void QtKeychainStore::saw(const QString& backend)
{
    qCInfo(logKeychain) << "keychain:" << backend;
    seen_ = true;
    secretServiceFound_ = backend == SessionBus::secretServiceName();
}

Async<> QtKeychainStore::write(const QString& entry, const Secret& value)
{
    if (value.isEmpty()) return failed<>(Errc::InvalidArgument, QStringLiteral("an empty value"), entry);
    return thenStep(probed(), this, [this, entry, value](const Backend&) { return writeAndCheck(entry, value); });
}

Async<> QtKeychainStore::remove(const QString& entry)
{
    return thenStep(probed(), this, [this, entry](const Backend&) { return removeExisting(entry); });
}

// libsecret reports success when the person dismissed the prompt that would have unlocked the keychain, so what counts
// is what can be read afterwards.
Async<> QtKeychainStore::writeAndCheck(const QString& entry, const Secret& value)
{
    const auto written = thenStep(perform(Kind::Write, entry, value), this,
                                  [this, entry](const Secret&) { return perform(Kind::Read, entry, {}); });
    return thenStep(written, this, [value](const Secret& found) {
        if (found.equalsConstantTime(value)) return ready<>({});
        return failed<>(Errc::KeychainLocked, QStringLiteral("the keychain did not keep the value"));
    });
}

// libsecret reports success when there was nothing to remove.
Async<> QtKeychainStore::removeExisting(const QString& entry)
{
    const auto removed = thenStep(perform(Kind::Read, entry, {}), this,
                                  [this, entry](const Secret&) { return perform(Kind::Remove, entry, {}); });
    return thenStep(removed, this, [](const Secret&) { return ready<>({}); });
}

Async<Secret> QtKeychainStore::perform(Kind kind, const QString& entry, const Secret& value)
{
    auto operation = std::make_shared<Operation>();
    operation->kind = kind;
    operation->entry = entry;
    operation->value = value;
    waiting_.push_back(operation);
    startNext();
    return operation->answer.future();
}

// One at a time, because QtKeychain works so too and a time-out must not count the time spent in its queue.
void QtKeychainStore::startNext()
{
    if (running_ || waiting_.empty()) return;
    running_ = waiting_.front();
    waiting_.pop_front();
    const auto state = bus_->lockState(service_, running_->entry);
    onReady(state, this, [this, operation = running_](const Result<Lock>& lock) {
        operation->lockBefore = lock.value_or(Lock::Unknown);
        run(operation);
    });
}

void QtKeychainStore::run(const std::shared_ptr<Operation>& operation)
{
    if (stuck_ > 0) {
        explain(operation, {Errc::KeychainMissing, QStringLiteral("an earlier request still has no answer")});
        return;
    }
    QKeychain::Job* job = nullptr;
    switch (operation->kind) {
    case Kind::Read: job = new QKeychain::ReadPasswordJob(service_); break;
    case Kind::Remove: job = new QKeychain::DeletePasswordJob(service_); break;
    case Kind::Write: {
        auto* write = new QKeychain::WritePasswordJob(service_);
        auto bytes = copyOut(operation->value);
        write->setBinaryData(bytes);
        wipeAfter(write, this, std::move(bytes));
        job = write;
        break;
    }
    }
    job->setInsecureFallback(false);
    job->setKey(operation->entry);

    // A job that is late is left alone: libsecret still holds its address.
    auto* timer = new QTimer(this);
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, this, [this, timer, operation] {
        timer->deleteLater();
        operation->late = true;
        ++stuck_;
        explain(operation, {Errc::KeychainMissing, QStringLiteral("the keychain does not answer")});
    });
    connect(job, &QKeychain::Job::finished, this, [this, timer, operation](QKeychain::Job* done) {
        if (operation->late) {
            --stuck_;
            return;
        }
        timer->stop();
        timer->deleteLater();
        if (done->error() != QKeychain::NoError) {
            explain(operation, errorOf(*done));
            return;
        }
        Secret found;
        if (const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(done)) {
            auto bytes = read->binaryData();
            found = Secret::consume(QByteArray(bytes.constData(), bytes.size()));
            wipeAfter(done, this, std::move(bytes));
        }
        end(operation, found);
    });
    const bool asks = operation->lockBefore == Lock::Locked || operation->lockBefore == Lock::NoneYet;
    timer->start(asks ? limits_.person : limits_.answer);
    job->start();
}

// A failure while the keychain is locked, or the part of it that holds the entry, is KeychainLocked, whatever
// QtKeychain called it.
void QtKeychainStore::explain(const std::shared_ptr<Operation>& operation, Error error)
{
    const auto state = bus_->lockState(service_, operation->entry);
    onReady(state, this, [this, operation, error](Result<Lock> lock) mutable {
        if (lock && *lock == Lock::Locked) error.code = Errc::KeychainLocked;
        // Only a keychain that says it is open can say that an entry is not there.
        if (error.code == Errc::NotFound && secretServiceFound_ && (!lock || *lock == Lock::Unknown))
            error.code = Errc::KeychainMissing;
        // No collection yet, and none was made: the person declined to make one, or there is nobody to ask.
        if (lock && *lock == Lock::NoneYet) error.code = Errc::KeychainMissing;
        qCInfo(logKeychain) << operation->entry << errcName(error.code) << error.detail;
        end(operation, tl::unexpected(std::move(error)));
    });
}

void QtKeychainStore::end(const std::shared_ptr<Operation>& operation, Result<Secret> result)
{
    running_.reset();
    operation->value = {};
    operation->answer.give(std::move(result));
    startNext();
}

} // namespace core::keychain
