package llm.session;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import llm.show.Rendering;
import org.jspecify.annotations.Nullable;

/// Runs what JShell compiles, in this JVM and on the thread that asks. Unlike JShell's own
/// engines it keeps values as objects: JShell itself passes on only their text.
final class CellControl extends DirectExecutionControl {
    private final CellLoader loader;
    private final boolean withTexts;
    private @Nullable Object value;
    private @Nullable Thread running;
    private boolean stopped;
    private @Nullable CellExit exit;

    private CellControl(boolean withTexts) {
        loader = new CellLoader(CellControl.class.getClassLoader(),
                withTexts ? null : this::exited);           // a script may end the tool
        this.withTexts = withTexts;
    }

    /// For a session, which takes values as objects.
    static CellControl withObjects() {
        return new CellControl(false);
    }

    /// For the tool `jshell`, which takes their texts.
    static CellControl withTexts() {
        return new CellControl(true);
    }

    /// The value of the last snippet or variable that was asked for.
    @Nullable Object value() {
        return value;
    }

    /// Forgets an earlier stop: a cell begins.
    synchronized void beginCell() {
        stopped = false;
    }

    /// Whether the cell was stopped.
    synchronized boolean wasStopped() {
        return stopped;
    }

    /// Remembers that a cell asked to end the JVM. If one of its threads did, the cell ends, too.
    private synchronized void exited(CellExit asked) {
        exit = asked;
        if (running != Thread.currentThread()) {
            stop();
        }
    }

    /// What asked to end the JVM since the last call; null if nothing did.
    synchronized @Nullable CellExit takeExit() {
        CellExit taken = exit;
        exit = null;
        return taken;
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
        begin();
        try {
            value = snippet.invoke(null);
        } finally {
            end();
        }
        return text();
    }

    /// Tables and other values of several lines begin on a line of their own.
    private String text() {
        if (!withTexts) {
            return "";
        }
        if (value == null || value instanceof CharSequence || value instanceof Character) {
            return valueString(value);                      // with quotes
        }
        String text = Rendering.of(value).text().stripTrailing();
        return text.contains("\n") ? "\n" + text : text;
    }

    private synchronized void begin() throws InvocationTargetException {
        if (withTexts) {
            stopped = false;                                // the tool knows no cells
        }
        if (stopped) {                                      // while JShell compiled
            throw new InvocationTargetException(new CellStopped());
        }
        running = Thread.currentThread();
    }

    private synchronized void end() {
        running = null;
        if (stopped) {
            loader.stopSwitch().reset();
        }
        Thread.interrupted();                               // what is left of an interrupt
    }

    /// Stops the snippet that is running: its loops end, and what waits or sleeps is interrupted.
    /// If none is running yet, the next one of the cell will not begin.
    @Override
    public synchronized void stop() {
        stopped = true;
        if (running != null) {
            loader.stopSwitch().stop();
            running.interrupt();
        }
    }

    @Override
    public String varValue(String className, String name) throws InternalException {
        try {
            Field field = findClass(className).getDeclaredField(name);
            field.setAccessible(true);
            value = field.get(null);
            return text();
        } catch (ReflectiveOperationException e) {
            throw new InternalException(e.toString());
        }
    }
}
