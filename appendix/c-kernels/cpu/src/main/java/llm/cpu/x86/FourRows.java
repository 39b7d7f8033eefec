package llm.cpu.x86;

import static llm.cpu.x86.Place.at;

import java.util.List;

/// What kernels share that sum four rows at once: where the rows stand, and how lanes are added up.
final class FourRows {
    static final int COUNT = 4;

    private FourRows() {
    }

    /// A loop over four runs of rows, whose rows stand `distance` apart.
    @FunctionalInterface
    interface Run {
        /// @param first    first row of the first run
        /// @param rows     rows of each run
        /// @param distance rows from one run to the next
        void run(int first, int rows, int distance);
    }

    /// Four runs, and where there are rows left one for them, which all four do.
    static void forEachRun(int rows, Run body) {
        int run = rows / COUNT;
        if (run > 0) {
            body.run(0, run, run);
        }
        if (rows % COUNT > 0) {
            body.run(run * COUNT, rows % COUNT, 0);
        }
    }

    /// Four places at equal distances; the fourth has a register of its own.
    static List<Place> places(Register first, Register last, Register distance) {
        return List.of(at(first), at(first, 1, distance), at(first, 2, distance), at(last));
    }

    /// Adds up the lanes of vectors `sums` to `sums + 3` in the order of [VectorMath#sum]: half to
    /// half, then quarters, for all four at once. Vectors 0 to 7 are overwritten.
    static void store(Assembler x, int sums, List<Place> results) {
        for (int row = 0; row < COUNT; row++) {
            x.vperm2f128(4, sums + row);
            x.vaddps(row, sums + row, 4);
        }
        transpose(x);
        x.vaddps(0, 0, 2);
        x.vaddps(1, 1, 3);
        x.vaddps(0, 0, 1);
        for (int row = 0; row < COUNT; row++) {
            x.vextractps(results.get(row), 0, row);
        }
    }

    /// In each half, vectors 0 to 3 are rows and become columns; 4 to 7 are overwritten.
    static void transpose(Assembler x) {
        x.vunpcklps(4, 0, 1);
        x.vunpcklps(5, 2, 3);
        x.vunpckhps(6, 0, 1);
        x.vunpckhps(7, 2, 3);
        x.vunpcklpd(0, 4, 5);
        x.vunpckhpd(1, 4, 5);
        x.vunpcklpd(2, 6, 7);
        x.vunpckhpd(3, 6, 7);
    }
}
