package llm.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Locale;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/// Starts the kernel. Jupyter calls it with the path of a file that names ports and a key.
public final class KernelMain {
    private KernelMain() {}

    /// Serves until Jupyter asks to stop, or Jupyter itself is gone.
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        if (args.length != 1) {
            throw new IllegalArgumentException("Jupyter must name one connection file, got "
                    + args.length + " arguments.");
        }
        Locale.setDefault(Locale.ROOT);                     // numbers read the same everywhere
        endWithParent();
        var connection = new KernelConnection(
                KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
        var kernel = new JavaKernel(connection);
        kernel.becomeHandlerForConnection(connection);
        kernel.onStartup();
        connection.connect();
        connection.waitUntilClose();
        Runtime.getRuntime().halt(0);                       // a cell's threads may still be running
    }

    /// A Jupyter that was killed cannot ask its kernels to stop.
    private static void endWithParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("\\d+")) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(process ->
                    process.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        }
    }
}
