#pragma once

#include <cstddef>
#include <vector>

namespace ui::transcript {

/// The heights of things that stand below each other, as a Fenwick tree: changing one, adding one at the end, asking
/// where one begins and asking what stands at a height all take a number of steps that grows with the logarithm of
/// their count.
class HeightIndex {
public:
    [[nodiscard]] std::size_t size() const { return heights_.size(); }
    [[nodiscard]] double height(std::size_t index) const { return heights_[index]; }
    /// The height of all.
    [[nodiscard]] double total() const { return top(heights_.size()); }
    /// Where `index` begins: the heights of everything before it. `index` may be size().
    [[nodiscard]] double top(std::size_t index) const;
    /// What covers `position`; the first below 0, the last beyond the end. Zero heights are stepped over. Not to be
    /// called on an empty index.
    [[nodiscard]] std::size_t at(double position) const;

    void set(std::size_t index, double height);
    void append(double height);
    /// Keeps the first `count`.
    void truncate(std::size_t count);
    void clear() { truncate(0); }

private:
    std::vector<double> heights_;
    std::vector<double> sums_; ///< sums_[i] covers the heights_ (i - (i & -i), i], counted from 1; sums_[0] is unused
};

} // namespace ui::transcript
