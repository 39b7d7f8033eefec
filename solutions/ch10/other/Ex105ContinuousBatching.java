import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// With an object for each text and two queues, of those that wait and those that are written.
public final class Ex105ContinuousBatching {
    private Ex105ContinuousBatching() {}

    /// A request on its way.
    private static final class Text {
        private final int arrival;
        private final int answer;
        private int unread;
        private int first = -1;
        private int last;

        private Text(int... request) {
            arrival = request[0];
            unread = request[1];
            answer = request[2];
        }

        private int read(int most) {
            int now = Math.min(most, unread);
            unread -= now;
            return now;
        }

        private void write(int step) {
            if (unread == 0) {
                first = first < 0 ? step : first;
                last = step;
            }
        }

        private boolean isComplete() {
            return first >= 0 && last - first + 1 == answer;
        }
    }

    public static int[][] continuous(int[][] requests, int slots, int block) {
        List<Text> texts = Stream.of(requests).map(Text::new).toList();
        Deque<Text> waiting = new ArrayDeque<>(texts);
        List<Text> open = new ArrayList<>();
        for (int step = 0; !waiting.isEmpty() || !open.isEmpty(); step++) {
            join(waiting, open, slots, step);
            step(open, block, step);
        }
        return schedule(texts);
    }

    public static int[][] inBatches(int[][] requests, int slots, int block) {
        List<Text> texts = Stream.of(requests).map(Text::new).toList();
        Deque<Text> waiting = new ArrayDeque<>(texts);
        int step = 0;
        while (!waiting.isEmpty()) {
            step = Math.max(step, waiting.getFirst().arrival);
            List<Text> batch = new ArrayList<>();
            join(waiting, batch, slots, step);
            while (!batch.isEmpty()) {
                step(batch, block, step++);
            }
        }
        return schedule(texts);
    }

    private static void join(Deque<Text> waiting, List<Text> open, int slots, int step) {
        while (open.size() < slots && !waiting.isEmpty() && waiting.getFirst().arrival <= step) {
            open.add(waiting.removeFirst());
        }
    }

    private static void step(List<Text> open, int block, int step) {
        int left = block;
        for (Text text : open) {
            left -= text.read(left);
            text.write(step);
        }
        open.removeIf(Text::isComplete);
    }

    private static int[][] schedule(List<Text> texts) {
        return texts.stream().map(text -> new int[] {text.first, text.last})
                .toArray(int[][]::new);
    }

    public static double tokensPerStep(int[][] schedule) {
        BitSet busy = new BitSet();
        double tokens = 0;
        for (int[] each : schedule) {
            busy.set(each[0], each[1] + 1);
            tokens += each[1] + 1 - each[0];
        }
        return tokens / busy.cardinality();
    }
}
