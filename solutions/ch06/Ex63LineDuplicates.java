import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Exercise 6.3: exact line deduplication.
///
/// **Why.** What stands on two pages is hardly ever what a page is about. One pass counts how often
/// each line occurs in all documents, a second keeps what was counted once; with one pass alone the
/// first occurrence would be out already when the second is met.
///
/// **Complexity.** Two passes over the text: O(characters) time. The counts hold each line once. A
/// corpus of the web does not fit into memory; there one counts 64-bit hashes of lines instead.
///
/// **Common mistakes.** Keeping the first occurrence, as `distinct()` does; counting within each
/// document only; counting documents instead of occurrences; `split("\n")` and `lines()`, which
/// drop the empty lines at the end.
public final class Ex63LineDuplicates {
    private Ex63LineDuplicates() {}

    public static List<String> withoutRepeatedLines(List<String> documents) {
        Map<String, Integer> counts = new HashMap<>();       // occurrences by line
        for (String document : documents) {
            for (String line : lines(document)) {
                counts.merge(line, 1, Integer::sum);
            }
        }
        return documents.stream().map(document -> kept(document, counts)).toList();
    }

    private static String kept(String document, Map<String, Integer> counts) {
        var kept = new StringJoiner("\n");
        for (String line : lines(document)) {
            if (counts.get(line) == 1) {
                kept.add(line);
            }
        }
        return kept.toString();
    }

    private static String[] lines(String document) {
        return document.split("\n", -1);                     // −1 keeps empty lines at the end
    }
}
