package llm.grade.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes what an answer prints: keeps the last lines, and says when it is too much.
final class PrintedLines implements Runnable {
    private static final int KEPT = 4096;
    private static final int LINES = 20;

    private final InputStream in;
    private final long most;
    private final Runnable tooMuch;
    private byte[] last = new byte[0];
    private byte[] shown = last;
    private boolean frozen;

    PrintedLines(InputStream in, long most, Runnable tooMuch) {
        this.in = in;
        this.most = most;
        this.tooMuch = tooMuch;
    }

    @Override
    public void run() {
        byte[] block = new byte[KEPT];
        long total = 0;
        try {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                keep(block, count);
                total += count;
                if (total > most) {
                    tooMuch.run();
                    return;
                }
            }
        } catch (IOException e) {
            return;                                         // the process has ended
        }
    }

    /// Shows what there is, and nothing that comes later.
    synchronized void freeze() {
        frozen = true;
    }

    private synchronized void keep(byte[] block, int count) {
        byte[] all = Arrays.copyOf(last, last.length + count);
        System.arraycopy(block, 0, all, last.length, count);
        last = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
        shown = frozen ? shown : last;
    }

    /// Whether the very last lines, which may not be shown, hold a word.
    synchronized boolean endWith(String word) {
        return new String(last, StandardCharsets.UTF_8).contains(word);
    }

    /// The last lines that may be shown, at most twenty.
    synchronized String last() {
        var lines = new String(shown, StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules")).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
