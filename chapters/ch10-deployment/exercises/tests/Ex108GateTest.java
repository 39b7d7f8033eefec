import static llm.exercise.Expect.expect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.8: keeping others out")
class Ex108GateTest {
    private static final Set<String> HOSTS = Set.of("localhost", "[::1]");
    private static final Set<String> ORIGINS = Set.of("https://example.org");

    @Test
    @DisplayName("the nine requests of the text")
    void givesTheWorkedExample() {
        near("localhost:8080", "").toBe(true);
        near("LocalHost", "http://localhost").toBe(true);
        near("[::1]:8080", "http://[::1]:8080").toBe(true);
        near("localhost:8080", "https://example.org").toBe(true);
        near("localhost:8080", "http://localhost:3000").toBe(false);
        near("localhost:8080", "https://example.org.evil.net").toBe(false);
        near("localhost:8080", "null").toBe(false);
        near("evil.net:8080", "http://evil.net:8080").toBe(false);
        near("localhost.evil.net", "").toBe(false);
    }

    @Test
    @DisplayName("names are compared as a whole")
    void comparesWholeNames() {
        near("[::1]", "").toBe(true);
        near("[::2]:8080", "").toBe(false);
        near("notlocalhost", "").toBe(false);
        near("", "").toBe(false);
        near("evil.net", "https://example.org").toBe(false);
        near("localhost:8080", "HTTP://LOCALHOST:8080").toBe(true);
        near("localhost:8080", "https://localhost:8080").toBe(false);
        near("localhost:8080", "https://EXAMPLE.org").toBe(false);
        near("localhost:8080", "http://example.org").toBe(false);
    }

    @Test
    @DisplayName("only the whole key is the key")
    void knowsTheKey() {
        key("whether the key itself is the key", "secret", "secret").toBe(true);
        key("whether a key with another last byte is the key", "secret", "secreT").toBe(false);
        key("whether a key with another first byte is the key", "secret", "Secret").toBe(false);
        key("whether the beginning of the key is the key", "secret", "secre").toBe(false);
        key("whether the key with something behind it is the key", "secret", "secrets")
                .toBe(false);
        key("whether nothing is the key", "secret", "").toBe(false);
        key("whether a key of other bytes than ASCII is the key", "ключ", "ключ").toBe(true);
        key("whether a zero behind the key is the key", "a", "a\0").toBe(false);
        key("whether the key without its last zero is the key", "a\0", "a").toBe(false);
    }

