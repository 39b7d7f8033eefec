package llm.kernel;

import java.security.GeneralSecurityException;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.zeromq.ZMQ;

/// The five sockets between Jupyter and the kernel.
final class KernelConnection extends JupyterConnection {
    KernelConnection(KernelConnectionProperties properties) throws GeneralSecurityException {
        super(properties);
    }

    /// Refuses the cells that wait: after an error, "run all" must not go on. Called on the thread
    /// that serves the shell socket.
    void abortWaitingCells() {
        while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            Message<?> message = shell.readMessage();
            ShellReplyEnvironment environment = prepareReplyEnv(shell, message);
            if (message.getHeader().getType() == MessageType.EXECUTE_REQUEST) {
                environment.setStatusBusy();
                environment.reply(aborted(message));
                environment.setStatusIdle();
            } else {
                handle(environment, message);
            }
        }
    }

    private <T> void handle(ShellReplyEnvironment environment, Message<T> message) {
        ShellHandler<T> handler = getHandler(message.getHeader().getType());
        if (handler != null) {
            try {
                handler.handle(environment, message);
            } finally {
                environment.resolveDeferrals();
            }
        }
    }

    /// The library's reply to a cell knows the states `ok` and `error` only.
    @SuppressWarnings("unchecked")
    private static Message<Object> aborted(Message<?> request) {
        return new Message<>(request, (MessageType<Object>) (MessageType<?>)
                MessageType.EXECUTE_REPLY, Map.of("status", "aborted"));
    }
}
