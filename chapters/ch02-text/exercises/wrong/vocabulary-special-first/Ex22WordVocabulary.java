import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

public final class Ex22WordVocabulary {
    private final List<String> tokens = new ArrayList<>();

    public Ex22WordVocabulary(List<String> words) {
        tokens.addAll(List.of("<|endoftext|>", "<|unk|>"));
        tokens.addAll(new TreeSet<>(words));
    }

    public int size() {
        return tokens.size();
    }

    public int[] encode(List<String> words) {
        return words.stream()
                .mapToInt(word -> tokens.indexOf(tokens.contains(word) ? word : "<|unk|>"))
                .toArray();
    }

    public String decode(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= tokens.size()) {
                throw new IllegalArgumentException("id must be a token, got " + id);
            }
        }
        String text = IntStream.of(ids).mapToObj(tokens::get).collect(Collectors.joining(" "));
        return text.replaceAll("\\s+([,.:;?!])", "$1");
    }
}
