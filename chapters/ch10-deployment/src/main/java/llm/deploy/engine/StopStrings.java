package llm.deploy.engine;

import java.util.List;

/// Lets text through up to the first stop text. What could still become one waits, wherever it is
/// cut into pieces, so that nothing of a stop text is ever shown.
public final class StopStrings {
    private final List<String> stops;
    private final StringBuilder waiting = new StringBuilder();
    private boolean stopped;

    /// @param stops each of a character or more
    public StopStrings(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /// The text that is certain after this piece. After a stop text there is no more.
    public String accept(String piece) {
        if (stopped) {
            return "";
        }
        waiting.append(piece);
        int stop = firstStop();
        stopped = stop < waiting.length();
        return release(stopped ? stop : waiting.length() - possibleStop());
    }

    /// What still waits at the end of the text.
    public String flush() {
        return stopped ? "" : release(waiting.length());
    }

    /// Whether a stop text has come.
    public boolean stopped() {
        return stopped;
    }

    /// Where the earliest stop text begins; the end if there is none.
    private int firstStop() {
        int first = waiting.length();
        for (String stop : stops) {
            int place = waiting.indexOf(stop);
            first = place < 0 ? first : Math.min(first, place);
        }
        return first;
    }

    /// How many characters at the end may be the beginning of a stop text.
    private int possibleStop() {
        int most = stops.stream().mapToInt(String::length).max().orElse(1) - 1;
        for (int length = Math.min(most, waiting.length()); length > 0; length--) {
            String end = waiting.substring(waiting.length() - length);
            if (stops.stream().anyMatch(stop -> stop.startsWith(end))) {
                return length;
            }
        }
        return 0;
    }

    private String release(int length) {
        String certain = waiting.substring(0, length);
        waiting.delete(0, length);
        return certain;
    }
}
