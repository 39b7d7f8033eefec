package llm.tensor;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import llm.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/// The devices found on the class path, and the one that new tensors use.
///
/// The book's own devices are known by the name of their class: looking for providers would open
/// every jar at each start. Devices of others join through [ServiceLoader].
public final class Backends {
    private static final Map<String, String> KNOWN = known();
    private static final Map<String, Backend> LOADED = new ConcurrentHashMap<>();
    private static volatile @Nullable Backend current;

    private Backends() {
    }

    /// In the order in which they are preferred.
    private static Map<String, String> known() {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("cpu", "llm.cpu.CpuBackend");
        classes.put("plain", "llm.tensor.plain.PlainBackend");
        return classes;
    }

    /// The device of new tensors, until [#use] says otherwise: the one that the system property
    /// `llm.device` names, or else `cpu` if it is on the class path, or else `plain`.
    public static Backend current() {
        Backend chosen = current;
        if (chosen == null) {
            String name = System.getProperty("llm.device");
            chosen = name == null ? preferred() : named(name);
            current = chosen;
        }
        return chosen;
    }

    private static Backend preferred() {
        return KNOWN.keySet().stream().map(Backends::load).filter(Objects::nonNull)
                .findFirst().orElseThrow();
    }

    /// Makes new tensors live on `backend`. Existing tensors stay where they are.
    public static void use(Backend backend) {
        current = backend;
    }

    /// The device called `name`.
    ///
    /// @throws IllegalArgumentException if no such device is on the class path
    public static Backend named(String name) {
        Backend known = KNOWN.containsKey(name) ? load(name) : null;
        if (known != null) {
            return known;
        }
        List<Backend> all = all();
        return all.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("device must be one of "
                        + all.stream().map(Backend::name).collect(Collectors.joining(", "))
                        + ", got " + name));
    }

    /// Every device on the class path.
    public static List<Backend> all() {
        List<Backend> all = new ArrayList<>();
        for (String name : KNOWN.keySet()) {
            Backend backend = load(name);
            if (backend != null) {
                all.add(backend);
            }
        }
        ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).forEach(all::add);
        return all;
    }

    /// A known device, or null where its module is not on the class path or cannot run here.
    private static @Nullable Backend load(String name) {
        return LOADED.computeIfAbsent(name, key -> {
            try {
                return (Backend) Class.forName(KNOWN.get(key)).getConstructor().newInstance();
            } catch (ClassNotFoundException _) {
                return null;
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof IllegalArgumentException refused) {
                    throw refused;                           // a setting, not the device
                }
                if (e.getCause() instanceof UnsupportedOperationException unsupported) {
                    System.err.println("Device " + key + " is left out: "
                            + unsupported.getMessage() + ".");
                    return null;
                }
                throw new IllegalStateException("device " + key + " must start, got "
                        + e.getCause(), e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("device " + key + " must start, got " + e, e);
            }
        });
    }
}
