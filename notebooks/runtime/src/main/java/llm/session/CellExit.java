package llm.session;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Set;

/// What cells run into when they ask to end the JVM: a run that ends with its fifth cell, and with
/// exit code 0, would look like one that ended well. [ExitCalls] puts these methods in the place of
/// Java's.
public final class CellExit extends Error {
    private static final long serialVersionUID = 1;
    private static final StackWalker CALLERS = StackWalker.getInstance(
            Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES));

    private CellExit(String call, int status) {
        super(message(call + "(" + status + ")"));
    }

    /// @param call with its argument, such as `System.exit(0)`
    public static String message(String call) {
        return "a cell must not end the program, got " + call;
    }

    /// Stands for `System.exit`.
    public static void exit(int status) {
        refuse("System.exit", status);
    }

    /// Stands for `runtime.exit`.
    public static void exit(Runtime runtime, int status) {
        refuse("Runtime.exit", status);
    }

    /// Stands for `runtime.halt`.
    public static void halt(Runtime runtime, int status) {
        refuse("Runtime.halt", status);
    }

    /// A cell may catch what is thrown, or may not hear of it from another thread: so its session
    /// is told.
    private static void refuse(String call, int status) {
        var exit = new CellExit(call, status);
        CALLERS.walk(frames -> frames.map(StackFrame::getDeclaringClass)
                .map(Class::getClassLoader).filter(CellLoader.class::isInstance).findFirst())
                .ifPresent(loader -> ((CellLoader) loader).exited(exit));
        throw exit;
    }
}
