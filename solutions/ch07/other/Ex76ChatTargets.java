import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.text.chat.ChatMessage;

/// One pass notes for each id whether it is learned; everything else is read off those notes. The
/// roles' initials as a word, such as `suaua`, are checked by a regular expression.
public final class Ex76ChatTargets {
    private static final int START = 1;
    private static final int END = 2;

    private Ex76ChatTargets() {}

    private record Note(int id, boolean learned) {}

    private static List<Note> notes(List<ChatMessage> messages) {
        String turns = messages.stream().map(message -> message.role().substring(0, 1))
                .collect(Collectors.joining());
        if (!turns.matches("s?(ua)+")) {
            throw new IllegalArgumentException(
                    "turns must be s?(ua)+ by their initials, got " + turns);
        }
        List<Note> notes = new ArrayList<>();
        for (ChatMessage message : messages) {
            boolean learned = message.role().equals("assistant");
            notes.add(new Note(START, false));
            (message.role() + "\n").chars().forEach(id -> notes.add(new Note(id, false)));
            message.content().chars().forEach(id -> notes.add(new Note(id, learned)));
            notes.add(new Note(END, learned));
            notes.add(new Note('\n', false));
        }
        return notes;
    }

    public static int[] ids(List<ChatMessage> messages) {
        return notes(messages).stream().mapToInt(Note::id).toArray();
    }

    public static int[][] spans(List<ChatMessage> messages) {
        List<Note> notes = notes(messages);
        int[] borders = IntStream.range(1, notes.size())
                .filter(i -> notes.get(i).learned() != notes.get(i - 1).learned()).toArray();
        return IntStream.range(0, borders.length / 2)
                .mapToObj(i -> new int[] {borders[2 * i], borders[2 * i + 1]})
                .toArray(int[][]::new);
    }

    public static int[] targets(List<ChatMessage> messages) {
        return notes(messages).stream().skip(1)
                .mapToInt(note -> note.learned() ? note.id() : -100).toArray();
    }

    public static List<ChatMessage> fit(List<ChatMessage> messages, int context) {
        if (notes(messages).size() - 1 <= context) {
            return messages;
        }
        int exchange = messages.size() % 2;
        List<ChatMessage> shorter = new ArrayList<>(messages.subList(0, exchange));
        shorter.addAll(messages.subList(exchange + 2, messages.size()));
        return fit(shorter, context);
    }
}
