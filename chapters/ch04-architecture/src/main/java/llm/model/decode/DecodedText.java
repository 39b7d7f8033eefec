package llm.model.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import llm.model.LanguageModel;
import llm.model.ModelCache;
import llm.tensor.IntTensor;
import llm.tensor.Scope;
import org.jspecify.annotations.Nullable;

/// A text in a [DecodingSession]: what was given, what has been written, and the keys and values of
/// all that the model has read, which stay for whatever comes next.
public final class DecodedText implements AutoCloseable {
    /// A prompt is read in blocks, cut at multiples of this, so that others need not wait for all
    /// of it. Its last token is not in them: it is read as each new one is.
    static final int BLOCK = 128;                            // tokens
    private static final int SPARE_ROOM = 64;                // tokens

    private final DecodingSession session;
    private final LanguageModel model;
    private final RandomGenerator random;
    private TokenHistory history;
    private final List<ChosenToken> prompt = new ArrayList<>();          // but the first
    private final List<ChosenToken> written = new ArrayList<>();
    private DecodingOptions options;
    private int start;                                       // of what the model sees
    private int inBlocks;                                    // tokens read in blocks from the start
    private int takenOver;                                   // of these, read for another text
    private @Nullable ModelCache cache;
    private @Nullable Ending ending;
    private volatile boolean cancelled;

    /// Why no more is written.
    public enum Ending {
        /// A stop token was chosen.
        STOP,
        /// As many tokens were written as were asked for.
        LENGTH,
        /// Somebody cancelled it.
        CANCELLED
    }

    DecodedText(DecodingSession session, LanguageModel model, RandomGenerator random,
                DecodingOptions options, int... prompt) {
        this.session = session;
        this.model = model;
        this.random = random;
        this.history = TokenHistory.of(prompt);
        begin(options);
    }

    private DecodedText(DecodedText other, RandomGenerator random) {
        session = other.session;
        model = other.model;
        this.random = random;
        history = TokenHistory.of(other.history.from(0, other.history.length()));
        prompt.addAll(other.prompt);
        written.addAll(other.written);
        options = other.options;
        start = other.start;
        inBlocks = other.inBlocks;
        cache = other.cache == null ? null : other.cache.copy(other.cache.room());
        ending = other.ending;
    }

    /// Makes room for what is to be written now, as the overflow says.
    private void begin(DecodingOptions chosen) {
        options = chosen;
        int context = model.contextLength();
        int beyond = history.length() - start + chosen.maxNewTokens() - context;
        chosen.requireRoom(history.length() - start, context);
        if (chosen.overflow() == ContextOverflow.TRUNCATE && beyond > 0) {
            start += beyond;
            forget();
        }
        slide();
        prompt.clear();
        written.clear();
        boolean scoring = chosen.scorePrompt() && unread() > 1;
        ending = chosen.maxNewTokens() == 0 && !scoring ? Ending.LENGTH : null;
    }

    /// Moves the window on to the newest tokens, if there are more than the model sees.
    private void slide() {
        if (history.length() - start > model.contextLength()) {
            start = history.length() - model.contextLength();
            forget();
        }
    }

    /// Adds tokens that somebody else has written, such as the next question of a chat, and lets the
    /// model go on behind them. What it has read before it does not read again.
    ///
    /// @throws IllegalArgumentException if there is no token, or the text must not overflow and does
    public void goOn(DecodingOptions next, int... added) {
        if (added.length == 0 && history.length() == readTokens()) {
            throw new IllegalArgumentException("a text must have a token that the model has not "
                    + "read to go on, got none");
        }
        history.append(added);
        begin(next);
        session.join(this);
    }

    /// Goes on from a text that begins like this one, such as a chat that is laid out anew at every
    /// turn. What both have in common and the model has read it does not read again, unless the
    /// beginning has been cut off: then nothing stands where it stood.
    ///
    /// @param whole one token or more
    public void goOnFrom(DecodingOptions next, int... whole) {
        if (whole.length == 0) {
            throw new IllegalArgumentException("a text must have at least one token, got none");
        }
        int same = Math.min(history.common(whole), whole.length - 1);
        if (start > 0 || cache == null) {
            start = 0;
            forget();
        } else {
            keep(Math.min(cache.length(), same));
        }
        history = TokenHistory.of(whole);
        begin(next);
        session.join(this);
    }

    /// The same text once more, as far as it has come, to go on in another way. What has been read is
    /// not read again.
    ///
    /// @param other draws the tokens of the new text
    public DecodedText fork(RandomGenerator other) {
        DecodedText copy = new DecodedText(this, other);
        session.join(copy);
        return copy;
    }

    // ---- For the session ----

    int readTokens() {
        return start + keptTokens();
    }

    /// How many tokens the model is still to read before it can choose one; with a window that has
    /// moved on, all that are in it.
    int unread() {
        return history.length() - readTokens();
    }

    int newest() {
        return history.at(history.length() - 1);
    }

    /// Reads the next block.
    ///
    /// @return how many tokens it has
    int readBlock() {
        int from = readTokens();
        int block = (from - start) / BLOCK;
        int to = Math.min(start + (block + 1) * BLOCK, history.length() - 1);
        int[] ids = history.from(from, to);
        read(IntTensor.of(ids, 1, ids.length));
        if (from == inBlocks && start == 0) {
            inBlocks = to;
        }
        if (options.maxNewTokens() == 0 && unread() == 1) {
            ending = Ending.LENGTH;
        }
        return ids.length;
    }

