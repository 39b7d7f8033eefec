import java.util.List;
import java.util.stream.IntStream;

/// Keeps the whole answer, and how much of it was shown; each letter may be where a stop string
/// begins, or begins to begin.
public final class Ex79StopStrings {
    private final List<String> stops;
    private final StringBuilder answer = new StringBuilder();
    private int shown;
    private boolean stopped;

    public Ex79StopStrings(List<String> stops) {
        if (stops.contains("")) {
            throw new IllegalArgumentException("each stop must have a letter, got an empty one");
        }
        this.stops = stops;
    }

    public String feed(String piece) {
        if (!stopped) {
            answer.append(piece);
            int safe = IntStream.range(shown, answer.length()).filter(this::isOpen)
                    .findFirst().orElse(answer.length());
            int stop = IntStream.range(shown, answer.length()).filter(this::isStop)
                    .findFirst().orElse(-1);
            stopped = stop >= 0;
            return showUpTo(stopped ? stop : safe);
        }
        return "";
    }

    private boolean isStop(int start) {
        String rest = answer.substring(start);
        return stops.stream().anyMatch(rest::startsWith);
    }

    private boolean isOpen(int start) {
        String rest = answer.substring(start);
        return stops.stream().anyMatch(stop -> stop.startsWith(rest));
    }

    private String showUpTo(int end) {
        String text = answer.substring(shown, end);
        shown = end;
        return text;
    }

    public String finish() {
        return stopped ? "" : showUpTo(answer.length());
    }

    public boolean stopped() {
        return stopped;
    }
}
