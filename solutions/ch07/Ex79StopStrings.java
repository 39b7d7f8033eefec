import java.util.List;

/// Exercise 7.9: stop strings, while the answer is being written.
///
/// **Why.** Stop strings are letters, and a model writes tokens: `User:` may come as `Us`, `er:`,
/// or as the end of one token and the start of the next. Looking at each piece alone misses it;
/// showing each piece at once shows half of it. So what could still become a stop string waits,
/// and no more than that, for every held letter is a delay for the reader. Nothing before the held
/// text can be the start of a stop string any more, so only what is held has to be kept.
///
/// **Complexity.** Of s stop strings of at most m letters, O(s · m²) for each piece beside its own
/// search; less than m letters are kept. An automaton (Aho and Corasick, 1975) needs O(1) a letter.
///
/// **Common mistakes.** Asking the stop strings in their order for the first that occurs, not for
/// the one that begins first; forgetting what is held when no piece follows.
public final class Ex79StopStrings {
    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    public Ex79StopStrings(List<String> stops) {
        if (stops.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("stop strings must not be empty, got " + stops);
        }
        this.stops = List.copyOf(stops);
    }

    public String feed(String piece) {
        if (stopped) {
            return "";
        }
        String text = held + piece;
        int first = first(text);
        stopped = first < text.length();
        int shown = stopped ? first : text.length() - openEnd(text);
        held = stopped ? "" : text.substring(shown);
        return text.substring(0, shown);
    }

    /// Where the first stop string begins; the text's length if none does.
    private int first(String text) {
        int first = text.length();
        for (String stop : stops) {
            int start = text.indexOf(stop);
            if (start >= 0) {
                first = Math.min(first, start);
            }
        }
        return first;
    }

    /// How many letters at the end of a text could still become a stop string.
    private int openEnd(String text) {
        int open = 0;
        for (String stop : stops) {
            for (int letters = open + 1; letters < stop.length(); letters++) {
                if (text.endsWith(stop.substring(0, letters))) {
                    open = letters;
                }
            }
        }
        return open;
    }

    public String finish() {
        String rest = held;
        held = "";
        return rest;
    }

    public boolean stopped() {
        return stopped;
    }
}
