#include "ui/transcript/height_index.h"

#include <algorithm>
#include <bit>

namespace ui::transcript {

namespace {

std::size_t lowestBit(std::size_t value)
{
    return value & (~value + 1);
}

} // namespace

double HeightIndex::top(std::size_t index) const
{
    double sum = 0;
    for (std::size_t i = index; i > 0; i -= lowestBit(i))
        sum += sums_[i];
    return sum;
}

std::size_t HeightIndex::at(double position) const
{
    std::size_t index = 0;
    double rest = position;
    for (std::size_t step = std::bit_floor(heights_.size()); step > 0; step /= 2) {
        const std::size_t next = index + step;
        if (next > heights_.size() || sums_[next] > rest) continue;
        rest -= sums_[next];
        index = next;
    }
    return std::min(index, heights_.size() - 1);
}

void HeightIndex::set(std::size_t index, double height)
{
    const double difference = height - heights_[index];
    if (difference == 0.0) return;
    heights_[index] = height;
    for (std::size_t i = index + 1; i < sums_.size(); i += lowestBit(i))
        sums_[i] += difference;
}

void HeightIndex::append(double height)
{
    if (sums_.empty()) sums_.push_back(0);
    heights_.push_back(height);
    const std::size_t at = heights_.size();
    double sum = height;
    for (std::size_t i = at - 1; i > at - lowestBit(at); i -= lowestBit(i))
        sum += sums_[i];
    sums_.push_back(sum);
}

void HeightIndex::truncate(std::size_t count)
{
    if (count >= heights_.size()) return;
    heights_.resize(count);
    sums_.resize(count + 1);
}

} // namespace ui::transcript
