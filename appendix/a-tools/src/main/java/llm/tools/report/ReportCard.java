package llm.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import llm.eval.choice.ChoiceNorm;
import llm.eval.choice.ChoicePrompt;
import llm.eval.choice.ChoiceQuestion;
import llm.eval.choice.ChoiceResults;
import llm.eval.choice.ChoiceScorer;
import llm.eval.choice.ScoredQuestion;
import llm.model.DecoderModel;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.pretrain.Perplexity;
import llm.pretrain.folder.PretrainedModel;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;

/// What is measured of a model.
///
/// @param name            its folder, as it was given
/// @param parameters      numbers that it holds
/// @param perplexity      on the text
/// @param bitsPerByte     of the text, by which models of different tokenizers compare
/// @param choices         shares of right answers
/// @param right           whether each question was answered right, in order
/// @param samples         what it writes behind the prompt
/// @param tokensPerSecond generated, one sequence
/// @param lossChart       of its training, as SVG; empty if its folder has none
public record ReportCard(String name, long parameters, double perplexity, double bitsPerByte,
        ChoiceResults choices, boolean[] right, List<String> samples, double tokensPerSecond,
        Optional<String> lossChart) {
    private static final int SAMPLES = 3;
    private static final int SAMPLE_TOKENS = 80;
    private static final double TEMPERATURE = 0.8;
    private static final int TIMED_TOKENS = 96;

    /// Measures a model.
    ///
    /// @param progress hears how many questions are answered
    static ReportCard of(Path folder, PretrainedModel loaded, ReportTask task,
            LongConsumer progress) throws IOException {
        DecoderModel model = loaded.model();
        Tokenizer tokenizer = loaded.requireTokenizer(
                "A report needs a model folder with a tokenizer, got " + folder + " without one.");
        int[] ids = ids(tokenizer, task.text());
        Perplexity perplexity = Perplexity.of(model, ids, model.contextLength(),
                Math.max(1, model.contextLength() / 2));
        long bytes = tokenizer.decodeBytes(Arrays.copyOfRange(ids, 1, ids.length)).length;
        List<ScoredQuestion> scored = answer(model, tokenizer, task.choices(), progress);
        boolean[] right = new boolean[scored.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = scored.get(i).isRight(ChoiceNorm.CHARS);
        }
        int[] prompt = ids(tokenizer, task.prompt());
        Path chart = folder.resolve("loss.svg");
        return new ReportCard(folder.normalize().toString(), model.parameterCount(),
                perplexity.perplexity(), perplexity.bitsPerByte(bytes),
                ChoiceResults.of(scored, ChoiceNorm.CHARS), right,
                samples(loaded, tokenizer, prompt), tokensPerSecond(model, prompt),
                Files.exists(chart) ? Optional.of(Files.readString(chart)) : Optional.empty());
    }

    /// Texts are the book's own or the user's: a mark between stories is meant as such.
    private static int[] ids(Tokenizer tokenizer, String text) {
        int[] ids = tokenizer.encode(text, SpecialTokens.allowAll());
        return tokenizer.fromStart(ids);
    }

    /// The likeliest text by character: small models know no letters.
    private static List<ScoredQuestion> answer(DecoderModel model, Tokenizer tokenizer,
            Map<ChoiceQuestion, List<ChoiceQuestion>> choices, LongConsumer progress) {
        var scorer = new ChoiceScorer(model, tokenizer, ChoicePrompt.CONTINUATION);
        List<ScoredQuestion> scored = new ArrayList<>();
        choices.forEach((question, examples) -> {
            scored.add(scorer.score(question, examples));
            progress.accept(scored.size());
        });
        return scored;
    }

    private static List<String> samples(PretrainedModel loaded, Tokenizer tokenizer,
            int[] prompt) {
        var generation = new Generation(loaded.model(), Sampler.atTemperature(TEMPERATURE),
                SAMPLE_TOKENS, loaded.ends().stop());
        List<String> samples = new ArrayList<>();
        for (int seed = 1; seed <= SAMPLES; seed++) {
            samples.add(tokenizer.decode(generation.generate(prompt, new SplittableRandom(seed))));
        }
        return samples;
    }

    /// The second of two runs: the compiler works in the first.
    private static double tokensPerSecond(DecoderModel model, int[] prompt) {
        double seconds = 0;
        int tokens = Math.min(TIMED_TOKENS, model.contextLength() - prompt.length - 1);
        for (int run = 0; run < 2; run++) {
            long start = System.nanoTime();
            Generation.greedy(model, tokens).generate(prompt, new SplittableRandom(1));
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return tokens / seconds;
    }

    /// Operations in a second, in 10⁹: each weight is multiplied and added once for a token.
    double gigaflopsPerSecond() {
        return 2.0 * parameters * tokensPerSecond / 1e9;
    }
}
