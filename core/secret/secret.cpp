#include "core/secret/secret.h"

#include <QtCore/QRandomGenerator>

#include <cstdint>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace core {
namespace {

void zero(void* start, std::size_t size) noexcept
{
    auto* byte = static_cast<volatile unsigned char*>(start);
    while (size-- > 0)
        *byte++ = 0;
}

} // namespace

// Whole pages, because MADV_DONTDUMP and mlock work on pages.
struct Secret::Bytes {
    explicit Bytes(std::size_t size)
        : size_(size)
    {
#ifdef __linux__
        const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        mapped_ = (size + page - 1) / page * page;
        void* start = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (start == MAP_FAILED) throw std::bad_alloc();
        madvise(start, mapped_, MADV_DONTDUMP);
        madvise(start, mapped_, MADV_DONTFORK);
        mlock(start, mapped_); // best there is: the limit may be used up, and then the page can be swapped
        data_ = static_cast<std::byte*>(start);
#else
        data_ = new std::byte[size];
#endif
    }
    ~Bytes()
    {
        zero(data_, size_);
#ifdef __linux__
        munmap(data_, mapped_);
#else
        delete[] data_;
#endif
    }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t mapped_ = 0;
};

Secret Secret::consume(QByteArray&& source)
{
    Secret secret;
    if (!source.isEmpty()) {
        auto bytes = std::make_shared<Bytes>(static_cast<std::size_t>(source.size()));
        std::memcpy(bytes->data_, source.constData(), bytes->size_);
        secret.bytes_ = std::move(bytes);
    }
    Q_ASSERT_X(source.isEmpty() || source.isDetached(), "Secret::consume", "the buffer has another owner");
    wipe(source);
    return secret;
}

Secret Secret::random(std::size_t size)
{
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    auto* generator = QRandomGenerator::system();
    for (auto& byte : bytes)
        byte = static_cast<char>(generator->generate() & 0xFFU);
    return consume(std::move(bytes));
}

std::size_t Secret::size() const noexcept
{
    return bytes_ ? bytes_->size_ : 0;
}

std::span<const std::byte> Secret::expose() const noexcept
{
    if (!bytes_) return {};
    return {bytes_->data_, bytes_->size_};
}

bool Secret::equalsConstantTime(const Secret& other) const noexcept
{
    const auto mine = expose();
    const auto theirs = other.expose();
    if (mine.size() != theirs.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < mine.size(); ++i)
        difference |= std::to_integer<unsigned>(mine[i]) ^ std::to_integer<unsigned>(theirs[i]);
    return difference == 0;
}

void wipe(QByteArray& bytes) noexcept
{
    if (bytes.isDetached() && !bytes.isEmpty()) zero(bytes.data(), static_cast<std::size_t>(bytes.capacity()));
    bytes.clear();
}

} // namespace core
