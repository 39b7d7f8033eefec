package llm.tensor;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import llm.tensor.backend.Backend;
import llm.tensor.cpu.CpuBackend;

/// The devices found on the class path, and the one that new tensors use.
public final class Backends {
    private static final Backend CPU = new CpuBackend();
    private static volatile Backend current = CPU;

    private Backends() {
    }

    /// The device of new tensors; `cpu` until [#use] says otherwise.
    public static Backend current() {
        return current;
    }

    /// Makes new tensors live on `backend`. Existing tensors stay where they are.
    public static void use(Backend backend) {
        current = backend;
    }

    /// The device called `name`.
    ///
    /// @throws IllegalArgumentException if no such device is on the class path
    public static Backend named(String name) {
        if (CPU.name().equals(name)) {
            return CPU;                  // always there, and looking for others opens every jar
        }
        List<Backend> all = all();
        return all.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("device must be one of "
                        + all.stream().map(Backend::name).collect(Collectors.joining(", "))
                        + ", got " + name));
    }

    /// Every device on the class path.
    public static List<Backend> all() {
        return ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get).toList();
    }
}
