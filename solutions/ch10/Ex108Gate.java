import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// Exercise 10.8: keeping others out.
///
/// **Why.** If a comparison ended at the first difference, a key could be guessed byte by byte: the
/// right first byte takes a little longer than all others. So differences are collected, and looked
/// at once. A real server compares hashes with `MessageDigest.isEqual`, which hides the length as
/// well. `Origin` says whose page asks, `Host` whom the browser means; each of them catches what
/// the other one lets pass.
///
/// **Complexity.** O(length of the key).
///
/// **Common mistakes.** `Arrays.equals` and an early `return false`, also for another length;
/// looking only at as many bytes as are shown; `startsWith` and `contains`, which let
/// `localhost.evil.net` in; no look at the host where the origin is the server's own; refusing
/// programs that send no origin at all.
public final class Ex108Gate {
    private Ex108Gate() {}

    public static boolean isKey(IntUnaryOperator key, int length, byte[] shown) {
        int different = length ^ shown.length;
        for (int i = 0; i < length; i++) {
            byte other = i < shown.length ? shown[i] : 0;
            different |= key.applyAsInt(i) ^ other;
        }
        return different == 0;
    }

    public static boolean isNear(String host, String origin, Set<String> hosts,
            Set<String> origins) {
        String name = host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        boolean near = origin.isEmpty() || origin.equalsIgnoreCase("http://" + host)
                || origins.contains(origin);
        return hosts.contains(name) && near;
    }
}
