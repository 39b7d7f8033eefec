import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

public final class Ex105ContinuousBatching {
    private Ex105ContinuousBatching() {}

    public static int[][] continuous(int[][] requests, int slots, int block) {
        return schedule(requests, slots, block, true);
    }

    public static int[][] inBatches(int[][] requests, int slots, int block) {
        return schedule(requests, slots, block, false);
    }

    private static int[][] schedule(int[][] requests, int slots, int block, boolean anytime) {
        int[][] schedule = new int[requests.length][2];
        int[] unread = Stream.of(requests).mapToInt(request -> request[1]).toArray();
        int[] unwritten = Stream.of(requests).mapToInt(request -> request[2]).toArray();
        List<Integer> open = new ArrayList<>();
        int next = 0;
        for (int step = 0; next < requests.length || !open.isEmpty(); step++) {
            boolean joining = anytime || open.isEmpty();
            while (joining && open.size() < slots && next < requests.length) {
                open.add(next++);
            }
            read(open, unread, block);
            for (int each : open) {
                if (unread[each] == 0) {
                    boolean isFirst = unwritten[each] == requests[each][2];
                    schedule[each][0] = isFirst ? step : schedule[each][0];
                    schedule[each][1] = step;
                    unwritten[each]--;
                }
            }
            open.removeIf(each -> unwritten[each] == 0);
        }
        return schedule;
    }

    private static void read(List<Integer> open, int[] unread, int block) {
        int left = block;
        for (int each : open) {
            int now = Math.min(left, unread[each]);
            unread[each] -= now;
            left -= now;
        }
    }

    public static double tokensPerStep(int[][] schedule) {
        long tokens = 0;
        int end = 0;
        for (int[] each : schedule) {
            tokens += each[1] - each[0] + 1;
            end = Math.max(end, each[1] + 1);
        }
        long busy = IntStream.range(0, end).filter(step -> Stream.of(schedule)
                .anyMatch(each -> each[0] <= step && step <= each[1])).count();
        return (double) tokens / busy;
    }
}
