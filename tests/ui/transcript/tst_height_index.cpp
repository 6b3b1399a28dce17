#include "ui/transcript/height_index.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using ui::transcript::HeightIndex;

namespace {

/// The same by adding up.
struct Plain {
    std::vector<double> heights;

    [[nodiscard]] double top(std::size_t index) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < index; ++i)
            sum += heights[i];
        return sum;
    }
    [[nodiscard]] std::size_t at(double position) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            sum += heights[i];
            if (position < sum) return i;
        }
        return heights.size() - 1;
    }
};

} // namespace

class TestHeightIndex : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithAddingUp_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void agreesWithAddingUp()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        HeightIndex index;
        Plain plain;
        for (int step = 0; step < 3000; ++step) {
            // Whole numbers, so that both ways of adding are exact.
            const double height = random.bounded(0, 5) == 0 ? 0 : random.bounded(1, 400);
            const int what = random.bounded(10);
            if (what < 5 || plain.heights.empty()) {
                index.append(height);
                plain.heights.push_back(height);
            } else if (what < 9) {
                const auto at = static_cast<std::size_t>(random.bounded(static_cast<int>(plain.heights.size())));
                index.set(at, height);
                plain.heights[at] = height;
            } else {
                const auto keep = static_cast<std::size_t>(random.bounded(static_cast<int>(plain.heights.size()) + 1));
                const std::size_t count = plain.heights.size() > 300 ? keep : plain.heights.size() - 1;
                index.truncate(count);
                plain.heights.resize(count);
            }
            QCOMPARE(index.size(), plain.heights.size());
            QCOMPARE(index.total(), plain.top(plain.heights.size()));
            if (plain.heights.empty()) continue;
            const auto some = static_cast<std::size_t>(random.bounded(static_cast<int>(plain.heights.size())));
            QCOMPARE(index.height(some), plain.heights[some]);
            QCOMPARE(index.top(some), plain.top(some));
            const double position = random.bounded(-10, static_cast<int>(plain.top(plain.heights.size())) + 10);
            QCOMPARE(index.at(position), plain.at(position));
        }
    }

    void positionsAtTheEdges()
    {
        HeightIndex index;
        index.append(10);
        index.append(0);
        index.append(20);
        QCOMPARE(index.at(-5), std::size_t{0});
        QCOMPARE(index.at(0), std::size_t{0});
        QCOMPARE(index.at(9.5), std::size_t{0});
        QCOMPARE(index.at(10), std::size_t{2});
        QCOMPARE(index.at(29.5), std::size_t{2});
        QCOMPARE(index.at(30), std::size_t{2});
        QCOMPARE(index.at(1000), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(TestHeightIndex)
#include "tst_height_index.moc"
