package llm.eval.choice;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import llm.model.LanguageModel;
import llm.tensor.Autograd;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Scope;
import llm.text.Tokenizer;

/// Lets a model read a prompt, and says how likely it finds each choice as what comes next.
///
/// A choice is tokenized together with the prompt, as one text, and its tokens are those behind the
/// prompt's; where the form wants the bare letter, it is a text of its own. What does not fit into
/// the model's context is cut off at the prompt's start.
public final class ChoiceScorer {
    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final ChoicePrompt form;

    public ChoiceScorer(LanguageModel model, Tokenizer tokenizer, ChoicePrompt form) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.form = form;
    }

    /// @param examples solved ones for the prompt
    public ScoredQuestion score(ChoiceQuestion question, List<ChoiceQuestion> examples) {
        String prompt = form.of(question, examples);
        int[] promptIds = encode(prompt);
        int promptTokens = promptIds.length;
        List<int[]> texts = form.continuations(question).stream()
                .map(choice -> form.joins() ? encode(prompt + choice)
                        : joined(promptIds, tokenizer.encode(choice))).toList();
        int[] tokens = texts.stream().mapToInt(text -> text.length - promptTokens).toArray();
        int longest = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        int cut = Math.max(0, longest - 1 - model.contextLength());
        if (cut >= promptTokens || Arrays.stream(tokens).anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("a choice must add tokens to its prompt and fit into "
                    + "the context of %d, got %d tokens in all and %s of the choices".formatted(
                            model.contextLength(), longest, Arrays.toString(tokens)));
        }
        return new ScoredQuestion(question, promptTokens, cut,
                logProbs(texts, promptTokens, cut), tokens);
    }

    /// A text from its start, with the token that the model wants there.
    private int[] encode(String text) {
        int[] ids = tokenizer.encode(text);
        return tokenizer.addBos() ? tokenizer.withBos(ids) : ids;
    }

    private static int[] joined(int[] prompt, int[] choice) {
        int[] text = Arrays.copyOf(prompt, prompt.length + choice.length);
        System.arraycopy(choice, 0, text, prompt.length, choice.length);
        return text;
    }

    /// All choices in one batch, padded at the end, where no token of a choice looks.
    private double[] logProbs(List<int[]> texts, int promptTokens, int cut) {
        if (texts.stream().allMatch(text -> text.length == promptTokens + 1)
                && shareAllButTheLast(texts)) {
            return ofOneToken(texts, cut);
        }
        int length = texts.stream().mapToInt(text -> text.length).max().orElseThrow() - 1 - cut;
        int[][] inputs = new int[texts.size()][length];      // (choices, tokens)
        int[][] targets = new int[texts.size()][length];     // (choices, tokens)
        for (int i = 0; i < inputs.length; i++) {
            int[] ids = Arrays.copyOfRange(texts.get(i), cut, texts.get(i).length);
            int first = promptTokens - cut - 1;              // the place that says the choice
            System.arraycopy(ids, 0, inputs[i], 0, ids.length - 1);
            Arrays.fill(targets[i], CrossEntropy.IGNORED);
            System.arraycopy(ids, first + 1, targets[i], first, ids.length - 1 - first);
        }
        return sums(inputs, targets);
    }

    private double[] sums(int[][] inputs, int[][] targets) {
        try (Scope _ = Scope.open()) {
            float[] each = Autograd.noGrad(() -> model.logProbs(IntTensor.of(inputs),
                    IntTensor.of(targets))).toArray();       // (choices, tokens)
            int length = inputs[0].length;
            return IntStream.range(0, inputs.length).mapToDouble(i -> {
                double sum = 0;
                for (int t = 0; t < length; t++) {
                    sum += each[i * length + t];
                }
                return sum;
            }).toArray();
        }
    }

    private static boolean shareAllButTheLast(List<int[]> texts) {
        int[] first = texts.getFirst();
        return texts.stream().allMatch(text -> text.length == first.length
                && Arrays.equals(text, 0, text.length - 1, first, 0, first.length - 1));
    }

    /// Letters: the prompt is read once, and its last place tells all of them.
    private double[] ofOneToken(List<int[]> texts, int cut) {
        int[] prompt = Arrays.copyOfRange(texts.getFirst(), cut, texts.getFirst().length - 1);
        try (Scope _ = Scope.open();
                var cache = model.newCache(1, prompt.length)) {
            float[] logits = Autograd.noGrad(() -> model.nextLogits(
                    IntTensor.of(prompt, 1, prompt.length), cache)).toArray();  // (vocabSize)
            double logSum = logSumExp(logits);
            return texts.stream().mapToDouble(text -> logits[text[text.length - 1]] - logSum)
                    .toArray();
        }
    }

    private static double logSumExp(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float each : logits) {
            largest = Math.max(largest, each);
        }
        double sum = 0;
        for (float each : logits) {
            sum += Math.exp(each - largest);
        }
        return largest + Math.log(sum);
    }
}
