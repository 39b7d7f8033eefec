import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.6: what prompts have in common")
class Ex106PrefixCacheTest {
    @Test
    @DisplayName("the seven prompts of the text")
    void givesTheWorkedExample() {
        taken("what the prompts of the text take over", 2, 4, "1 2 3 4 5", "1 2 3 4 6",
                "1 2 9 9 9", "3 4 5", "1 2 3 4", "7 7 7", "1 2 9 9 9")
                .toBe(new int[] {0, 4, 2, 0, 2, 0, 2});
    }

    @Test
    @DisplayName("only whole blocks are shared, and never the last token")
    void sharesWholeBlocks() {
        taken("what prompts take over that differ within a block", 3, 9, "1 2 3 4 5 6 7",
                "1 2 3 4 5 0 7", "1 2 0", "1 2 3 4 5 6 8 8", "1 2 3 4 5 6")
                .toBe(new int[] {0, 3, 0, 6, 3});
        taken("what prompts of a block take over", 2, 9, "5 5", "5 5", "5 5 5", "5")
                .toBe(new int[] {0, 0, 2, 0});
        taken("what prompts take over in blocks of a token", 1, 9, "1 2 3", "1 2 3", "1 2 4 5",
                "2 3").toBe(new int[] {0, 2, 2, 0});
    }

    @Test
    @DisplayName("equal tokens in another place, or behind other ones, are not shared")
    void looksAtTheWholeBeginning() {
        taken("what prompts take over that share their ends", 2, 9, "1 1 2 2 3 3 0",
                "4 4 2 2 3 3 0", "2 2 3 3 0", "1 1 3 3 0", "4 4 2 2 5")
                .toBe(new int[] {0, 0, 0, 2, 4});
    }

    @Test
    @DisplayName("what was used last stays longest, and beginnings longer than what follows")
    void forgetsTheOldest() {
        taken("what a system message that all share saves", 2, 3, "1 1 0", "1 1 2 2 0",
                "1 1 3 3 0", "1 1 4 4 0", "1 1 5 5 0", "1 1 4 4 0")
                .toBe(new int[] {0, 2, 2, 2, 2, 4});
        taken("what a prompt takes over that has more blocks than the cache", 2, 2,
                "1 1 2 2 3 3 0", "1 1 2 2 3 3 0", "9 9 0", "1 1 2 2 3 3 0")
                .toBe(new int[] {0, 4, 0, 2});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any prompts, any cache")
    void anyPrompts(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            int block = random.nextInt(2, 4);
            int most = random.nextInt(4, 9);
            String[] parts = Stream.of("1", "2", "3", "4").map(token ->
                    (token + " ").repeat(block)).toArray(String[]::new);
            String[] prompts = IntStream.range(0, 40).mapToObj(_ -> IntStream.range(0,
                    random.nextInt(1, 4)).mapToObj(_ -> parts[random.nextInt(parts.length)])
                    .reduce("", String::concat) + List.of("0", "1", "").get(random.nextInt(3)))
                    .toArray(String[]::new);
            taken("what other prompts take over", block, most, prompts)
                    .toBe(right(block, most, prompts));
        }
    }

    /// With the time at which each block, named by the text up to its end, was last used.
    private static int[] right(int block, int most, String... prompts) {
        Map<List<Integer>, Integer> used = new HashMap<>();
        int[] taken = new int[prompts.length];
        for (int i = 0; i < prompts.length; i++) {
            List<Integer> prompt = IntStream.of(ids(prompts[i])).boxed().toList();
            List<List<Integer>> blocks = new ArrayList<>();
            for (int end = block; end <= prompt.size(); end += block) {
                blocks.add(prompt.subList(0, end));
            }
            taken[i] = (int) blocks.stream().takeWhile(used::containsKey)
                    .filter(each -> each.size() < prompt.size()).count() * block;
            for (List<Integer> each : blocks) {
                used.put(each, 1000 * i + 1000 - each.size());
            }
            while (used.size() > most) {
                used.remove(used.keySet().stream().min(Comparator.comparing(used::get))
                        .orElseThrow());
            }
        }
        return taken;
    }

    private static int[] ids(String prompt) {
        return Stream.of(prompt.strip().split(" +")).mapToInt(Integer::parseInt).toArray();
    }

    private static int[] read(int block, int most, String... prompts) {
        var cache = new Ex106PrefixCache(block, most);
        return Stream.of(prompts).mapToInt(prompt -> cache.read(ids(prompt))).toArray();
    }

    /// A mistake is named by what it gives for some of these.
    private static Expect taken(String what, int block, int most, String... prompts) {
        boolean past = gives(2, "1 1 2 2 0", "2 2 0", 2);
        boolean tokens = gives(3, "1 2 3 4 5 0", "1 2 3 4 5 9", 5);
        boolean last = gives(2, "1 1 2 2 0", "1 1 2 2", 4);
        boolean less = gives(2, "1 1 2 2", "1 1 2 2 0", 2);
        int[] kept = read(2, 2, "1 1 0", "2 2 0", "1 1 0", "3 3 0", "1 1 0", "2 2 0");
        int[] one = read(2, 1, "1 1 0", "2 2 0", "1 1 0", "2 2 0");
        int[] order = read(2, 2, "1 1 2 2 0", "3 3 0", "1 1 0");
        return expect(what, read(block, most, prompts))
                .mistakeIf(past, "prefix-blocks-by-their-own-tokens", "a block is known by its own "
                        + "tokens: keys and values depend on all tokens before it, too")
                .mistakeIf(tokens, "prefix-token-by-token", "single tokens are taken over: the "
                        + "cache holds whole blocks")
                .mistakeIf(last && !tokens, "prefix-takes-the-last-token", "the whole prompt is "
                        + "taken over: its last token is read anew, since it gives the scores of "
                        + "the next one")
                .mistakeIf(less && !tokens, "prefix-caches-what-is-taken", "a block that holds "
                        + "the last token is not put into the cache: a longer prompt can take it "
                        + "over")
                .mistakeIf(is(kept, 0, 0, 2, 0, 0, 0), "prefix-first-in-first-out", "what was "
                        + "put in first goes first, even if it was just used: it is to be what "
                        + "was used longest ago")
                .mistakeIf(is(one, 0, 0, 2, 2), "prefix-never-forgets", "nothing ever "
                        + "goes: the cache has room for so many blocks only")
                .mistakeIf(is(kept, 0, 0, 2, 0, 2, 0) && is(order, 0, 0, 0),
                        "prefix-beginnings-go-first", "the beginning of a prompt goes before what "
                        + "follows it, which is of no use without it")
                .mistakeIf(is(one, 0, 0, 2, 0), "prefix-newest-goes", "the newest "
                        + "block goes: it is to be the oldest");
    }

    private static boolean gives(int block, String first, String second, int taken) {
        return is(read(block, 9, first, second), 0, taken);
    }

    private static boolean is(int[] taken, int... seen) {
        return Arrays.equals(taken, seen);
    }
}
