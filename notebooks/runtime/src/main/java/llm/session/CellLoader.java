package llm.session;

import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Loads the classes that JShell makes of cells, each with its [StopChecks] and without
/// [ExitCalls].
final class CellLoader extends ClassLoader {
    private final Map<String, byte[]> classes = new ConcurrentHashMap<>();
    private final StopChecks checks = new StopChecks(this::bytes);
    private final StopSwitch stopSwitch = new StopSwitch();
    private final @Nullable Consumer<CellExit> exits;

    /// @param parent sees the class path that cells use
    /// @param exits  hears when a cell asks to end the JVM; null if cells may
    CellLoader(ClassLoader parent, @Nullable Consumer<CellExit> exits) {
        super("cells", parent);
        this.exits = exits;
    }

    /// A cell has asked to end the JVM.
    void exited(CellExit exit) {
        if (exits != null) {
            exits.accept(exit);
        }
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
        byte[] checked = checks.addTo(bytes,
                exits == null ? ClassTransform.ACCEPT_ALL : ExitCalls.REPLACED);
        return defineClass(name, checked, 0, checked.length);
    }

    private byte @Nullable [] bytes(ClassDesc type) {
        String descriptor = type.descriptorString();
        return classes.get(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
    }
}
