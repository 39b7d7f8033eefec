package llm.session;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import org.jspecify.annotations.Nullable;

/// Runs what JShell compiles, in this JVM and on the thread that asks. Unlike JShell's own
/// engines it keeps values as objects: JShell itself passes on only their text.
final class CellControl extends DirectExecutionControl {
    private final CellLoader loader;
    private @Nullable Object value;

    CellControl(CellLoader loader) {
        this.loader = loader;
    }

    /// The value of the last snippet or variable that was asked for.
    @Nullable Object value() {
        return value;
    }

    @Override
    public void load(ClassBytecodes[] loaded) throws ClassInstallException {
        for (ClassBytecodes each : loaded) {
            loader.add(each.name(), each.bytecodes());
        }
        boolean[] installed = new boolean[loaded.length];
        for (int i = 0; i < loaded.length; i++) {
            try {
                loader.loadClass(loaded[i].name());
                installed[i] = true;
            } catch (ClassNotFoundException | LinkageError e) {
                throw new ClassInstallException(e.toString(), installed);
            }
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return loader.loadClass(name);
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        value = null;
        value = snippet.invoke(null);
        return "";
    }

    @Override
    public String varValue(String className, String name) throws InternalException {
        try {
            Field field = findClass(className).getDeclaredField(name);
            field.setAccessible(true);
            value = field.get(null);
            return "";
        } catch (ReflectiveOperationException e) {
            throw new InternalException(e.toString());
        }
    }
}
