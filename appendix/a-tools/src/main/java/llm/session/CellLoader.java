package llm.session;

import java.lang.constant.ClassDesc;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Loads the classes that JShell makes of cells, each with its [StopChecks].
final class CellLoader extends ClassLoader {
    private final Map<String, byte[]> classes = new ConcurrentHashMap<>();
    private final StopChecks checks = new StopChecks(this::bytes);
    private final StopSwitch stopSwitch = new StopSwitch();

    /// @param parent sees the class path that cells use
    CellLoader(ClassLoader parent) {
        super("cells", parent);
    }

    StopSwitch stopSwitch() {
        return stopSwitch;
    }

    /// Makes a class known, to be defined when it is first asked for.
    void add(String name, byte[] bytes) {
        classes.put(name, bytes);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] checked = checks.addTo(bytes);
        return defineClass(name, checked, 0, checked.length);
    }

    private byte @Nullable [] bytes(ClassDesc type) {
        String descriptor = type.descriptorString();
        return classes.get(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
    }
}
