package llm.cpu.x86;

import java.util.List;

/// Sums of four rows times some vectors, in registers. Each sum has as many lanes as vectors have in
/// Java, to which as many columns are added in each step, whatever the number of vectors: so a
/// vector's results do not depend on which others are there.
sealed interface GemvTile {
    int SPILLED_BYTES = 12 * 64;

    /// The tile for float32 values on this machine. Its sums have eight lanes, everywhere.
    static GemvTile ofFloats() {
        return MachineCode.hasLongVectors() ? new Paired() : new Plain(false);
    }

    /// Most vectors.
    int most();

    /// Columns of a step.
    int columns();

    /// Bytes of a value in a row.
    int valueBytes();

    void zero(Assembler x, int vectors);

    /// Adds some columns.
    ///
    /// @param rows   places of the four rows
    /// @param inputs places of the vectors
    void step(Assembler x, List<Place> rows, List<Place> inputs);

    /// Puts the sums where [#store] finds them.
    void spill(Assembler x, int vectors, Place memory);

    /// Adds up the lanes of a vector's four sums.
    void store(Assembler x, int vector, Place memory, List<Place> results);

    /// Three vectors by four rows in twelve of the sixteen registers that AVX2 has.
    ///
    /// @param bf16 whether the rows are kept in bfloat16, the upper half of a float32
    record Plain(boolean bf16) implements GemvTile {
        private static final List<Integer> SUMS = List.of(0, 8, 12);
        private static final int FIRST_VALUES = 4;
        private static final int WEIGHTS = 7;

        @Override
        public int most() {
            return SUMS.size();
        }

        @Override
        public int columns() {
            return Assembler.LANES;
        }

        @Override
        public int valueBytes() {
            return bf16 ? Short.BYTES : Float.BYTES;
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
                load(x, rows.get(row));
                for (int v = 0; v < inputs.size(); v++) {
                    x.vfmadd231ps(SUMS.get(v) + row, FIRST_VALUES + v, WEIGHTS);
                }
            }
        }

        private void load(Assembler x, Place row) {
            if (bf16) {
                x.vpmovzxwd(WEIGHTS, row);
                x.vpslld(WEIGHTS, WEIGHTS, Short.SIZE);
            } else {
                x.vmovups(WEIGHTS, row);
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

    /// The same for rows in bfloat16 in registers of sixteen lanes.
    record LongBf16() implements GemvTile {
        private static final List<Integer> SUMS = Plain.SUMS;
        private static final int FIRST_VALUES = Plain.FIRST_VALUES;
        private static final int WEIGHTS = Plain.WEIGHTS;
        private static final int UPPER = 4;                  // free when all is summed

        @Override
        public int most() {
            return SUMS.size();
        }

        @Override
        public int columns() {
            return 2 * Assembler.LANES;
        }

        @Override
        public int valueBytes() {
            return Short.BYTES;
        }

        @Override
        public void zero(Assembler x, int vectors) {
            new Plain(true).zero(x, vectors);                // the upper halves too
        }

        @Override
        public void step(Assembler x, List<Place> rows, List<Place> inputs) {
            for (int v = 0; v < inputs.size(); v++) {
                x.avx512().vmovups(FIRST_VALUES + v, inputs.get(v));
            }
            for (int row = 0; row < FourRows.COUNT; row++) {
                x.avx512().vpmovzxwd(WEIGHTS, rows.get(row));
                x.avx512().vpslld(WEIGHTS, WEIGHTS, Short.SIZE);
                for (int v = 0; v < inputs.size(); v++) {
                    x.avx512().vfmadd231ps(SUMS.get(v) + row, FIRST_VALUES + v, WEIGHTS);
                }
            }
        }

        @Override
        public void spill(Assembler x, int vectors, Place memory) {
            for (int v = 0; v < vectors; v++) {              // half to half, as VectorMath.sum does
                for (int row = 0; row < FourRows.COUNT; row++) {
                    x.avx512().vextractf64x4(UPPER, SUMS.get(v) + row);
                    x.vaddps(SUMS.get(v) + row, SUMS.get(v) + row, UPPER);
                }
            }
        }

        @Override
        public void store(Assembler x, int vector, Place memory, List<Place> results) {
            FourRows.store(x, SUMS.get(vector), results);
        }
    }

    /// Six vectors by four rows in registers of sixteen lanes: eight for one row and eight for the
    /// next, which both meet the same eight values of a vector.
    record Paired() implements GemvTile {
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
        public int columns() {
            return Assembler.LANES;
        }

        @Override
        public int valueBytes() {
            return Float.BYTES;
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
                x.avx512().vinsertf64x4(WEIGHTS + pair, rows.get(2 * pair + 1));
            }
            for (int v = 0; v < inputs.size(); v++) {
                x.avx512().vbroadcastf64x4(VALUES, inputs.get(v));
                x.avx512().vfmadd231ps(v, VALUES, WEIGHTS);
                x.avx512().vfmadd231ps(UPPER_ROWS + v, VALUES, WEIGHTS + 1);
            }
        }

        @Override
        public void spill(Assembler x, int vectors, Place memory) {
            for (int v = 0; v < vectors; v++) {
                x.avx512().vmovups(memory.plus(2 * v * BYTES), v);
                x.avx512().vmovups(memory.plus((2 * v + 1) * BYTES), UPPER_ROWS + v);
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
