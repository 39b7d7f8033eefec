import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;

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
        boolean near = origin.isEmpty() || origins.contains(origin)
                || origin.replaceFirst(":[0-9]+$", "").equalsIgnoreCase("http://" + name);
        return hosts.contains(name) && near;
    }
}
