import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;

public final class Ex108Gate {
    private Ex108Gate() {}

    public static boolean isKey(IntUnaryOperator key, int length, byte[] shown) {
        if (shown.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (key.applyAsInt(i) != shown[i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean isNear(String host, String origin, Set<String> hosts,
            Set<String> origins) {
        String name = host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        boolean near = origin.isEmpty() || origin.equalsIgnoreCase("http://" + host)
                || origins.contains(origin);
        return hosts.contains(name) && near;
    }
}
