import java.util.ArrayList;
import java.util.List;

public final class Ex103ServerSentEvents {
    private final StringBuilder waiting = new StringBuilder();
    private final List<String> data = new ArrayList<>();
    private boolean done;

    public Ex103ServerSentEvents() {}

    public List<String> feed(String piece) {
        List<String> events = new ArrayList<>();
        waiting.append(piece);
        for (int end = waiting.indexOf("\n"); end >= 0; end = waiting.indexOf("\n")) {
            String line = waiting.substring(0, end);
            waiting.delete(0, end + 1);
            if (line.endsWith("\r")) {
                line = line.substring(0, end - 1);
            }
            read(line, events);
        }
        return events;
    }

    private void read(String line, List<String> events) {
        if (line.startsWith("data:")) {
            String text = line.substring(5);
            data.add(text.strip());
        } else if (line.isEmpty() && !data.isEmpty()) {
            String event = String.join("\n", data);
            data.clear();
            done |= event.equals("[DONE]");
            if (!done) {
                events.add(event);
            }
        }
    }

    public boolean done() {
        return done;
    }
}
