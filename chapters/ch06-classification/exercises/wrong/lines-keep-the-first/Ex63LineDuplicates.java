import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

public final class Ex63LineDuplicates {
    public static List<String> withoutRepeatedLines(List<String> documents) {
        Set<String> seen = new HashSet<>();
        return documents.stream().map(document -> Arrays.stream(document.split("\n", -1))
                .filter(seen::add).collect(Collectors.joining("\n"))).toList();
    }
}
