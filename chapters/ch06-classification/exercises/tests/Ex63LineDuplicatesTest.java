import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 6.3: exact line deduplication")
class Ex63LineDuplicatesTest {
    /// A line of a corpus.
    private record Line(int document, int number, String text) {}

    @Test
    @DisplayName("the two pages of the text lose their menu and their footer")
    void givesTheWorkedExample() {
        require("the two documents of the text", List.of(
                "Home | Contact\nFoxes are shy.\nAll rights reserved",
                "Home | Contact\nOwls hunt at night.\nOwls sleep by day.\nAll rights reserved"));
    }

    @Test
    @DisplayName("a line that one document has twice goes, too")
    void countsOccurrences() {
        require("documents with a line twice in one of them",
                List.of("Read more\nFoxes are shy.\nRead more", "read more\nOwls hunt.", "Bees"));
    }

    @Test
    @DisplayName("empty lines are lines, and a document may become empty")
    void keepsEmptyLines() {
        require("documents with one empty line in all", List.of("Foxes\nOwls\n", "Owls\nBees"));
        require("documents with empty lines", List.of("Foxes\n\nOwls", "", "Owls", "Bees\n"));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("keeps just the lines that no other line of the corpus equals")
    void keepsWhatIsUnique(RandomGenerator random) {
        require("many documents", IntStream.range(0, random.nextInt(8, 15)).mapToObj(_ ->
                IntStream.range(0, random.nextInt(3, 9))
                        .mapToObj(_ -> "line " + random.nextInt(50))
                        .collect(Collectors.joining("\n"))).toList());
    }

    private static void require(String what, List<String> documents) {
        List<String> right = kept(documents, (line, other) -> true);
        expect("what is kept of " + what, Ex63LineDuplicates.withoutRepeatedLines(documents))
                .mistake("lines-keep-the-first", "the first occurrence of a repeated line is kept; "
                        + "it must go like the others", kept(documents, (line, other) ->
                        other.document < line.document || other.document == line.document
                                && other.number < line.number))
                .mistake("lines-count-within-a-document", "a line is compared with the others of "
                        + "its own document only; the whole corpus counts", kept(documents,
                                (line, other) -> other.document == line.document))
                .mistake("lines-count-documents", "a line that one document has twice is kept: "
                        + "occurrences count, not documents", kept(documents, (line, other) ->
                        other.document != line.document))
                .mistake("lines-lose-empty-ends", "empty lines at the end of a document are not "
                        + "seen as lines: split drops them unless its limit is negative",
                        kept(documents.stream().map(each -> each.replaceFirst("\n+$", ""))
                                .toList(), (line, other) -> true))
                .toBe(right);
    }

    /// Keeps the lines that equal none of those that they are compared with.
    private static List<String> kept(List<String> documents, BiPredicate<Line, Line> compared) {
        List<List<Line>> corpus = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            String[] texts = documents.get(i).split("\n", -1);
            int document = i;
            corpus.add(IntStream.range(0, texts.length)
                    .mapToObj(number -> new Line(document, number, texts[number])).toList());
        }
        List<Line> all = corpus.stream().flatMap(List::stream).toList();
        return corpus.stream().map(lines -> lines.stream()
                .filter(line -> all.stream().noneMatch(other -> other != line
                        && other.text.equals(line.text) && compared.test(line, other)))
                .map(Line::text).collect(Collectors.joining("\n"))).toList();
    }
}
