package llm.model.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.model.LanguageModel;
import llm.model.ModelCache;
import llm.tensor.IntTensor;
import llm.tensor.Scope;

/// Texts that a model writes together, a token of each at every step. Texts join and leave while
/// others go on, so that a step is never smaller than it need be; the weights, which a step mostly
/// consists of reading, are read once for all of them. Also called continuous batching.
/// Source: Yu et al. (2022), "Orca", §3.
///
/// What a text gets does not depend, to the last bit, on which others are there. Its prompt is read
/// in blocks that depend on it alone; where another text begins with the same blocks, what was
/// computed for that one is taken over. Then each row of a product is summed in one order.
///
/// One thread calls [#step]; others may begin texts and cancel them meanwhile.
public final class DecodingSession implements AutoCloseable {
    /// Texts whose products are computed together.
    private static final int TOGETHER = 32;
    /// Tokens of prompts after which those that write on have waited long enough.
    private static final int READ_AT_A_TIME = DecodedText.BLOCK;

    private final LanguageModel model;
    private final Queue<DecodedText> joining = new ConcurrentLinkedQueue<>();
    private final List<DecodedText> texts = new ArrayList<>();   // that hold memory
    private volatile boolean cancelled;

    public DecodingSession(LanguageModel model) {
        this.model = model;
    }

    /// A text that takes part from the next step on.
    ///
    /// @param prompt one token or more
    /// @param random draws its tokens, where tokens are drawn
    /// @throws IllegalArgumentException if the prompt is empty, or must fit the context and does not
    public DecodedText begin(int[] prompt, DecodingOptions options, RandomGenerator random) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt must have at least one token, got none");
        }
        DecodedText text = new DecodedText(this, model, random, options, prompt);
        join(text);
        return text;
    }

    void join(DecodedText text) {
        joining.add(text);
    }

    void leave(DecodedText text) {
        joining.remove(text);
        texts.remove(text);
    }

    /// Reads on in the prompts, those first that came first, and writes a token of every text whose
    /// prompt has been read.
    ///
    /// @return whether there was an open text
    public boolean step() {
        if (cancelled) {
            close();
        }
        List<DecodedText> open = open();
        readPrompts(open);
        List<DecodedText> writing = open.stream()
                .filter(text -> text.isOpen() && text.unread() == 1).toList();
        for (int from = 0; from < writing.size(); from += TOGETHER) {
            together(writing.subList(from, Math.min(from + TOGETHER, writing.size())));
        }
        return !open.isEmpty();
    }

    private void readPrompts(List<DecodedText> open) {
        int left = READ_AT_A_TIME;
        for (DecodedText text : open) {
            while (left > 0 && text.unread() > 1) {
                share(text);
                left -= text.unread() > 1 ? text.readBlock() : 0;
            }
        }
    }

    /// Takes over what another text has read already.
    private void share(DecodedText text) {
        if (!text.canShare()) {
            return;
        }
        texts.stream().filter(other -> other != text)
                .max(Comparator.comparingInt(text::sharedWith))
                .filter(other -> text.sharedWith(other) > text.readTokens())
                .ifPresent(other -> text.takeOver(other, text.sharedWith(other)));
    }

    /// Those that have joined come, and what was cancelled gives its memory back.
    private List<DecodedText> open() {
        welcome();
        texts.stream().filter(DecodedText::isCancelled).toList().forEach(DecodedText::close);
        return texts.stream().filter(DecodedText::isOpen).toList();
    }

    private void welcome() {
        for (DecodedText text = joining.poll(); text != null; text = joining.poll()) {
            if (!texts.contains(text)) {
                texts.add(text);
            }
        }
    }

    /// The next token of one text.
    private void alone(DecodedText text) {
        float[] logits;
        try (Scope _ = Scope.open()) {
            logits = model.nextLogits(IntTensor.of(new int[] {text.newest()}, 1, 1),
                    text.cacheFor(1)).toArray();             // (vocabSize)
        }
        text.choose(logits);
    }

    private void together(List<DecodedText> row) {
        if (row.size() == 1) {
            alone(row.getFirst());
            return;
        }
        int vocabSize = model.vocabSize();
        int[] newest = row.stream().mapToInt(DecodedText::newest).toArray();
        List<ModelCache> caches = row.stream().map(text -> text.cacheFor(1)).toList();
        float[] logits;
        try (Scope _ = Scope.open()) {
            logits = model.nextLogits(newest, caches).toArray();     // (texts, vocabSize)
        }
        IntStream.range(0, row.size()).parallel().forEach(i -> {
            float[] own = new float[vocabSize];
            System.arraycopy(logits, i * vocabSize, own, 0, vocabSize);
            row.get(i).choose(own);
        });
    }

    /// Steps until no text is open any more.
    public void run() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /// Ends all texts with the step at hand; the next one gives their memory back. Any thread may
    /// call this.
    public void cancel() {
        cancelled = true;
    }

    /// Ends all texts and gives their memory back. For the thread that steps.
    @Override
    public void close() {
        welcome();
        List.copyOf(texts).forEach(DecodedText::close);
    }
}
