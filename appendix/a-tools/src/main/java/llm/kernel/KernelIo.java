package llm.kernel;

import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/// Input from the notebook's reader, and the library's own way to display.
final class KernelIo extends JupyterIO {
    KernelIo() {
        super(StandardCharsets.UTF_8);
    }

    /// From now on input is asked for on behalf of this cell.
    ///
    /// @param inputAllowed whether there is someone to ask; if not, input is at its end
    void attach(ShellReplyEnvironment environment, boolean inputAllowed) {
        setEnv(environment);
        setJupyterInEnabled(inputAllowed);
    }
}
