import java.util.ArrayList;
import java.util.List;

/// Exercise 10.3: server-sent events.
///
/// **Why.** A stream has two borders, and neither is that of the pieces: lines end with a line
/// break, events with an empty line. So what is behind the last line break waits, and so do the
/// lines of an event that has not ended. Source: HTML Living Standard, "Server-sent events".
///
/// **Complexity.** O(length of the piece), and of what waits.
///
/// **Common mistakes.** Taking a piece for an event, which works until a network cuts elsewhere;
/// taking each line of data for an event; stripping blanks, though many tokens begin with one; an
/// empty event for each comment; handing `[DONE]` to the parser of JSON.
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
            data.add(text.startsWith(" ") ? text.substring(1) : text);
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
