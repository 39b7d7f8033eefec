package llm.kernel;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.zeromq.ZMQ;

/// The five sockets between Jupyter and the kernel.
final class KernelConnection extends JupyterConnection {
    private static final long POLL_NANOS = 20_000_000;

    KernelConnection(KernelConnectionProperties properties) throws GeneralSecurityException {
        super(properties);
    }

    /// Refuses the cells that wait: after an error, "run all" must not go on. Called on the thread
    /// that serves the shell socket.
    void abortWaitingCells() {
        while (isWaiting(shell)) {
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

    /// Asks the notebook's reader for a line.
    ///
    /// @param cancelled becomes true when nobody waits for the answer any more
    /// @return the line; empty if cancelled
    String ask(MessageContext cell, AtomicBoolean cancelled) {
        synchronized (stdin) {
            while (isWaiting(stdin)) {
                stdin.readMessage();                        // answers to questions cancelled since
            }
            stdin.sendMessage(new Message<>(cell, InputRequest.MESSAGE_TYPE,
                    new InputRequest("", false)));
            while (!isWaiting(stdin)) {
                if (cancelled.get()) {
                    return "";
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return stdin.readMessage(InputReply.MESSAGE_TYPE).getContent().getValue();
        }
    }

    private static boolean isWaiting(JupyterSocket socket) {
        return (socket.getEvents() & ZMQ.Poller.POLLIN) != 0;
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
