import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public final class Ex63LineDuplicates {
    public static List<String> withoutRepeatedLines(List<String> documents) {
        Map<String, Integer> counts = new HashMap<>();
        for (String document : documents) {
            for (String line : document.split("\n")) {
                counts.merge(line, 1, Integer::sum);
            }
        }
        List<String> result = new ArrayList<>();
        for (String document : documents) {
            List<String> kept = new ArrayList<>();
            for (String line : document.split("\n")) {
                if (counts.get(line) == 1) {
                    kept.add(line);
                }
            }
            result.add(String.join("\n", kept));
        }
        return result;
    }
}
