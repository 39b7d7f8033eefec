package llm.instruct;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.text.dataset.Batch;

/// Rows of different lengths, made one batch: the shorter ones are padded at their ends, where a
/// model that looks back only never sees it.
public final class PaddedBatch {

    private PaddedBatch() {
    }

    /// Inputs are all ids of a row but the last, targets all but the first. Targets behind the end
    /// token of a row do not count, nor do masked ones; the end token itself does, for a model that
    /// is never told to stop would not.
    ///
    /// Where a row ends is known from its length, and not from its ids: the padding is often the
    /// end token too, and a question may hold one.
    ///
    /// @param padding the id that stands behind a row
    /// @return as many tokens as the longest row has
    /// @throws IllegalArgumentException if no target counts
    public static Batch of(List<TrainingRow> rows, int padding) {
        requireTargets(rows);
        int tokens = rows.stream().mapToInt(TrainingRow::tokens).max().orElseThrow();
        int[][] inputs = new int[rows.size()][tokens];       // (batch, tokens)
        int[][] targets = new int[rows.size()][tokens];      // (batch, tokens)
        for (int row = 0; row < inputs.length; row++) {
            int[] ids = rows.get(row).ids();
            int own = rows.get(row).tokens();
            int hidden = Math.clamp(rows.get(row).masked() - 1L, 0, own);
            System.arraycopy(ids, 0, inputs[row], 0, own);
            Arrays.fill(inputs[row], own, tokens, padding);
            Arrays.fill(targets[row], CrossEntropy.IGNORED);
            System.arraycopy(ids, 1 + hidden, targets[row], hidden, own - hidden);
        }
        return new Batch(IntTensor.of(inputs), IntTensor.of(targets));
    }

    /// A row by itself, which needs no padding.
    ///
    /// @throws IllegalArgumentException if no target counts
    public static Batch of(TrainingRow row) {
        return of(List.of(row), 0);
    }

    private static void requireTargets(List<TrainingRow> rows) {
        if (rows.stream().allMatch(row -> row.targets() == 0)) {
            throw new IllegalArgumentException("a batch must have a target that counts, got "
                    + (rows.isEmpty() ? "no rows" : "none in example " + rows.stream()
                    .map(row -> "" + row.number()).collect(Collectors.joining(", "))));
        }
    }
}
