package llm.tensor.cpu;

import static llm.tensor.cpu.Assembler.at;

import java.util.List;
import llm.tensor.cpu.Assembler.Place;
import llm.tensor.cpu.Assembler.Register;

/// What kernels share that sum four rows at once: where the rows stand, and how lanes are added up.
final class FourRows {
    static final int COUNT = 4;

    private FourRows() {
    }

    /// Four places at equal distances; the fourth has a register of its own.
    static List<Place> places(Register first, Register last, Register distance) {
        return List.of(at(first), at(first, 1, distance), at(first, 2, distance), at(last));
    }

    /// Adds up the lanes of vectors `sums` to `sums + 3` in the order of [VectorMath#sum]: half to
    /// half, then quarters, for all four at once. Vectors 0 to 7 are overwritten.
    static void store(Assembler x, int sums, List<Place> results) {
        for (int row = 0; row < COUNT; row++) {
            x.exchangeHalves(4, sums + row);
            x.sum(row, sums + row, 4);
        }
        x.turnFour();
        x.sum(0, 0, 2);
        x.sum(1, 1, 3);
        x.sum(0, 0, 1);
        for (int row = 0; row < COUNT; row++) {
            x.storeLane(results.get(row), 0, row);
        }
    }
}
