package llm.puzzles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import llm.data.JsonArrayFile;
import llm.instructions.Split;
import llm.preferences.Comparison;
import llm.tales.SplitMix;

/// Makes as many puzzles as you like. The same seed gives the same puzzles on every machine and
/// JDK. The same numbers in the same order belong to one split, whatever the seed: a hash of the
/// question decides.
///
/// ```java
/// var generator = PuzzleGenerator.of(42);
/// List<Puzzle> questions = generator.puzzles(Split.TRAIN, 1_000);
/// generator.writeTo(Path.of("base.json"), Split.TRAIN, 5_000, 0.4);    // 40 % are right
/// ```
public final class PuzzleGenerator {
    private static final int LEAST = 3;
    private static final int MOST = 6;
    private static final int DIGITS = 10;
    private static final int MILLION = 1_000_000;

    private final long seed;
    private final int least;
    private final int most;

    private PuzzleGenerator(long seed, int least, int most) {
        this.seed = seed;
        this.least = least;
        this.most = most;
    }

    /// Puzzles of three to six numbers.
    public static PuzzleGenerator of(long seed) {
        return of(seed, LEAST, MOST);
    }

    /// Puzzles of `least` to `most` numbers, each length equally likely.
    ///
    /// @throws IllegalArgumentException if these are not from 2 to 10, in this order
    public static PuzzleGenerator of(long seed, int least, int most) {
        if (least < 2 || least > most || most > DIGITS) {
            throw new IllegalArgumentException("least and most must be from 2 to 10, in order, "
                    + "got least=" + least + ", most=" + most);
        }
        return new PuzzleGenerator(seed, least, most);
    }

    /// The puzzle with this index of a split, from 0, without making those before it.
    ///
    /// @throws IllegalArgumentException if `index` is negative
    public Puzzle puzzle(Split split, long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, got " + index);
        }
        var random = SplitMix.forIndex(stream(split), index);
        int count = least + random.nextInt(most - least + 1);
        Puzzle puzzle = new Puzzle(index, draw(count, random));
        while (Split.ofText(puzzle.instruction()) != split) {
            puzzle = new Puzzle(index, draw(count, random));
        }
        return puzzle;
    }

    private static List<Integer> draw(int count, SplitMix random) {
        var left = new ArrayList<>(IntStream.range(0, DIGITS).boxed().toList());
        return IntStream.range(0, count)
                .mapToObj(i -> left.remove(random.nextInt(left.size()))).toList();
    }

    /// The first puzzles of a split.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    public List<Puzzle> puzzles(Split split, int count) {
        return first(count, index -> puzzle(split, index));
    }

    /// The first puzzles of a split with answers of which about a share is right, each by chance.
    /// A model finetuned on them should be right about as often when it samples: so it has
    /// something to be rewarded for, and something to learn.
    ///
    /// @param rightShare from 0 to 1
    /// @throws IllegalArgumentException if `count` or `rightShare` is out of range
    public List<Demonstration> demonstrations(Split split, int count, double rightShare) {
        if (!(rightShare >= 0 && rightShare <= 1)) {
            throw new IllegalArgumentException(
                    "rightShare must be from 0 to 1, got " + rightShare);
        }
        return first(count, index -> {
            Puzzle puzzle = puzzle(split, index);
            var random = mistakes(split, index);
            boolean right = random.nextInt(MILLION) < rightShare * MILLION;
            return new Demonstration(puzzle, right ? puzzle.output() : puzzle.mistake(random));
        });
    }

    /// The first puzzles of a split with a right answer and a wrong one, for a reward model.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    public List<Comparison> comparisons(Split split, int count) {
        return first(count, index -> {
            Puzzle puzzle = puzzle(split, index);
            return new Comparison(index, Puzzle.TEMPLATE, puzzle.instruction(), puzzle.input(),
                    puzzle.output(), puzzle.mistake(mistakes(split, index)));
        });
    }

    private static <T> List<T> first(int count, LongFunction<T> make) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        return LongStream.range(0, count).mapToObj(make).toList();
    }

    private long stream(Split split) {
        return SplitMix.forIndex(seed, split.ordinal()).nextLong();
    }

    /// What the mistakes are drawn from, so that the puzzle is the same with and without them.
    private SplitMix mistakes(Split split, long index) {
        return SplitMix.forIndex(~stream(split), index);
    }

    /// Writes the first puzzles of a split with their right answers, as a JSON array of objects
    /// with the fields of Alpaca, one to a line, in UTF-8. The file appears when it is complete.
    public void writeTo(Path json, Split split, int count) throws IOException {
        writeTo(json, split, count, 1);
    }

    /// As [#writeTo(Path, Split, int)], with answers of which about a share is right.
    public void writeTo(Path json, Split split, int count, double rightShare)
            throws IOException {
        JsonArrayFile.write(demonstrations(split, count, rightShare).stream()
                .map(PuzzleCorpus::json).toList(), json);
    }
}
