package llm.eval.choice;

import java.util.Arrays;
import java.util.List;
import llm.model.LanguageModel;
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
        int[] read = Arrays.copyOfRange(promptIds, cut, promptTokens);
        double[] logProbs = new ContinuationLogProbs(model).of(read, texts.stream()
                .map(text -> Arrays.copyOfRange(text, promptTokens, text.length)).toList());
        return new ScoredQuestion(question, form.texts(question), promptTokens, cut, logProbs,
                tokens);
    }

    /// A text from its start, with the token that the model wants there.
    private int[] encode(String text) {
        return tokenizer.fromStart(tokenizer.encode(text));
    }

    private static int[] joined(int[] prompt, int[] choice) {
        int[] text = Arrays.copyOf(prompt, prompt.length + choice.length);
        System.arraycopy(choice, 0, text, prompt.length, choice.length);
        return text;
    }
}
