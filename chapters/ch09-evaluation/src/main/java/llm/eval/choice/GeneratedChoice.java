package llm.eval.choice;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.model.LanguageModel;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.pretrain.folder.StopTokens;
import llm.text.Tokenizer;

/// Lets a model write its answer, and looks for a letter in it: what one must do where a service
/// tells no log-probabilities. An answer without a letter is wrong.
///
/// @param text   what the model wrote
/// @param choice the place of the choice that it names; empty if it names none
public record GeneratedChoice(ChoiceQuestion question, String text, OptionalInt choice) {
    /// A capital by itself, but not the article of "A good answer".
    private static final Pattern LETTER = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(A(?!\\s+\\p{Ll})|[B-Z])(?![\\p{L}\\p{N}'’])");

    /// Whether the named choice is the right one.
    public boolean isRight() {
        return choice.isPresent() && choice.getAsInt() == question.answer();
    }

    /// The first letter that stands alone and names a choice: `B`, `B.`, `(B)`, `Answer: B`.
    public static OptionalInt parse(String text, int choices) {
        Matcher letter = LETTER.matcher(text);
        while (letter.find()) {
            int choice = letter.group(1).charAt(0) - 'A';
            if (choice < choices) {
                return OptionalInt.of(choice);
            }
        }
        return OptionalInt.empty();
    }

    /// Asks with [ChoicePrompt#LETTER], and takes the likeliest token each time.
    ///
    /// @param examples     solved ones for the prompt
    /// @param maxNewTokens of the answer
    public static GeneratedChoice ask(LanguageModel model, Tokenizer tokenizer, StopTokens ends,
            ChoiceQuestion question, List<ChoiceQuestion> examples, int maxNewTokens) {
        int[] ids = tokenizer.encode(ChoicePrompt.LETTER.of(question, examples));
        int[] prompt = tokenizer.fromStart(ids);
        var generation = new Generation(model, Sampler.mostLikely(), maxNewTokens, ends.stop());
        String text = tokenizer.decode(generation.generate(prompt, new SplittableRandom(0)));
        return new GeneratedChoice(question, text, parse(text, question.choices().size()));
    }
}