    @Test
    @DisplayName("the key is looked at once at each place, whatever is shown")
    void takesConstantTime() {
        for (String shown : List.of("secret", "secreT", "Secret", "s", "", "secrets of a server")) {
            looks("the places of the key that are looked at for \"" + shown + "\"", "secret", shown)
                    .toBe(List.of(0, 1, 2, 3, 4, 5));
        }
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any key, any name")
    void anyKey(RandomGenerator random) {
        for (int i = 0; i < 6; i++) {
            String key = random.ints(random.nextInt(6, 20), '!', '~')
                    .mapToObj(Character::toString).reduce("", String::concat);
            int place = random.nextInt(key.length());
            String other = key.substring(0, place) + "~" + key.substring(place + 1);
            key("whether another key is the key", key, key).toBe(true);
            key("whether a key with another byte is the key", key, other).toBe(false);
            List<Integer> places = IntStream.range(0, key.length()).boxed().toList();
            looks("the places of another key that are looked at", key, other).toBe(places);
            looks("the places of another key that are looked at for a part of it", key,
                    key.substring(place)).toBe(places);
            String name = "host-" + random.nextInt(1000) + ".lan";
            String port = random.nextBoolean() ? "" : ":" + random.nextInt(1, 65_536);
            near(name + port, "http://" + name + port, Set.of(name), Set.of()).toBe(true);
            near(name + port, "http://" + name + port + "0", Set.of(name), Set.of()).toBe(false);
            near(name + "0" + port, "", Set.of(name), Set.of()).toBe(false);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A key that knows where it was looked at.
    private static final class Watched implements IntUnaryOperator {
        private final byte[] key;
        private final List<Integer> looks = new ArrayList<>();

        private Watched(String key) {
            this.key = bytes(key);
        }

        @Override
        public int applyAsInt(int place) {
            looks.add(place);
            return key[place];
        }

        private boolean isKey(String shown) {
            return Ex108Gate.isKey(this, key.length, bytes(shown));
        }
    }

    private static Expect key(String what, String key, String shown) {
        return ofKey(expect(what, new Watched(key).isKey(shown)));
    }

    /// In any order.
    private static Expect looks(String what, String key, String shown) {
        return ofKey(expect(what, looks(key, shown).stream().sorted().toList()));
    }

    private static List<Integer> looks(String key, String shown) {
        var watched = new Watched(key);
        watched.isKey(shown);
        return watched.looks;
    }

    private static Expect ofKey(Expect expect) {
        int early = looks("abc", "xbc").size();
        int late = looks("abc", "abx").size();
        int longer = looks("abc", "abcd").size();
        int none = looks("abc", "").size();
        boolean whole = new Watched("abc").isKey("abc") && !new Watched("abc").isKey("xbc");
        boolean part = new Watched("abc").isKey("ab") || new Watched("abc").isKey("");
        boolean more = new Watched("abc").isKey("abcd");
        return expect
                .mistakeIf(early < late, "secret-ends-at-a-difference", "the comparison ends at "
                        + "the first difference: the time tells how many bytes are right")
                .mistakeIf(early == 3 && late == 3 && longer == 0 && none == 0,
                        "secret-of-another-length", "another length is refused at once: the time "
                        + "tells how long the key is")
                .mistakeIf(whole && part, "secret-beginning-is-enough", "only as many bytes are "
                        + "compared as are shown, so a part of the key, or nothing, is let in")
                .mistakeIf(whole && more && !part, "secret-end-is-not-looked-at", "what stands "
                        + "behind the key does not count, but only the key itself is to be let "
                        + "in");
    }

    private static Expect near(String host, String origin) {
        return near("whether host \"" + host + "\" with origin \"" + origin + "\" is near", host,
                origin, HOSTS, ORIGINS);
    }

    private static Expect near(String host, String origin, Set<String> hosts,
            Set<String> origins) {
        return near("whether another request is near", host, origin, hosts, origins);
    }

    private static Expect near(String what, String host, String origin, Set<String> hosts,
            Set<String> origins) {
        boolean quiet = probe("localhost", "");
        boolean own = probe("localhost", "http://localhost");
        return expect(what, Ex108Gate.isNear(host, origin, hosts, origins))
                .mistakeIf(quiet && !probe("localhost:8080", ""), "gate-host-with-port",
                        "the port is compared, too: only the name is to be one of the server's")
                .mistakeIf(quiet && !probe("LOCALHOST", ""), "gate-host-by-letter",
                        "the case of letters in the host counts: names have none")
                .mistakeIf(probe("localhost.evil.net", "") && !probe("evil.net", ""),
                        "gate-host-by-its-beginning", "a host that begins with a name of the "
                        + "server is let in: compare the whole name")
                .mistakeIf(probe("evil.net", "") || probe("evil.net", "http://evil.net"),
                        "gate-without-host", "the host is not always looked at: a page of a name "
                        + "that was made to mean this machine has that name in both headers")
                .mistakeIf(probe("localhost", "https://example.org.evil.net"),
                        "gate-origin-by-its-beginning", "an origin that begins with one that may "
                        + "use the server is let in: compare all of it")
                .mistakeIf(own && !quiet, "gate-origin-must-be-there", "a request without an "
                        + "origin is refused: only browsers send it, programs do not")
                .mistakeIf(quiet && !own, "gate-own-page-refused",
                        "the server's own page is refused: its origin is http:// and the host")
                .mistakeIf(probe("localhost:8080", "http://localhost:3000"),
                        "gate-origin-without-port", "the port of the origin does not count: a page "
                        + "at another port is another one's");
    }

    private static boolean probe(String host, String origin) {
        return Ex108Gate.isNear(host, origin, HOSTS, ORIGINS);
    }
}
