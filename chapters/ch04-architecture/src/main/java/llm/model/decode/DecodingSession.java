package llm.model.decode;

import java.util.ArrayList;
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
/// What a text gets does not depend, to the last bit, on which others are there: what it has not
/// read of its prompt is read for itself, and then each row of a product is summed in one order.
///
/// One thread calls [#step]; others may begin texts and cancel them meanwhile.
public final class DecodingSession implements AutoCloseable {
    /// Texts whose products are computed together.
    private static final int TOGETHER = 32;

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

    /// Writes a token of every open text.
    ///
    /// @return whether there was one
    public boolean step() {
        if (cancelled) {
            close();
        }
        List<DecodedText> open = open();
        List<DecodedText> oneTokenEach = new ArrayList<>();
        for (DecodedText text : open) {
            int[] unread = text.unread();
            if (unread.length == 1) {
                oneTokenEach.add(text);
            } else {
                text.choose(read(text.cacheFor(unread.length), unread));
            }
        }
        for (int from = 0; from < oneTokenEach.size(); from += TOGETHER) {
            together(oneTokenEach.subList(from, Math.min(from + TOGETHER, oneTokenEach.size())));
        }
        return !open.isEmpty();
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

    /// Scores after the last of some tokens of one text.
    private float[] read(ModelCache cache, int... ids) {
        try (Scope _ = Scope.open()) {
            return model.nextLogits(IntTensor.of(ids, 1, ids.length), cache).toArray();
        }
    }

    private void together(List<DecodedText> row) {
        if (row.size() == 1) {
            DecodedText only = row.getFirst();
            only.choose(read(only.cacheFor(1), only.unread()));
            return;
        }
        int vocabSize = model.vocabSize();
        int[] newest = row.stream().mapToInt(text -> text.unread()[0]).toArray();
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
