package llm.cpu.x86;

import java.util.List;

/// Sums of four rows times some vectors, in registers. Each sum has eight lanes, to which eight
/// columns are added in each step, whatever the number of vectors: so a vector's results do not
/// depend on which others are there.
sealed interface GemvTile {
    int SPILLED_BYTES = 12 * 64;

    /// The tile for this machine.
    static GemvTile best() {
        return MachineCode.hasLongVectors() ? new Long() : new Plain();
    }

    /// Most vectors.
    int most();

    void zero(Assembler x, int vectors);

    /// Adds eight columns.
    ///
    /// @param rows   places of the four rows
    /// @param inputs places of the vectors
    void step(Assembler x, List<Place> rows, List<Place> inputs);

    /// Puts the sums where [#store] finds them.
    void spill(Assembler x, int vectors, Place memory);

    /// Adds up the lanes of a vector's four sums.
    void store(Assembler x, int vector, Place memory, List<Place> results);

    /// Three vectors by four rows in twelve of the sixteen registers that AVX2 has.
    record Plain() implements GemvTile {
        private static final List<Integer> SUMS = List.of(0, 8, 12);
        private static final int FIRST_VALUES = 4;
        private static final int WEIGHTS = 7;

        @Override
        public int most() {
            return SUMS.size();
        }

        @Override
        public void zero(Assembler x, int vectors) {
            for (int v = 0; v < vectors; v++) {
                for (int row = 0; row < FourRows.COUNT; row++) {
                    x.vxorps(SUMS.get(v) + row);
                }
            }
        }

        @Override
        public void step(Assembler x, List<Place> rows, List<Place> inputs) {
            for (int v = 0; v < inputs.size(); v++) {
                x.vmovups(FIRST_VALUES + v, inputs.get(v));
            }
            for (int row = 0; row < FourRows.COUNT; row++) {
                x.vmovups(WEIGHTS, rows.get(row));
                for (int v = 0; v < inputs.size(); v++) {
                    x.vfmadd231ps(SUMS.get(v) + row, FIRST_VALUES + v, WEIGHTS);
                }
            }
        }

        @Override
        public void spill(Assembler x, int vectors, Place memory) {
            // they stay in registers
        }

        @Override
        public void store(Assembler x, int vector, Place memory, List<Place> results) {
            FourRows.store(x, SUMS.get(vector), results);
        }
    }

    /// Six vectors by four rows in registers of sixteen lanes: eight for one row and eight for the
    /// next, which both meet the same eight values of a vector.
    record Long() implements GemvTile {
        private static final int MOST = 6;
        private static final int UPPER_ROWS = MOST;          // sums of the third and fourth row
        private static final int WEIGHTS = 2 * MOST;
        private static final int VALUES = WEIGHTS + 2;
        private static final int FIRST_SUM = 8;              // where lanes are added up
        private static final int BYTES = 2 * Assembler.LANES * Float.BYTES;

        @Override
        public int most() {
            return MOST;
        }

        @Override
        public void zero(Assembler x, int vectors) {
            for (int v = 0; v < vectors; v++) {
                x.vxorps(v);
                x.vxorps(UPPER_ROWS + v);
            }
        }

        @Override
        public void step(Assembler x, List<Place> rows, List<Place> inputs) {
            for (int pair = 0; pair < 2; pair++) {
                x.vmovups(WEIGHTS + pair, rows.get(2 * pair));
                x.vinsertf64x4(WEIGHTS + pair, rows.get(2 * pair + 1));
            }
            for (int v = 0; v < inputs.size(); v++) {
                x.vbroadcastf64x4(VALUES, inputs.get(v));
                x.vfmadd231ps512(v, VALUES, WEIGHTS);
                x.vfmadd231ps512(UPPER_ROWS + v, VALUES, WEIGHTS + 1);
            }
        }

        @Override
        public void spill(Assembler x, int vectors, Place memory) {
            for (int v = 0; v < vectors; v++) {
                x.vmovups512(memory.plus(2 * v * BYTES), v);
                x.vmovups512(memory.plus((2 * v + 1) * BYTES), UPPER_ROWS + v);
            }
        }

        @Override
        public void store(Assembler x, int vector, Place memory, List<Place> results) {
            for (int row = 0; row < FourRows.COUNT; row++) {
                x.vmovups(FIRST_SUM + row,
                        memory.plus(2 * vector * BYTES + row * BYTES / 2));
            }
            FourRows.store(x, FIRST_SUM, results);
        }
    }
}
