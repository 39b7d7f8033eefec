import java.util.Set;
import java.util.function.IntUnaryOperator;
import llm.exercise.ExerciseNotDone;

/// Exercise 10.8 ★: keeping others out. A server that runs on one's own machine is open to anyone
/// who can reach it, and to any page that is open in a browser there.
///
/// `isKey` tells whether `shown` has exactly the bytes of a secret key, in constant time: who
/// measures how long a refusal takes must learn nothing of the key. Here, time is how often the key
/// is looked at. `key.applyAsInt(i)` gives byte `i` of it; call it for each place from 0 to
/// `length − 1` exactly once, whatever is shown and however long it is.
///
/// `isNear` decides about the headers `Host` and `Origin` of a request, which scripts of a page
/// cannot choose. It is true if both hold:
///
/// 1. The host is one of the server's. In `host` there may be a port at the end, a colon and
///    digits, which does not matter, and neither does the case of letters. An address of IPv6 is in
///    brackets there and in `hosts`. (If a foreign name was made to mean this machine, which is
///    called DNS rebinding, the browser still sends the foreign name.)
/// 2. There is no origin; or it is that of the page that the server itself serves, `http://` and
///    then `host` as it is, port and all, where the case of letters does not matter; or it is one
///    of `origins`, letter by letter. (`null` is what pages without an origin of their own send.)
///
/// With the hosts `localhost` and `[::1]` and the origin `https://example.org`:
///
/// ```text
/// host                  origin                          near
/// localhost:8080                                        true
/// LocalHost             http://localhost                true
/// [::1]:8080            http://[::1]:8080               true
/// localhost:8080        https://example.org             true
/// localhost:8080        http://localhost:3000           false
/// localhost:8080        https://example.org.evil.net    false
/// localhost:8080        null                            false
/// evil.net:8080         http://evil.net:8080            false
/// localhost.evil.net                                    false
/// ```
///
/// Section 10.8 of the notebook.
public final class Ex108Gate {
    private Ex108Gate() {}

    /// @param key    its bytes, from −128 to 127
    /// @param length of the key in bytes, at least 1
    /// @param shown  what a request shows, `(bytes)`, may be empty
    public static boolean isKey(IntUnaryOperator key, int length, byte[] shown) {
        throw new ExerciseNotDone(
                "Exercise 10.8: write isKey(IntUnaryOperator, int, byte[])");
    }

    /// @param host    the header `Host`
    /// @param origin  the header `Origin`; empty if there is none
    /// @param hosts   names of the server, in small letters
    /// @param origins of pages from elsewhere that may use it
    public static boolean isNear(String host, String origin, Set<String> hosts,
            Set<String> origins) {
        throw new ExerciseNotDone("Exercise 10.8: write isNear(String, String, Set, Set)");
    }
}
