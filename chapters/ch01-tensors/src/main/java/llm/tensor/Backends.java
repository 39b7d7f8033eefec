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
    /// The best one that there is: `cuda` where it can be used, else `cpu`, else `plain`.
    public static final String AUTO = "auto";
    private static final String CUDA = "cuda";
    private static final Map<String, String> KNOWN = known();
    private static final Map<String, Backend> LOADED = new ConcurrentHashMap<>();
    private static volatile @Nullable Backend current;

    private Backends() {
    }

    /// Those that work everywhere, in the order in which they are preferred.
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

    /// The device called `name`: one of [#all()], `cuda` or `cuda:0`, `cuda:1`, … for a graphics
    /// processor, or [#AUTO].
    ///
    /// @throws IllegalArgumentException if there is no such device, or it cannot be used
    public static Backend named(String name) {
        if (name.equals(AUTO)) {
            return best();
        }
        Backend known = KNOWN.containsKey(name) ? load(name)
                : name.equals(CUDA) || name.startsWith(CUDA + ":") ? cuda(name) : null;
        if (known != null) {
            return known;
        }
        List<Backend> all = all();
        return all.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("device must be one of "
                        + all.stream().map(Backend::name).collect(Collectors.joining(", "))
                        + ", cuda, cuda:1, …, auto, got " + name));
    }

    /// The best device that there is.
    public static Backend best() {
        try {
            Backend cuda = cuda(CUDA);
            return cuda != null ? cuda : preferred();
        } catch (IllegalArgumentException _) {               // it says what is missing
            return preferred();
        }
    }

    /// Every device on the class path that needs no processor of its own.
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

    /// A graphics processor, or null where appendix D is not on the class path.
    private static @Nullable Backend cuda(String name) {
        String which = name.equals(CUDA) ? "0" : name.substring(CUDA.length() + 1);
        return LOADED.computeIfAbsent(CUDA + ":" + which, key -> create(key, () ->
                Class.forName("llm.cuda.CudaBackend").getConstructor(String.class)
                        .newInstance(which)));
    }

    /// A known device, or null where its module is not on the class path or cannot run here.
    private static @Nullable Backend load(String name) {
        return LOADED.computeIfAbsent(name, key -> create(key, () ->
                Class.forName(KNOWN.get(key)).getConstructor().newInstance()));
    }

    private interface Creation {
        Object run() throws ReflectiveOperationException;
    }

    private static @Nullable Backend create(String name, Creation creation) {
        try {
            return (Backend) creation.run();
        } catch (ClassNotFoundException _) {
            return null;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;                               // a setting, not the device
            }
            if (e.getCause() instanceof UnsupportedOperationException unsupported) {
                System.err.println("Device " + name + " is left out: "
                        + unsupported.getMessage() + ".");
                return null;
            }
            throw new IllegalStateException("device " + name + " must start, got " + e.getCause(),
                    e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("device " + name + " must start, got " + e, e);
        }
    }
}
