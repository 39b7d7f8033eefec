package llm.show;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;

/// Shows through a kernel that is not ours, by reflection: the book does not depend on it.
final class KernelScreen implements Screen {
    private static final List<Names> KERNELS = List.of(
            new Names("io.github.spencerpark.ijava.IJava", "getKernelInstance",
                    "io.github.spencerpark.jupyter.kernel.display.DisplayData"),
            new Names("org.dflib.jjava.jupyter.kernel.BaseKernel", "notebookKernel",
                    "org.dflib.jjava.jupyter.kernel.display.DisplayData"));

    private final Object kernel;
    private final Class<?> dataType;

    /// How a kernel is found.
    ///
    /// @param holder   the class with a static method that gives the running kernel
    /// @param dataType the class of what the kernel's method `display` takes
    private record Names(String holder, String method, String dataType) {}

    private KernelScreen(Object kernel, Class<?> dataType) {
        this.kernel = kernel;
        this.dataType = dataType;
    }

    /// The running kernel's screen, or one that prints text.
    static Screen orText() {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        for (Names names : KERNELS) {
            try {
                Object kernel = Class.forName(names.holder, true, loader)
                        .getMethod(names.method).invoke(null);
                if (kernel != null) {
                    return new KernelScreen(kernel, Class.forName(names.dataType, true, loader));
                }
            } catch (ClassNotFoundException | InvocationTargetException _) {
                // not this kernel, or it does not run
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the kernel must be one the book knows, got "
                        + names.holder, e);
            }
        }
        return display -> System.out.println(display.text());
    }

    @Override
    public void show(Display display) {
        try {
            Object data = dataType.getConstructor(String.class).newInstance(display.text());
            for (Map.Entry<String, String> form : display.forms().entrySet()) {
                dataType.getMethod("putData", String.class, Object.class)
                        .invoke(data, form.getKey(), form.getValue());
            }
            for (Map.Entry<String, ?> each : display.metadata().entrySet()) {
                dataType.getMethod("putMetaData", String.class, Object.class)
                        .invoke(data, each.getKey(), each.getValue());
            }
            kernel.getClass().getMethod("display", dataType).invoke(kernel, data);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the kernel must be able to show, got "
                    + kernel.getClass().getName(), e);
        }
    }
}
