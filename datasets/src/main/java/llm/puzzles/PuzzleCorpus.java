package llm.puzzles;

import static llm.data.JsonArrayFile.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.data.JsonArrayFile;
import llm.instructions.Split;

/// A file that [PuzzleGenerator#writeTo] wrote.
///
/// @param demonstrations the puzzles in the order of the file, with the answers that it gives
public record PuzzleCorpus(List<Demonstration> demonstrations) {
    /// The seed of the committed samples and of the examples in the book.
    public static final long SAMPLE_SEED = 2026;

    public PuzzleCorpus {
        demonstrations = List.copyOf(demonstrations);
    }

    /// The puzzles of a file.
    ///
    /// @throws IllegalArgumentException if a field is missing, or an instruction is no puzzle
    public static PuzzleCorpus of(Path json) {
        return of(JsonArrayFile.read(json));
    }

    /// The committed training sample, `datasets/puzzles/puzzles.json`, from the class path.
    public static PuzzleCorpus sample() {
        return sample(Split.TRAIN);
    }

    /// The committed sample of a split, from the class path. All its answers are right.
    public static PuzzleCorpus sample(Split split) {
        return resource("puzzles" + split.suffix() + ".json");
    }

    /// The committed demonstrations, from the class path: the training sample with answers of
    /// which about 40 % are right.
    public static PuzzleCorpus sampleOfDemonstrations() {
        return resource("demonstrations.json");
    }

    private static PuzzleCorpus resource(String name) {
        return of(JsonArrayFile.read(PuzzleCorpus.class, name));
    }

    private static PuzzleCorpus of(List<JsonNode> objects) {
        var demonstrations = new ArrayList<Demonstration>();
        for (JsonNode object : objects) {
            Puzzle puzzle = Puzzle.of(demonstrations.size(), field(object, "instruction"));
            demonstrations.add(new Demonstration(puzzle, field(object, "output")));
        }
        return new PuzzleCorpus(demonstrations);
    }

    /// The puzzles alone.
    public List<Puzzle> puzzles() {
        return demonstrations.stream().map(Demonstration::puzzle).toList();
    }

    /// A demonstration as files hold it.
    static ObjectNode json(Demonstration demonstration) {
        return JsonNodeFactory.instance.objectNode()
                .put("instruction", demonstration.instruction())
                .put("input", demonstration.input()).put("output", demonstration.output());
    }
}