    private void read(IntTensor ids) {
        ModelCache room = cacheFor(ids.count());
        int next = start + room.length() + 1;
        try (Scope _ = Scope.open()) {
            if (!options.scorePrompt()) {
                model.read(ids, room);
                return;
            }
            float[] logits = model.logits(ids, room).toArray();          // (tokens, vocabSize)
            int vocabSize = model.vocabSize();
            for (int i = 0; i < ids.count(); i++) {
                float[] row = Arrays.copyOfRange(logits, i * vocabSize, (i + 1) * vocabSize);
                prompt.add(ChosenToken.of(history.at(next + i), row, options.topLogProbs()));
            }
        }
    }

    /// How many tokens at the front the two have in common, both read or to be read in the same
    /// blocks: the keys and values of these are the same, to the bit.
    int sharedWith(DecodedText other) {
        int last = history.length() - 1;
        int common = Math.min(other.inBlocks, history.common(other.history));
        boolean samePrompt = common == last && other.inBlocks == last;
        return samePrompt ? last : Math.min(common, last) / BLOCK * BLOCK;
    }

    /// Whether [#takeOver] is of use: all that has been read was read in blocks from the start.
    boolean canShare() {
        return start == 0 && inBlocks == readTokens() && !options.scorePrompt();
    }

    /// Takes the first tokens as another text has read them.
    void takeOver(DecodedText other, int tokens) {
        ModelCache taken = other.cache.copy(tokens, firstRoom());
        if (cache != null) {
            cache.close();
        }
        cache = taken;
        inBlocks = tokens;
        takenOver = tokens;
    }

    /// Room for all that is there, and some of what is to be written.
    private int firstRoom() {
        return Math.min(model.contextLength(), history.length() - start
                + Math.min(options.maxNewTokens(), SPARE_ROOM));
    }

    /// Keys and values of what has been read, with room for `tokens` more.
    ModelCache cacheFor(int tokens) {
        int needed = (cache == null ? 0 : cache.length()) + tokens;
        if (cache == null) {
            cache = model.newCache(1, firstRoom());
        } else if (cache.room() < needed) {
            ModelCache old = cache;
            cache = old.copy(Math.min(model.contextLength(), 2 * needed));
            old.close();
        }
        return cache;
    }

    /// Chooses the next token.
    void choose(float... logits) {
        boolean stillNeeded = options.topLogProbs() != DecodingOptions.NO_LOG_PROBS;
        float[] scores = stillNeeded && options.sampler().changes() ? logits.clone() : logits;
        int id = options.sampler().choose(scores, history, random);
        if (options.stopTokens().contains(id)) {
            ending = Ending.STOP;
            return;
        }
        written.add(ChosenToken.of(id, logits, options.topLogProbs()));
        history.append(id);
        if (written.size() == options.maxNewTokens()) {
            ending = Ending.LENGTH;
        } else {
            slide();
        }
    }

    private void forget() {
        if (cache != null) {
            keep(0);
        }
    }

    /// Forgets all but the first tokens that were read.
    private void keep(int tokens) {
        cache.truncate(tokens);
        if (tokens < inBlocks) {
            inBlocks = tokens / BLOCK * BLOCK;
        }
    }

    // ---- For everybody ----

    /// The tokens of the prompt but the first, as far as they have been read since the text was
    /// begun or last went on; empty unless they were to be scored.
    public List<ChosenToken> prompt() {
        return Collections.unmodifiableList(prompt);
    }

    /// How many tokens of the prompt were not computed, since another text had been read that begins
    /// with them.
    public int takenOver() {
        return takenOver;
    }

    /// How many tokens at the beginning the model does not see, because all of it does not fit.
    public int cutOff() {
        return start;
    }

    /// How many tokens the model has read and still sees.
    public int keptTokens() {
        return cache == null ? 0 : cache.length();
    }

    /// Memory of the keys and values, in bytes.
    public long cacheBytes() {
        return cache == null ? 0 : cache.bytes();
    }

    /// What has been written since the text was begun or last went on.
    public List<ChosenToken> written() {
        return Collections.unmodifiableList(written);
    }

    /// The ids of [#written].
    public int[] ids() {
        return written.stream().mapToInt(ChosenToken::id).toArray();
    }

    /// The whole text: all that was given, and all that was written.
    public TokenHistory history() {
        return history;
    }

    /// Whether the text is to be continued.
    public boolean isOpen() {
        return ending == null && !cancelled;
    }

    /// Why no more is written; empty while the text is open.
    public Optional<Ending> ending() {
        return Optional.ofNullable(cancelled ? Ending.CANCELLED : ending);
    }

    /// Ends the text where it is, and keeps its memory. For the thread that steps the session.
    public void stop() {
        if (ending == null) {
            ending = Ending.STOP;
        }
    }

    /// Ends the text: it takes part in no step that begins from now on, and the next one gives its
    /// memory back. Any thread may call this.
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /// Ends the text and gives its memory back. For the thread that steps the session.
    @Override
    public void close() {
        cancelled = true;
        session.leave(this);
        if (cache != null) {
            cache.close();
            cache = null;
            inBlocks = 0;
        }
    }
}
