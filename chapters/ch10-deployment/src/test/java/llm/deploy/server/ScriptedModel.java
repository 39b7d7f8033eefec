package llm.deploy.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LanguageModel;
import llm.model.ModelCache;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.text.SpecialTokens;

/// A model that writes one text, whatever it is asked, and then begins it anew. It can be held, so
/// that a test decides when there is another step.
public final class ScriptedModel implements LanguageModel {
    private static final int FREE = 1 << 30;                 // steps

    private final DecoderModel inner;
    private final int[] script;
    private final Map<ModelCache, Integer> written = new WeakHashMap<>();
    private final Semaphore steps = new Semaphore(FREE);
    private volatile Duration pause = Duration.ZERO;

    private ScriptedModel(int context, int... script) {
        inner = new DecoderModel(GptConfig.of(TinyModels.TOKENIZER.vocabSize(), context, 8, 1, 1),
                1);
        this.script = script;
    }

    /// A model that writes these tokens; -1 stands for an accident.
    public static ScriptedModel of(int context, int... script) {
        return new ScriptedModel(context, script);
    }

    /// A model that writes this text, in which special tokens may stand.
    public static ScriptedModel writing(String text) {
        return of(4096, TinyModels.TOKENIZER.encode(text, SpecialTokens.allowAll()));
    }

    /// The same, which waits before every step until it is let go on.
    public ScriptedModel held() {
        steps.drainPermits();
        return this;
    }

    /// Lets it take so many steps.
    public void step(int count) {
        steps.release(count);
    }

    /// The same, which takes this long for each step until it is let go on.
    public ScriptedModel paced(Duration step) {
        pause = step;
        return this;
    }

    /// Lets it go on for good.
    public void free() {
        pause = Duration.ZERO;
        steps.drainPermits();
        steps.release(FREE);
    }

    private void await() {
        steps.acquireUninterruptibly();
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private float[] next(ModelCache cache) {
        int place = written.merge(cache, 1, Integer::sum) - 1;
        int id = script[place % script.length];
        if (id < 0) {
            throw new IllegalStateException("scripted accident");
        }
        float[] logits = new float[vocabSize()];
        logits[id] = 1000;
        return logits;
    }

    @Override
    public Tensor nextLogits(IntTensor ids, ModelCache cache) {
        await();
        inner.nextLogits(ids, cache);
        return Tensor.of(next(cache), 1, vocabSize());
    }

    @Override
    public Tensor nextLogits(int[] newest, List<ModelCache> caches) {
        await();
        inner.nextLogits(newest, caches);
        float[] all = new float[newest.length * vocabSize()];
        for (int text = 0; text < newest.length; text++) {
            System.arraycopy(next(caches.get(text)), 0, all, text * vocabSize(), vocabSize());
        }
        return Tensor.of(all, newest.length, vocabSize());
    }

    @Override
    public void read(IntTensor ids, ModelCache cache) {
        inner.read(ids, cache);
    }

    @Override
    public Tensor logits(IntTensor ids, ModelCache cache) {
        return inner.logits(ids, cache);
    }

    /// Has all room at once: a cache that grew would be another one, and the script begin anew.
    @Override
    public ModelCache newCache(int batch, int tokens) {
        return inner.newCache(batch, contextLength());
    }

    @Override
    public int vocabSize() {
        return inner.vocabSize();
    }

    @Override
    public int contextLength() {
        return inner.contextLength();
    }

    @Override
    public Tensor forward(IntTensor ids) {
        return inner.forward(ids);
    }

    @Override
    public Tensor lossSum(IntTensor ids, IntTensor targets) {
        return inner.lossSum(ids, targets);
    }

    @Override
    public Tensor logProbs(IntTensor ids, IntTensor targets) {
        return inner.logProbs(ids, targets);
    }
}
