import java.util.List;

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
        return "";
    }

    public boolean stopped() {
        return stopped;
    }
}
