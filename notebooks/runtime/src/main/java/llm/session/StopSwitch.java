package llm.session;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/// Stops the code of a session, even in a tight loop.
///
/// Each loop of a cell calls this switch once a turn (see [StopChecks]). The call is an
/// `invokedynamic` whose target does nothing, so the compiler leaves nothing of it in the machine
/// code. To stop, the target becomes a method that throws: the JVM then gives up the machine
/// code that relied on the old target, at the latest when the loop comes to its next safepoint.
public final class StopSwitch {
    private static final MethodType NOTHING = MethodType.methodType(void.class);
    private static final MethodHandle GO = MethodHandles.empty(NOTHING);
    private static final MethodHandle STOP = MethodHandles.foldArguments(
            MethodHandles.throwException(void.class, CellStopped.class), newCellStopped());

    private final MutableCallSite target = new MutableCallSite(GO);

    StopSwitch() {}

    private static MethodHandle newCellStopped() {
        try {
            return MethodHandles.lookup().findConstructor(CellStopped.class, NOTHING);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Links a call in a cell's loop to the switch of its session. Called by the JVM.
    public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
        if (caller.lookupClass().getClassLoader() instanceof CellLoader loader) {
            return loader.stopSwitch().target;
        }
        throw new IllegalStateException(
                "the caller must be the class of a cell, got " + caller.lookupClass());
    }

    /// Makes every loop of the session throw [CellStopped].
    void stop() {
        point(STOP);
    }

    /// Lets loops run again.
    void reset() {
        point(GO);
    }

    private void point(MethodHandle to) {
        target.setTarget(to);
        MutableCallSite.syncAll(new MutableCallSite[] {target});
    }
}
