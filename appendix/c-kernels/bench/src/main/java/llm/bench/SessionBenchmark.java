package llm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.decode.DecodedText;
import llm.model.decode.DecodingOptions;
import llm.model.decode.DecodingSession;
import llm.model.decode.Sampler;
import llm.tensor.RandomState;
import llm.tensor.backend.DType;

/// Texts that are written together, beside one alone: prompts read and continued greedily by a model
/// of random weights.
///
/// @param config sizes of the model
/// @param dtype  how its matrices are kept
/// @param prompt tokens of each prompt
/// @param tokens tokens that are written behind each
/// @param rounds how often each number of texts is measured, in turn
public record SessionBenchmark(DecoderConfig config, DType dtype, int prompt, int tokens,
                               int rounds) {
    private static final int WARMUP = 2;                     // rounds

    public SessionBenchmark {
        if (prompt < 1 || tokens < 1 || rounds < 1 || prompt + tokens > config.contextLength()) {
            throw new IllegalArgumentException(("prompt, tokens and rounds must be 1 or more and a "
                    + "text fit the context of %d, got prompt=%d, tokens=%d, rounds=%d")
                    .formatted(config.contextLength(), prompt, tokens, rounds));
        }
    }

    /// So many texts together.
    ///
    /// @param times   of all texts, prompts included
    /// @param speedup tokens per second beside those of one text
    public record Together(int texts, boolean samePrompt, Timings times, double speedup) {
    }

    /// Runs; `progress` hears the number of each measurement that is done.
    ///
    /// @param counts numbers of texts
    public List<Together> run(List<Integer> counts, IntConsumer progress) {
        DecoderModel model = new DecoderModel(config, new RandomState(1), new QuickWeights(dtype));
        model.eval();
        int kinds = 2 * counts.size() + 1;
        double[][] millis = new double[kinds][rounds];
        for (int round = -WARMUP; round < rounds; round++) {
            for (int kind = 0; kind < kinds; kind++) {
                int texts = kind == 0 ? 1 : counts.get((kind - 1) / 2);
                double time = millis(model, texts, isGroup(kind));
                if (round >= 0) {
                    millis[kind][round] = time;
                }
                progress.accept((round + WARMUP) * kinds + kind + 1);
            }
        }
        return results(counts, millis);
    }

    /// How many measurements there are.
    public int measurements(int counts) {
        return (rounds + WARMUP) * (2 * counts + 1);
    }

    /// One text comes first; then each number of texts with prompts of their own, and with one.
    private static boolean isGroup(int kind) {
        return kind > 0 && kind % 2 == 0;
    }

    private static List<Together> results(List<Integer> counts, double[]... millis) {
        double alone = Timings.of(millis[0]).medianMillis();
        List<Together> results = new ArrayList<>();
        for (int kind = 0; kind < millis.length; kind++) {
            int texts = kind == 0 ? 1 : counts.get((kind - 1) / 2);
            Timings times = Timings.of(millis[kind]);
            results.add(new Together(texts, isGroup(kind), times,
                    texts * alone / times.medianMillis()));
        }
        return results;
    }

    private double millis(DecoderModel model, int texts, boolean samePrompt) {
        DecodingOptions options = DecodingOptions.of(Sampler.mostLikely(), tokens);
        long start = System.nanoTime();
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText first = session.begin(prompt(0), options, new RandomState(0));
            if (samePrompt) {
                session.step();                              // reads the prompt, once
            }
            for (int i = 1; i < texts; i++) {
                if (samePrompt) {
                    first.fork(new RandomState(i)).goOnFrom(options, prompt(0));
                } else {
                    session.begin(prompt(i), options, new RandomState(i));
                }
            }
            session.run();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private int[] prompt(int seed) {
        return new RandomState(seed).ints(prompt, 0, config.vocabSize()).toArray();
    }
}
