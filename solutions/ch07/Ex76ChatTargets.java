import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import llm.tensor.CrossEntropy;
import llm.text.chat.ChatMessage;

/// Exercise 7.6: training on whole conversations.
///
/// **Why.** One row of five exchanges teaches five answers for the price of one forward pass, each
/// in the light of what was said before. The spans are noted while the row is laid out, since later
/// nobody can tell from the ids alone what was the assistant's. Each turn has its own `END`, which
/// must be learned in each: it is where the model hands over to the user. The line break behind it
/// belongs to the layout: the model has stopped by then, and whoever asks next writes it.
///
/// **Complexity.** O(n) for n ids; `fit` lays out what is left once for each exchange it drops.
///
/// **Common mistakes.** Learning the last answer only; a span without `END`, or with the role in
/// it; a mask that was not shifted with the targets, so that it lies one place off.
public final class Ex76ChatTargets {
    private static final int START = 1;
    private static final int END = 2;

    private Ex76ChatTargets() {}

    public static int[] ids(List<ChatMessage> messages) {
        requireTurns(messages);
        return messages.stream().flatMapToInt(Ex76ChatTargets::ids).toArray();
    }

    private static IntStream ids(ChatMessage message) {
        IntStream head = IntStream.concat(IntStream.of(START), (message.role() + "\n").chars());
        IntStream body = IntStream.concat(message.content().chars(), IntStream.of(END, '\n'));
        return IntStream.concat(head, body);
    }

    public static int[][] spans(List<ChatMessage> messages) {
        requireTurns(messages);
        List<int[]> spans = new ArrayList<>();
        int place = 0;
        for (ChatMessage message : messages) {
            int from = place + 1 + message.role().length() + 1;
            int to = from + message.content().length() + 1;
            if (message.role().equals("assistant")) {
                spans.add(new int[] {from, to});
            }
            place = to + 1;
        }
        return spans.toArray(int[][]::new);                 // (turns, 2)
    }

    public static int[] targets(List<ChatMessage> messages) {
        int[] ids = ids(messages);
        int[] targets = new int[ids.length - 1];            // (tokens)
        Arrays.fill(targets, CrossEntropy.IGNORED);
        for (int[] span : spans(messages)) {
            for (int place = span[0]; place < span[1]; place++) {
                targets[place - 1] = ids[place];
            }
        }
        return targets;
    }

    public static List<ChatMessage> fit(List<ChatMessage> messages, int context) {
        requireTurns(messages);
        List<ChatMessage> left = new ArrayList<>(messages);
        int oldest = first(messages);
        while (ids(left).length - 1 > context) {
            if (left.size() == oldest + 2) {
                throw new IllegalArgumentException("the last exchange must fit into context=%d, "
                        .formatted(context) + "got " + (ids(left).length - 1) + " targets");
            }
            left.subList(oldest, oldest + 2).clear();
        }
        return left;
    }

    private static void requireTurns(List<ChatMessage> messages) {
        int first = first(messages);
        boolean takeTurns = messages.size() > first && (messages.size() - first) % 2 == 0;
        for (int i = first; i < messages.size(); i++) {
            String expected = (i - first) % 2 == 0 ? "user" : "assistant";
            takeTurns &= messages.get(i).role().equals(expected);
        }
        if (!takeTurns) {
            throw new IllegalArgumentException("after a system message, if any, user and assistant "
                    + "must take turns and the assistant be last, got " + messages);
        }
    }

    /// Where the first exchange begins.
    private static int first(List<ChatMessage> messages) {
        return !messages.isEmpty() && messages.getFirst().role().equals("system") ? 1 : 0;
    }
}
