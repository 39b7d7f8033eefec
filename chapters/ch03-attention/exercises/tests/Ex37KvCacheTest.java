import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 3.7: a KV cache")
class Ex37KvCacheTest {
    private static final double TOLERANCE = 1e-4;
    private static final float LN3_BY_2 = (float) (Math.log(3) / 2);

    @Test
    @DisplayName("two tokens give the context vector in the text")
    void givesTheWorkedExample() {
        float[][] k = {{0, 0, 0, 0}, {LN3_BY_2, LN3_BY_2, LN3_BY_2, LN3_BY_2}};
        float[][] v = {{10, 0, 0, 0}, {20, 4, 0, 0}};
        float[][] q = {{1, 1, 1, 1}, {1, 1, 1, 1}};
        oneByOne("the context vectors after each of two tokens", q, k, v, 5)
                .toBe(new double[][] {{10, 0, 0, 0}, {17.5, 3, 0, 0}}, TOLERANCE);
    }

    @Test
    @DisplayName("attending changes nothing, and length counts tokens")
    void countsTokens() {
        var cache = new Ex37KvCache(3, 2);
        expect("the length of a new cache", cache.length()).toBe(0);
        cache.append(new float[] {1, 2}, new float[] {3, 4});
        expect("the length after a token", cache.length()).toBe(1);
        cache.append(new float[] {2, 1}, new float[] {5, 6});
        float[] context = cache.attend(new float[] {1, 0});
        expect("the same query again", cache.attend(new float[] {1, 0})).toBe(context);
        expect("the length after two tokens and two queries", cache.length()).toBe(2);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("token by token it gives what causal attention gives at once")
    void isCausalAttention(RandomGenerator random) {
        int tokens = random.nextInt(5, 10);
        int headDim = random.nextInt(3, 8);
        float[][] q = numbers(random, tokens, headDim);
        float[][] k = numbers(random, tokens, headDim);
        float[][] v = numbers(random, tokens, headDim);
        double[][] expected = causal(q, k, v, Math.sqrt(headDim), 0);
        oneByOne("context vectors in a cache with room to spare", q, k, v, tokens + 4)
                .toBe(expected, TOLERANCE);
        oneByOne("context vectors in a cache that becomes full", q, k, v, tokens)
                .toBe(expected, TOLERANCE);
    }

    @Test
    @DisplayName("goes on in another way after truncate")
    void forgetsTheNewest() {
        float[][] k = {{1, 0}, {0, 1}, {2, 2}, {-1, 1}};
        float[][] v = {{1, 0}, {2, 0}, {4, 1}, {8, 3}};
        var cache = new Ex37KvCache(4, 2);
        for (int token = 0; token < 4; token++) {
            cache.append(k[token], v[token]);
        }
        cache.truncate(2);
        expect("the length after truncate(2)", cache.length()).toBe(2);
        float[] query = {1, 1};
        expect("the context vector after truncate(2)", cache.attend(query))
                .mistake("cache-forgets-the-oldest", "truncate forgets the first tokens, but it "
                        + "is the newest that are taken back", row(query, k, v, 2, 4))
                .mistake("cache-truncate-only-counts", "the tokens beyond the new length still "
                        + "take part", row(query, k, v, 0, 4))
                .toBe(row(query, k, v, 0, 2), TOLERANCE);
        cache.append(k[3], v[3]);
        cache.append(k[2], v[2]);
        float[][] otherK = {k[0], k[1], k[3], k[2]};
        float[][] otherV = {v[0], v[1], v[3], v[2]};
        expect("the context vector of another continuation", cache.attend(new float[] {1, 2}))
                .toBe(row(new float[] {1, 2}, otherK, otherV, 0, 4), TOLERANCE);
        cache.truncate(0);
        expect("the length after truncate(0)", cache.length()).toBe(0);
    }

    @Test
    @DisplayName("refuses what does not fit, and stays as it was")
    void refusesWhatDoesNotFit() {
        var cache = new Ex37KvCache(1, 2);
        float[] two = {1, 2};
        float[] three = {1, 2, 3};
        expectRefusal("a key of another width", () -> cache.append(three, two));
        expectRefusal("a value of another width", () -> cache.append(two, three));
        expect("the length after refusals", cache.length()).toBe(0);
        cache.append(two, two);
        expectRefusal("a token without room", () -> cache.append(two, two));
        expectRefusal("a truncate to 2 of 1 tokens", () -> cache.truncate(2));
        expectRefusal("a truncate to -1", () -> cache.truncate(-1));
        expect("the length after more refusals", cache.length()).toBe(1);
        expect("the context vector of the only token", cache.attend(two))
                .toBe(two, TOLERANCE);
    }

    /// Appends and attends, token by token.
    private static Expect oneByOne(String what, float[][] q, float[][] k, float[][] v, int room) {
        var cache = new Ex37KvCache(room, q[0].length);
        float[][] contexts = new float[q.length][];
        for (int token = 0; token < q.length; token++) {
            cache.append(k[token], v[token]);
            contexts[token] = cache.attend(q[token]);
        }
        double root = Math.sqrt(q[0].length);
        double[][] late = causal(q, k, v, root, 0);
        late[0] = new double[q[0].length];
        for (int token = 1; token < q.length; token++) {
            late[token] = row(q[token], k, v, 0, token);
        }
        double[][] lateWithNan = late.clone();
        lateWithNan[0] = new double[q[0].length];
        Arrays.fill(lateWithNan[0], Double.NaN);             // 0 / 0, the mean of no value
        return expect(what, contexts)
                .mistake("cache-without-scale", "the scores are not divided by √headDim",
                        causal(q, k, v, 1, 0))
                .mistake("cache-attends-to-empty-room", "places that hold no token yet get a "
                        + "weight, since their keys score 0: only the first `length` take part",
                        causal(q, k, v, root, room))
                .mistake("cache-holds-only-the-newest", "only the newest token is kept, but a "
                        + "query sees all tokens so far", v)
                .mistake("cache-misses-the-newest", "the newest token is not seen, but a token "
                        + "attends to itself, too", late)
                .mistake("cache-misses-the-newest", "the newest token is not seen, but a token "
                        + "attends to itself, too", lateWithNan);
    }

    /// Causal attention at once, in doubles.
    ///
    /// @param room places beyond the tokens so far get the weight of a score of 0, up to this one
    private static double[][] causal(float[][] q, float[][] k, float[][] v, double divisor,
            int room) {
        double[][] contexts = new double[q.length][q[0].length];
        for (int token = 0; token < q.length; token++) {
            double sum = Math.max(0, room - token - 1);
            for (int past = 0; past <= token; past++) {
                double share = Math.exp(dot(q[token], k[past]) / divisor);
                sum += share;
                for (int i = 0; i < q[0].length; i++) {
                    contexts[token][i] += share * v[past][i];
                }
            }
            for (int i = 0; i < q[0].length; i++) {
                contexts[token][i] /= sum;
            }
        }
        return contexts;
    }

    /// The context vector of one query over the tokens from `from` to before `to`.
    private static double[] row(float[] query, float[][] k, float[][] v, int from, int to) {
        double[] context = new double[query.length];
        double sum = 0;
        for (int token = from; token < to; token++) {
            sum += Math.exp(dot(query, k[token]) / Math.sqrt(query.length));
        }
        for (int token = from; token < to; token++) {
            double weight = Math.exp(dot(query, k[token]) / Math.sqrt(query.length)) / sum;
            for (int i = 0; i < context.length; i++) {
                context[i] += weight * v[token][i];
            }
        }
        return context;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[][] numbers(RandomGenerator random, int rows, int columns) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return numbers;
    }
}
