import java.util.List;

public final class Ex79StopStrings {
    private final List<String> stops;
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
        int first = first(piece);
        stopped = first < piece.length();
        return piece.substring(0, first);
    }

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

    public String finish() {
        return "";
    }

    public boolean stopped() {
        return stopped;
    }
}
