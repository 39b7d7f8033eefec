package llm.deploy.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import llm.model.decode.DecodedText;

/// Texts that are finished and stay for a while, since others may begin with the same prompt. The
/// oldest go first.
final class KeptPrefixes {
    private final Deque<DecodedText> texts = new ArrayDeque<>();
    private final long mostBytes;
    private long bytes;

    KeptPrefixes(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void keep(DecodedText text) {
        texts.addLast(text);
        bytes += text.cacheBytes();
        while (bytes > mostBytes) {
            DecodedText oldest = texts.removeFirst();
            bytes -= oldest.cacheBytes();
            oldest.close();
        }
    }

    /// Memory that they take.
    long bytes() {
        return bytes;
    }

    /// Forgets them all; they have been closed.
    void clear() {
        texts.clear();
        bytes = 0;
    }
}
