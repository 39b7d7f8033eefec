package llm.tools.eval;

import java.util.List;
import java.util.Locale;
import llm.eval.choice.ChoiceNorm;
import llm.eval.choice.ChoicePrompt;
import llm.eval.choice.ChoiceQuestion;
import llm.eval.choice.ChoiceScorer;
import llm.eval.choice.GeneratedChoice;
import llm.eval.choice.ScoredQuestion;
import llm.pretrain.folder.PretrainedModel;
import llm.text.Tokenizer;

/// A way to ask a model a question with choices.
interface ChoiceMethod {

    /// @param examples solved ones for the prompt
    Answer ask(ChoiceQuestion question, List<ChoiceQuestion> examples);

    /// What came of it.
    ///
    /// @param prompt what the model read
    /// @param told   what it made of it
    /// @param cut    whether the prompt was cut to fit the context
    record Answer(String prompt, String told, boolean right, boolean cut) {}

    /// The likeliest of the choices is the answer.
    static ChoiceMethod likeliest(PretrainedModel model, Tokenizer tokenizer, ChoicePrompt form,
            ChoiceNorm norm) {
        var scorer = new ChoiceScorer(model.model(), tokenizer, form);
        return (question, examples) -> {
            ScoredQuestion scored = scorer.score(question, examples);
            return new Answer(form.of(question, examples), told(scored, form, norm),
                    scored.isRight(norm), scored.cut() > 0);
        };
    }

    /// The letter in what the model writes is the answer.
    static ChoiceMethod written(PretrainedModel model, Tokenizer tokenizer, int maxNewTokens) {
        return (question, examples) -> {
            GeneratedChoice written = GeneratedChoice.ask(model.model(), tokenizer, model.ends(),
                    question, examples, maxNewTokens);
            return new Answer(ChoicePrompt.LETTER.of(question, examples), told(written),
                    written.isRight(), false);
        };
    }

    private static String told(ScoredQuestion scored, ChoicePrompt form, ChoiceNorm norm) {
        List<String> choices = form.continuations(scored.question());
        var told = new StringBuilder();
        for (int i = 0; i < choices.size(); i++) {
            told.append(String.format(Locale.ROOT, "%s\"%s\" %.4f", i == 0 ? "" : ", ",
                    choices.get(i), scored.score(norm, i)));
        }
        return told.append(rightOrWrong(scored.isRight(norm))).toString();
    }

    private static String told(GeneratedChoice written) {
        return "\"" + written.text().strip() + "\" names "
                + (written.choice().isEmpty() ? "no choice"
                        : ChoiceQuestion.letter(written.choice().getAsInt()))
                + rightOrWrong(written.isRight());
    }

    private static String rightOrWrong(boolean right) {
        return right ? ": right" : ": wrong";
    }
}
