import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Exercise 10.5: continuous batching.
///
/// **Why.** Both schedules are one simulation and differ in one condition: who may join when. In a
/// static batch the slot of a short answer stays empty until the longest one is finished; here the
/// next request takes it at once. Prompts are read in blocks so that a long one does not make those
/// wait that are being written. Source: Yu et al. (2022), "Orca", §3; Agrawal et al. (2023),
/// "Sarathi", §4 (prompts in blocks).
///
/// **Complexity.** O(steps · slots).
///
/// **Common mistakes.** A step for each text instead of one for all; a block for each prompt
/// instead of one for all; no writing while prompts are read; the first token a step late, although
/// the end of a prompt already gives the scores of the next token; idle steps in the mean.
public final class Ex105ContinuousBatching {
    private Ex105ContinuousBatching() {}

    public static int[][] continuous(int[][] requests, int slots, int block) {
        return schedule(requests, slots, block, true);
    }

    public static int[][] inBatches(int[][] requests, int slots, int block) {
        return schedule(requests, slots, block, false);
    }

    private static int[][] schedule(int[][] requests, int slots, int block, boolean anytime) {
        int[][] schedule = new int[requests.length][2];     // (requests, 2)
        int[] unread = Stream.of(requests).mapToInt(request -> request[1]).toArray();
        int[] unwritten = Stream.of(requests).mapToInt(request -> request[2]).toArray();
        List<Integer> open = new ArrayList<>();             // at most slots
        int next = 0;
        for (int step = 0; next < requests.length || !open.isEmpty(); step++) {
            boolean joining = anytime || open.isEmpty();
            while (joining && open.size() < slots && next < requests.length
                    && requests[next][0] <= step) {
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
