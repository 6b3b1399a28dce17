#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QHash>

/// A conversation with as many rows as wanted, of which each is there only after it was loaded: as the real store
/// behaves. `loads` counts what the view asked for.
class PagedTranscript final : public core::interfaces::Transcript {
public:
    using MessageView = core::interfaces::MessageView;

    explicit PagedTranscript(int count)
        : count_(count)
    {}

    QList<std::pair<int, int>> loads;
    bool answer = true; ///< load() answers at once

    [[nodiscard]] int count() const override { return count_; }
    [[nodiscard]] MessageView at(int row) const override
    {
        const auto found = loaded_.constFind(row);
        if (found != loaded_.constEnd()) return *found;
        MessageView message;
        message.id = core::MessageId(QString::number(row));
        message.speaker = row % 2 == 0 ? MessageView::Speaker::Person : MessageView::Speaker::Agent;
        message.state = MessageView::State::NotLoaded;
        message.approximateSize = 200;
        return message;
    }
    void load(int first, int count) override
    {
        loads.append({first, count});
        if (answer) deliver(first, count);
    }
    void deliver(int first, int count)
    {
        for (int row = first; row < first + count && row < count_; ++row)
            loaded_.insert(row, full(row));
        Q_EMIT rowsChanged(first, count);
    }
    [[nodiscard]] int loadedRows() const { return static_cast<int>(loaded_.size()); }

    [[nodiscard]] static MessageView full(int row)
    {
        MessageView message;
        message.id = core::MessageId(QString::number(row));
        message.speaker = row % 2 == 0 ? MessageView::Speaker::Person : MessageView::Speaker::Agent;
        message.text = QStringLiteral("Row %1. ").arg(row);
        // Heights differ a lot from the guess of 200 characters.
        message.text += QStringLiteral("Some words to fill lines with. ").repeated(row % 7 * 6);
        if (row % 5 == 3) message.text += QStringLiteral("\n\n```\nint code;\n```\n\n- a\n- b\n");
        message.approximateSize = message.text.size();
        return message;
    }

private:
    int count_;
    QHash<int, MessageView> loaded_;
};
