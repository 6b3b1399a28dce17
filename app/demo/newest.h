#pragma once

#include <QtCore/QHash>

#include <algorithm>

namespace app::demo {

/// Makes room for one more, so that nobody can fill the memory: at `most` entries the oldest goes. `born` of an entry
/// is its number in the order of arrival.
template <typename Key, typename Entry>
void makeRoom(QHash<Key, Entry>& entries, qsizetype most)
{
    while (!entries.isEmpty() && entries.size() >= most)
        entries.erase(std::min_element(entries.cbegin(), entries.cend(),
                                       [](const Entry& one, const Entry& other) { return one.born < other.born; }));
}

} // namespace app::demo
