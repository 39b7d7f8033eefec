import java.util.List;
import java.util.stream.IntStream;

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
            int stop = IntStream.range(0, answer.length()).filter(this::isStop)
                    .findFirst().orElse(-1);
            stopped = stop >= 0;
            return showUpTo(stopped ? Math.max(shown, stop) : answer.length());
        }
        return "";
    }

    private boolean isStop(int start) {
        String rest = answer.substring(start);
        return stops.stream().anyMatch(rest::startsWith);
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
