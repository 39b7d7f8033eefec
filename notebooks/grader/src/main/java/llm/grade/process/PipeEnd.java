package llm.grade.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a process writes, until the process ends. A child that it leaves behind may hold the pipe
/// open for ever, and nothing wakes a thread that reads from that: so one of its own does.
final class PipeEnd extends InputStream {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int BLOCKS = 16;
    private static final long PAUSE_MILLIS = 100;
    private static final byte[] END = new byte[0];

    private final Process process;
    private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread reading;
    private byte[] block = END;
    private int next;
    private boolean ended;

    PipeEnd(Process process) {
        this.process = process;
        reading = Thread.ofPlatform().daemon().name("answer-pipe").start(this::readAll);
    }

    private void readAll() {
        byte[] bytes = new byte[BLOCK_BYTES];
        try {
            InputStream in = process.getInputStream();
            for (int count = read(in, bytes); count >= 0; count = read(in, bytes)) {
                blocks.put(Arrays.copyOf(bytes, count));
            }
            blocks.put(END);
        } catch (InterruptedException e) {
            return;                                         // nobody wants the rest
        }
    }

    private static int read(InputStream in, byte[] bytes) {
        try {
            return in.read(bytes);
        } catch (IOException e) {
            return -1;                                      // the process has ended
        }
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? block[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, block.length - next);
        System.arraycopy(block, next, bytes, offset, count);
        next += count;
        return count;
    }

    private boolean hasMore() throws IOException {
        while (next == block.length && !ended) {
            boolean alive = process.isAlive();
            byte[] more = poll();
            if (more == null) {
                ended = !alive;
            } else {
                block = more;
                next = 0;
                ended = more.length == 0;
            }
        }
        return !ended;
    }

    private byte @Nullable [] poll() throws IOException {
        try {
            return blocks.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        reading.interrupt();
    }
}
