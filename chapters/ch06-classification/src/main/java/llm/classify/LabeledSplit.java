package llm.classify;

/// Labelled texts in three parts: to learn from, to choose by, and to be tested on.
public record LabeledSplit(LabeledTable train, LabeledTable validation, LabeledTable test) {

    /// How much of the texts each part gets.
    public record Shares(double train, double validation, double test) {
        /// 70 %, 10 % and 20 %.
        public static final Shares DEFAULT = new Shares(0.7, 0.1, 0.2);
        private static final double ROUNDING = 1e-9;         // 0.29 · 100 is 28.999999999999996

        /// @throws IllegalArgumentException if a share is not above 0, or the sum is not 1
        public Shares {
            if (!(train > 0 && validation > 0 && test > 0)
                    || Math.abs(train + validation + test - 1) > ROUNDING) {
                throw new IllegalArgumentException(("shares must be above 0 and their sum 1, got "
                        + "train=%s, validation=%s, test=%s").formatted(train, validation, test));
            }
        }

        int trainCount(int texts) {
            return (int) (train * texts + ROUNDING);
        }

        int validationCount(int texts) {
            return (int) (validation * texts + ROUNDING);
        }
    }
}
