package llm.preference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.instruct.Instruction;
import llm.instruct.Masking;
import llm.instruct.PaddedBatch;
import llm.instruct.PromptFormat;
import llm.instruct.TrainingRow;
import llm.text.Tokenizer;
import llm.text.dataset.Batch;
import llm.text.dataset.Dataset;
import llm.text.dataset.TokenSequence;

/// Pairs as batches to learn preferences from. Of a row the answer's tokens count, and its end
/// token; the prompt is only read.
public final class PreferenceDataset implements Dataset<PreferenceBatch> {
    private static final int NAMED = 10;                     // pairs in a message

    private final List<Rows> rows;
    private final int end;
    private final List<Integer> dropped;
    private final float[][] reference;                       // of each pair two; empty for none

    /// The two rows of a pair.
    private record Rows(TrainingRow chosen, TrainingRow rejected) {

        int tokens() {
            return Math.max(chosen.tokens(), rejected.tokens());
        }
    }

    private PreferenceDataset(List<Rows> rows, int end, List<Integer> dropped,
                              float[]... reference) {
        this.rows = rows;
        this.end = end;
        this.dropped = dropped;
        this.reference = reference;
    }

    /// Lays out and encodes pairs. One of which an answer does not fit whole is left out: what
    /// comes behind the cut may be what people preferred.
    ///
    /// @param context most tokens of a row
    /// @throws IllegalArgumentException if none is left
    public static PreferenceDataset of(List<PreferencePair> pairs, PromptFormat format,
                                       Tokenizer tokenizer, int context) {
        int end = format.end(tokenizer);
        List<Rows> kept = new ArrayList<>();
        List<Integer> dropped = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Rows rows = new Rows(row(i + 1, pairs.get(i).better(), format, tokenizer),
                    row(i + 1, pairs.get(i).worse(), format, tokenizer));
            if (rows.tokens() <= context) {
                kept.add(rows);
            } else {
                dropped.add(i + 1);
            }
        }
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("a pair or more must fit context=%d, got none of %d"
                    .formatted(context, pairs.size()));
        }
        return new PreferenceDataset(List.copyOf(kept), end, List.copyOf(dropped));
    }

    private static TrainingRow row(int number, Instruction instruction, PromptFormat format,
                                   Tokenizer tokenizer) {
        return TrainingRow.of(number, format.encode(instruction, tokenizer),
                format.end(tokenizer), Masking.PROMPT);
    }

    /// The same pairs with the log-probabilities that a reference gives each answer.
    ///
    /// @param listener hears how many pairs are done
    public PreferenceDataset with(Reference model, IntConsumer listener) {
        float[][] known = new float[rows.size()][];
        for (int i = 0; i < known.length; i++) {
            known[i] = new float[] {model.logProb(rows.get(i).chosen()),
                model.logProb(rows.get(i).rejected())};
            listener.accept(i + 1);
        }
        return new PreferenceDataset(rows, end, dropped, known);
    }

    /// Share of pairs whose chosen answer the reference finds likelier than the rejected one.
    ///
    /// @throws IllegalStateException if there is no reference
    public double chosenLikelier() {
        if (reference.length == 0) {
            throw new IllegalStateException("a reference must be known, got none");
        }
        return Arrays.stream(reference).filter(pair -> pair[0] > pair[1]).count()
                / (double) reference.length;
    }

    /// Number of pairs.
    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public PreferenceBatch batch(int... examples) {
        List<TrainingRow> both = new ArrayList<>();
        Arrays.stream(examples).forEach(i -> both.add(rows.get(i).chosen()));
        Arrays.stream(examples).forEach(i -> both.add(rows.get(i).rejected()));
        Batch answers = PaddedBatch.of(both, end);
        float[] known = new float[reference.length == 0 ? 0 : both.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = reference[examples[i % examples.length]][i / examples.length];
        }
        return new PreferenceBatch(answers, known);
    }

    /// Numbers, from 1, of pairs that are left out because an answer does not fit.
    public List<Integer> dropped() {
        return dropped;
    }

    /// How many there are, and what was left out, in a line.
    @Override
    public String toString() {
        return size() + " pairs" + (dropped.isEmpty() ? "" : "; " + dropped.size()
                + " longer than the context left out: " + dropped.stream().limit(NAMED)
                .map(number -> "" + number).collect(Collectors.joining(", "))
                + (dropped.size() > NAMED ? ", …" : ""));
    }

    /// Differs where an id or a mask does.
    @Override
    public String fingerprint() {
        IntStream all = rows.stream().flatMap(pair -> List.of(pair.chosen(), pair.rejected())
                .stream()).flatMapToInt(row -> IntStream.concat(
                IntStream.of(row.ids().length, row.masked()), Arrays.stream(row.ids())));
        return "%d pairs of %d tokens at most, end token %d, with CRC-32C %08x".formatted(size(),
                rows.stream().mapToInt(Rows::tokens).max().orElseThrow(), end,
                TokenSequence.of(all.toArray()).crc32c());
    }
}
