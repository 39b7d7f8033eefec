package llm.instruct.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.instruct.Instruction;
import llm.instruct.InstructionFile;
import llm.instruct.quality.NearDuplicates.Pair;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Near duplicates")
class NearDuplicatesTest {
    private static final Likeness LIKENESS = Likeness.STANDARD;
    private final SplittableRandom random = new SplittableRandom(1);

    private String words(int count) {
        return IntStream.range(0, count).mapToObj(_ -> random.ints(6, 'a', 'z' + 1)
                .mapToObj(Character::toString).collect(Collectors.joining()))
                .collect(Collectors.joining(" "));
    }

    private List<String> unlike(int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(_ -> words(20)).toList());
    }

    @Test
    @DisplayName("that were planted are found: the same, other capitals, a word more")
    void planted() {
        List<String> texts = unlike(500);
        texts.add(texts.get(7));
        texts.add("  " + texts.get(7).toUpperCase(Locale.ROOT).replace(" ", "\n"));
        texts.add(texts.get(40) + " indeed");
        texts.add(texts.get(7) + " ");
        NearDuplicates found = NearDuplicates.of(texts, LIKENESS);
        assertThat(found.pairs()).extracting(Pair::first, Pair::second).containsExactly(
                tuple(7, 500),
                tuple(7, 501),
                tuple(7, 503),
                tuple(40, 502));
        assertThat(found.pairs().get(0).similarity()).isOne();
        Shingles shingles = LIKENESS.shingles();
        assertThat(found.pairs().get(3).similarity()).isEqualTo(Shingles.jaccard(
                shingles.of(texts.get(40)), shingles.of(texts.get(502)))).isBetween(0.9, 0.99);
        assertThat(found.groups()).containsExactly(List.of(7, 500, 501, 503), List.of(40, 502));
        assertThat(found.redundant()).containsExactly(500, 501, 502, 503);
        assertThat(found.table(texts).rowCount()).isEqualTo(4);
        assertThat(found.table(texts).stringColumn("second text").get(3)).endsWith(" indeed");
    }

    @Test
    @DisplayName("are none among texts that share nothing")
    void none() {
        assertThat(NearDuplicates.of(unlike(500), LIKENESS).pairs()).isEmpty();
        assertThat(NearDuplicates.of(List.of(), LIKENESS).groups()).isEmpty();
    }

    @Test
    @DisplayName("are joined to groups by chains")
    void chains() {
        List<String> texts = unlike(4);
        String[] words = texts.get(1).split(" ");
        for (int i = 0; i < 6; i++) {                        // a word after the other is replaced
            words[3 * i] = words(1);
            texts.add(String.join(" ", words));
        }
        NearDuplicates found = NearDuplicates.of(texts, LIKENESS.withThreshold(0.8));
        assertThat(found.groups()).containsExactly(List.of(1, 4, 5, 6, 7, 8, 9));
        assertThat(found.pairs()).extracting(Pair::similarity)
                .allMatch(similarity -> similarity >= 0.8);
        assertThat(found.pairs()).noneMatch(pair -> pair.first() == 1 && pair.second() == 9);
    }

    @Test
    @DisplayName("of two texts with a third put all three together")
    void joined() {
        NearDuplicates found = new NearDuplicates(List.of(new Pair(0, 5, 0.9), new Pair(3, 5, 0.9),
                new Pair(6, 8, 0.9), new Pair(1, 3, 0.8)));
        assertThat(found.groups()).containsExactly(List.of(0, 1, 3, 5), List.of(6, 8));
        assertThat(found.redundant()).containsExactly(1, 3, 5, 8);
    }

    /// What comparing all with all finds.
    private static List<Pair> allPairs(List<String> texts, Likeness likeness) {
        List<long[]> sets = texts.stream().map(likeness.shingles()::of).toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            for (int j = i + 1; j < sets.size(); j++) {
                double similarity = Shingles.jaccard(sets.get(i), sets.get(j));
                if (similarity >= likeness.threshold()) {
                    pairs.add(new Pair(i, j, similarity));
                }
            }
        }
        return pairs;
    }

    private static void assertLikeAllPairs(List<String> texts, Likeness likeness) {
        List<String> distinct = texts.stream()
                .collect(Collectors.toMap(NormalText::of, text -> text, (a, _) -> a,
                        LinkedHashMap::new)).values().stream().toList();
        List<Pair> all = allPairs(distinct, likeness);
        List<Pair> found = NearDuplicates.of(distinct, likeness).pairs();
        assertThat(all).containsAll(found);
        assertThat(all).hasSizeGreaterThan(20);
        assertThat(found.size()).isGreaterThanOrEqualTo((int) (0.98 * all.size()));
        assertThat(NearDuplicates.of(distinct, likeness).pairs()).isEqualTo(found);
    }

    @Test
    @DisplayName("are those that comparing all with all finds, but for one in fifty at most")
    void complete() {
        List<String> texts = unlike(60);
        for (int i = 0; i < 60; i++) {
            String[] words = texts.get(i).split(" ");
            for (int change = 0; change <= i % 4; change++) {
                words[random.nextInt(words.length)] = words(1);
            }
            texts.add(String.join(" ", words));
        }
        assertLikeAllPairs(texts, LIKENESS.withThreshold(0.6));
        assertLikeAllPairs(texts, new Likeness(Shingles.words(2), 0.6, 96, 7));
    }

    @Test
    @DisplayName("of the course's instructions are those that comparing all with all finds")
    void course() throws IOException {
        String folder = System.getenv("LLM_DATA_DIR");
        assumeTrue(folder != null && Files.exists(Path.of(folder, "instruction-data.json")),
                "LLM_DATA_DIR must name the folder with instruction-data.json");
        assertLikeAllPairs(InstructionFile.read(Path.of(folder, "instruction-data.json")).stream()
                .map(Instruction::question).toList(), LIKENESS.withThreshold(0.7));
    }

    @Test
    @DisplayName("need a threshold above 0")
    void threshold() {
        assertThatIllegalArgumentException().isThrownBy(() -> LIKENESS.withThreshold(0))
                .withMessage("threshold must be above 0 and at most 1, got 0.0");
    }
}
