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
        String name = host.replaceFirst(":[0-9]+$", "");
        boolean near = origin.isEmpty() || origin.equalsIgnoreCase("http://" + host)
                || origins.contains(origin);
        return hosts.contains(name) && near;
    }
}
