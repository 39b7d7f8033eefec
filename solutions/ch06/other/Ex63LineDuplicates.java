import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// With streams: the lines of all documents are grouped and counted.
public final class Ex63LineDuplicates {
    private Ex63LineDuplicates() {}

    public static List<String> withoutRepeatedLines(List<String> documents) {
        var counts = documents.stream().flatMap(Ex63LineDuplicates::lines)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return documents.stream().map(document -> lines(document)
                .filter(line -> counts.get(line) < 2)
                .collect(Collectors.joining("\n"))).toList();
    }

    private static Stream<String> lines(String document) {
        return Stream.of(document.split("\\n", -1));
    }
}
