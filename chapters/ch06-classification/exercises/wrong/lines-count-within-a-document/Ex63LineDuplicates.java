import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public final class Ex63LineDuplicates {
    public static List<String> withoutRepeatedLines(List<String> documents) {
        List<String> result = new ArrayList<>();
        for (String document : documents) {
            Map<String, Integer> counts = new HashMap<>();
            String[] lines = document.split("\n", -1);
            for (String line : lines) {
                counts.merge(line, 1, Integer::sum);
            }
            List<String> kept = new ArrayList<>();
            for (String line : lines) {
                if (counts.get(line) == 1) {
                    kept.add(line);
                }
            }
            result.add(String.join("\n", kept));
        }
        return result;
    }
}
