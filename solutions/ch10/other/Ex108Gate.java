import java.security.MessageDigest;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/// With a copy of the key that Java compares in constant time, and a regular expression.
public final class Ex108Gate {
    private Ex108Gate() {}

    private static final Pattern HOST = Pattern.compile("(\\[[^]]*]|[^:]*)(:\\d+)?");

    public static boolean isKey(IntUnaryOperator key, int length, byte[] shown) {
        byte[] copy = new byte[length];
        for (int i = 0; i < length; i++) {
            copy[i] = (byte) key.applyAsInt(i);
        }
        return MessageDigest.isEqual(copy, shown);
    }

    public static boolean isNear(String host, String origin, Set<String> hosts,
            Set<String> origins) {
        var parts = HOST.matcher(host);
        if (!parts.matches() || hosts.stream().noneMatch(parts.group(1)::equalsIgnoreCase)) {
            return false;
        }
        return origin.equals("") || origins.stream().anyMatch(origin::equals)
                || origin.toLowerCase().equals("http://" + host.toLowerCase());
    }
}
