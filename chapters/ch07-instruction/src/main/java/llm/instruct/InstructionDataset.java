package llm.instruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.text.Tokenizer;
import llm.text.dataset.Batch;
import llm.text.dataset.Dataset;
import llm.text.dataset.TokenSequence;

/// Instructions as batches to finetune a model on: prompt, answer and one end token in each row.
public final class InstructionDataset implements Dataset<Batch> {
    private static final int NAMED = 10;                     // examples in a message

    private final List<TrainingRow> rows;
    private final int end;
    private final List<Integer> cut;
    private final List<Integer> dropped;

    /// @param context most tokens of a row
    /// @param masking what is not trained
    public record Options(int context, Masking masking) {

        public Options {
            if (context < 1) {
                throw new IllegalArgumentException("context must be 1 or more, got " + context);
            }
        }
    }

    /// Lays out and encodes instructions. What is longer than the context is cut at its end; where
    /// no target that counts is left, the example is dropped.
    ///
    /// @throws IllegalArgumentException if none is left
    public InstructionDataset(List<Instruction> instructions, PromptFormat format,
                              Tokenizer tokenizer, Options options) {
        end = format.end(tokenizer);
        List<TrainingRow> kept = new ArrayList<>();
        cut = new ArrayList<>();
        dropped = new ArrayList<>();
        List<PromptIds> encoded = instructions.parallelStream()
                .map(instruction -> format.encode(instruction, tokenizer)).toList();
        for (int i = 0; i < encoded.size(); i++) {
            TrainingRow row = TrainingRow.of(i + 1, encoded.get(i), end, options.masking());
            TrainingRow fitting = row.cutTo(options.context());
            if (fitting.targets() == 0) {
                dropped.add(row.number());
            } else {
                kept.add(fitting);
                if (fitting != row) {
                    cut.add(row.number());
                }
            }
        }
        rows = List.copyOf(kept);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(("an instruction or more must have a target that "
                    + "counts within context=%d, got none of %d")
                    .formatted(options.context(), instructions.size()));
        }
    }

    @Override
    public int size() {
        return rows.size();
    }

    /// Rows as `(batch, tokens)`, padded to the longest of them.
    @Override
    public Batch batch(int... examples) {
        return PaddedBatch.of(Arrays.stream(examples).mapToObj(this::row).toList(), end);
    }

    private TrainingRow row(int index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(
                    "index must be below %d examples, got %d".formatted(size(), index));
        }
        return rows.get(index);
    }

    public List<TrainingRow> rows() {
        return rows;
    }

    /// Numbers, from 1, of instructions whose answer did not fit whole and so has no end token.
    public List<Integer> cut() {
        return List.copyOf(cut);
    }

    /// Numbers, from 1, of instructions that are left out because no target was left.
    public List<Integer> dropped() {
        return List.copyOf(dropped);
    }

    /// Targets that count in an epoch.
    public long targets() {
        return rows.stream().mapToLong(TrainingRow::targets).sum();
    }

    /// How many there are, and what was cut or dropped, in a line.
    @Override
    public String toString() {
        return "%d instructions, %d targets%s%s".formatted(size(), targets(),
                told("cut at the context", cut), told("dropped without a target", dropped));
    }

    private static String told(String what, List<Integer> numbers) {
        return numbers.isEmpty() ? "" : "; %d %s: %s%s".formatted(numbers.size(), what,
                numbers.stream().limit(NAMED).map(number -> "" + number)
                        .collect(Collectors.joining(", ")), numbers.size() > NAMED ? ", …" : "");
    }

    /// Differs where an id or a mask does.
    @Override
    public String fingerprint() {
        IntStream all = rows.stream().flatMapToInt(row -> IntStream.concat(
                IntStream.of(row.ids().length, row.masked()), Arrays.stream(row.ids())));
        return "%d instructions of %d tokens at most, end token %d, with CRC-32C %08x".formatted(
                size(), rows.stream().mapToInt(TrainingRow::tokens).max().orElseThrow(), end,
                TokenSequence.of(all.toArray()).crc32c());
    }
}
