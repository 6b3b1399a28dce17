#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringEncoder>
#include <QtCore/QStringList>

#include <cstring>
#include <unordered_map>
#include <vector>

namespace e2e {

/// Secrets to look for, each in every way of writing it that a program could have come to use: as it is, base64 (from
/// each of the three bytes it can begin at), hexadecimal, percent-encoded, UTF-16. Any 16 bytes of a way of writing it
/// count, so a piece is found too; of something shorter, the whole.
class Needles {
public:
    static constexpr qsizetype leastRun = 16;

    struct Hit {
        QString secret; ///< what it is, never its bytes
        QString written;
        qsizetype run = 0; ///< bytes of it in a row
    };

    void add(const QString& name, const QByteArray& secret)
    {
        if (secret.isEmpty() || known_.contains(secret)) return;
        known_.insert(secret, name);
        addForm(name, QStringLiteral("as it is"), secret);
        for (int skipped = 0; skipped < 3; ++skipped) {
            const auto part = secret.mid(skipped, (secret.size() - skipped) / 3 * 3);
            const auto standard = part.toBase64();
            const auto url = part.toBase64(QByteArray::Base64UrlEncoding);
            addForm(name, QStringLiteral("base64"), standard);
            if (url != standard) addForm(name, QStringLiteral("base64url"), url);
        }
        addForm(name, QStringLiteral("hexadecimal"), secret.toHex());
        addForm(name, QStringLiteral("hexadecimal"), secret.toHex().toUpper());
        if (const auto percent = secret.toPercentEncoding(); percent != secret)
            addForm(name, QStringLiteral("percent-encoded"), percent);
        QStringEncoder little(QStringEncoder::Utf16LE);
        QStringEncoder big(QStringEncoder::Utf16BE);
        addForm(name, QStringLiteral("UTF-16"), little(QString::fromLatin1(secret)));
        addForm(name, QStringLiteral("UTF-16"), big(QString::fromLatin1(secret)));
    }

    [[nodiscard]] qsizetype size() const { return known_.size(); }
    [[nodiscard]] qsizetype count(const QString& name) const { return known_.values().count(name); }

    /// Every piece of every secret in `hay`.
    [[nodiscard]] QList<Hit> find(QByteArrayView hay) const
    {
        QList<Hit> hits;
        for (const auto& form : shortForms_)
            for (auto at = hay.indexOf(form.bytes); at >= 0; at = hay.indexOf(form.bytes, at + 1))
                hits.append({form.secret, form.written, form.bytes.size()});
        // A run of 16 bytes or more has eight in it that begin at a multiple of eight.
        for (qsizetype at = 0; at + 8 <= hay.size(); at += 8) {
            const auto eight = eightAt(hay.data() + at);
            if (eight == 0 || !filter_[bucket(eight)]) continue;
            const auto [first, last] = places_.equal_range(eight);
            Hit longest;
            qsizetype end = at;
            for (auto place = first; place != last; ++place) {
                const auto& form = forms_[place->second.form];
                const auto [before, after] = extend(hay, at, form.bytes, place->second.offset);
                if (before + after <= longest.run) continue;
                longest = {form.secret, form.written, before + after};
                end = at + after;
            }
            if (longest.run < leastRun) continue;
            hits.append(longest);
            while (at + 8 < end)
                at += 8;
        }
        return hits;
    }

    /// What was found where, one line a secret and way of writing.
    [[nodiscard]] static QString describe(const QString& where, const QList<Hit>& hits)
    {
        QMap<QString, std::pair<int, qsizetype>> lines;
        for (const auto& hit : hits) {
            auto& [times, longest] = lines[hit.secret + QStringLiteral(", ") + hit.written];
            ++times;
            longest = qMax(longest, hit.run);
        }
        QStringList text;
        for (auto line = lines.cbegin(); line != lines.cend(); ++line)
            text.append(QStringLiteral("%1: %2, %3 times, up to %4 bytes")
                            .arg(where, line.key())
                            .arg(line->first)
                            .arg(line->second));
        return text.join(QLatin1Char('\n'));
    }

private:
    struct Form {
        QString secret;
        QString written;
        QByteArray bytes;
    };
    struct Place {
        size_t form = 0;
        qsizetype offset = 0;
    };
    static constexpr int filterBits = 22;

    static quint64 eightAt(const char* bytes)
    {
        quint64 value = 0;
        std::memcpy(&value, bytes, sizeof value);
        return value;
    }
    static size_t bucket(quint64 eight) { return (eight * 0x9E3779B97F4A7C15U) >> (64 - filterBits); }

    void addForm(const QString& name, const QString& written, const QByteArray& bytes)
    {
        if (bytes.size() < leastRun) {
            if (bytes.size() >= 8) shortForms_.push_back({name, written, bytes}); // less is anything
            return;
        }
        const auto form = forms_.size();
        forms_.push_back({name, written, bytes});
        for (qsizetype offset = 0; offset + 8 <= bytes.size(); ++offset) {
            const auto eight = eightAt(bytes.constData() + offset);
            filter_[bucket(eight)] = true;
            places_.insert({eight, {form, offset}});
        }
    }

    static std::pair<qsizetype, qsizetype> extend(QByteArrayView hay, qsizetype at, const QByteArray& form,
                                                  qsizetype offset)
    {
        qsizetype before = 0;
        while (before < at && before < offset && hay[at - before - 1] == form[offset - before - 1])
            ++before;
        qsizetype after = 8;
        while (at + after < hay.size() && offset + after < form.size() && hay[at + after] == form[offset + after])
            ++after;
        return {before, after};
    }

    QHash<QByteArray, QString> known_;
    std::vector<Form> forms_;
    std::vector<Form> shortForms_;
    std::unordered_multimap<quint64, Place> places_;
    std::vector<bool> filter_ = std::vector<bool>(size_t(1) << filterBits);
};

} // namespace e2e
