import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// With regular expressions: all that has come is searched for whole events, and those that are
/// known already are left out.
public final class Ex103ServerSentEvents {
    private static final Pattern EVENT = Pattern.compile("((?:[^\n]+\n)*)\n");
    private static final Pattern DATA = Pattern.compile("(?m)^data: ?(.*)$");

    private String all = "";
    private int known;
    private boolean done;

    public Ex103ServerSentEvents() {}

    public List<String> feed(String piece) {
        all += piece;
        List<String> events = EVENT.matcher(all.replace("\r\n", "\n")).results()
                .map(event -> DATA.matcher(event.group(1)).results().map(data -> data.group(1))
                        .collect(Collectors.toList()))
                .filter(data -> !data.isEmpty()).map(data -> String.join("\n", data)).toList();
        int end = events.indexOf("[DONE]");
        done = end >= 0;
        List<String> whole = done ? events.subList(0, end) : events;
        List<String> fresh = List.copyOf(whole.subList(known, whole.size()));
        known = whole.size();
        return fresh;
    }

    public boolean done() {
        return done;
    }
}
