import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// With streams and one sorted array: a binary search finds the id of a word.
public final class Ex22WordVocabulary {
    private final String[] words;
    private final String[] tokens;

    public Ex22WordVocabulary(List<String> words) {
        this.words = words.stream().distinct().sorted().toArray(String[]::new);
        tokens = Stream.concat(Arrays.stream(this.words),
                Stream.of("<|endoftext|>", "<|unk|>")).toArray(String[]::new);
    }

    public int size() {
        return tokens.length;
    }

    public int[] encode(List<String> texts) {
        return texts.stream().mapToInt(text -> Arrays.binarySearch(words, text))
                .map(found -> found < 0 ? words.length + 1 : found).toArray();
    }

    public String decode(int[] ids) {
        if (Arrays.stream(ids).anyMatch(id -> id < 0 || id >= tokens.length)) {
            throw new IllegalArgumentException("each id must be from 0 to "
                    + (tokens.length - 1) + ", got " + Arrays.toString(ids));
        }
        return IntStream.of(ids).mapToObj(id -> tokens[id]).collect(Collectors.joining(" "))
                .replaceAll(" (?=[,.:;?!]( |$))", "");
    }
}
