import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

public final class Ex63LineDuplicates {
    public static List<String> withoutRepeatedLines(List<String> documents) {
        Map<String, Integer> counts = new HashMap<>();
        for (String document : documents) {
            for (String line : new HashSet<>(List.of(document.split("\n", -1)))) {
                counts.merge(line, 1, Integer::sum);
            }
        }
        return documents.stream().map(document -> Arrays.stream(document.split("\n", -1))
                .filter(line -> counts.get(line) == 1)
                .collect(Collectors.joining("\n"))).toList();
    }
}
