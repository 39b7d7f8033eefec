package llm.kernel;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.jspecify.annotations.Nullable;

/// `System.in` of cells: each read of a new line asks the notebook's reader for one.
final class KernelInput extends InputStream {
    private final Question question;
    private @Nullable MessageContext cell;
    private boolean allowed;
    private byte[] line = {};
    private int next;

    /// How the notebook's reader is asked for a line, as [KernelConnection#ask] does.
    interface Question {
        String ask(MessageContext cell, AtomicBoolean cancelled);
    }

    KernelInput(Question question) {
        this.question = question;
    }

    /// From now on input is asked for on behalf of this cell.
    ///
    /// @param allowed whether there is someone to ask; if not, input is at its end
    synchronized void attach(MessageContext cell, boolean allowed) {
        this.cell = cell;
        this.allowed = allowed;
    }

    @Override
    public synchronized int read() throws InterruptedIOException {
        if (next == line.length) {
            if (!allowed || cell == null) {
                return -1;
            }
            line = (ask(cell) + "\n").getBytes(StandardCharsets.UTF_8);
            next = 0;
        }
        return line[next++] & 0xff;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length)
            throws InterruptedIOException {
        if (length == 0) {
            return 0;
        }
        int first = read();
        if (first < 0) {
            return -1;
        }
        into[offset] = (byte) first;
        int more = Math.min(length - 1, line.length - next);
        System.arraycopy(line, next, into, offset + 1, more);
        next += more;
        return more + 1;
    }

    /// Waits on another thread: an interrupt would close the socket of the one that reads it.
    private String ask(MessageContext context) throws InterruptedIOException {
        var cancelled = new AtomicBoolean();
        try {
            System.out.flush();
            return CompletableFuture.supplyAsync(() -> question.ask(context, cancelled)).get();
        } catch (InterruptedException _) {
            cancelled.set(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the cell was interrupted while it asked for input");
        } catch (ExecutionException e) {
            throw new IllegalStateException("input must come from Jupyter", e.getCause());
        }
    }
}
