package llm.preference.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import llm.instruct.Instruction;
import llm.instruct.PromptFormat;
import llm.instruct.Response;
import llm.model.LanguageModel;
import llm.model.decode.DecodedText;
import llm.model.decode.DecodedText.Ending;
import llm.model.decode.DecodingOptions;
import llm.model.decode.DecodingSession;
import llm.model.decode.Sampler;
import llm.tensor.layer.Layer;
import llm.text.Tokenizer;
import llm.train.Evaluation;

/// Lets a model answer each prompt several times. The prompt is read once for all answers of its
/// group.
///
/// @param model        answers
/// @param tokenizer    the model's
/// @param format       how a prompt is laid out
/// @param sampler      chooses each token; what a policy learns from is drawn at temperature 1
/// @param maxNewTokens most tokens of an answer
public record GroupSampler(LanguageModel model, Tokenizer tokenizer, PromptFormat format,
                           Sampler sampler, int maxNewTokens) {
    private static final int TOGETHER = 128;                 // answers that are written at a time

    public GroupSampler {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens must be 1 or more, got "
                    + maxNewTokens);
        }
    }

    /// The same with another way to choose tokens.
    public GroupSampler with(Sampler other) {
        return new GroupSampler(model, tokenizer, format, other, maxNewTokens);
    }

    /// Answers, the group of each prompt together, in the order of the prompts. Each answer's
    /// tokens come from a branch of the seed of its own, so it does not depend on what is written
    /// beside it. Dropout is off meanwhile.
    ///
    /// @throws IllegalArgumentException if a prompt and an answer do not fit the model's context
    public List<Completion> sample(List<Instruction> prompts, int groupSize, long seed) {
        return model instanceof Layer layer
                ? Evaluation.withoutDropout(layer, () -> groups(prompts, groupSize, seed))
                : groups(prompts, groupSize, seed);
    }

    private List<Completion> groups(List<Instruction> prompts, int groupSize, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Completion> all = new ArrayList<>();
        int together = Math.max(1, TOGETHER / groupSize);
        try (DecodingSession session = new DecodingSession(model)) {
            for (int from = 0; from < prompts.size(); from += together) {
                List<Open> open = new ArrayList<>();
                for (Instruction each : prompts.subList(from,
                        Math.min(from + together, prompts.size()))) {
                    open.addAll(begin(session, each, groupSize, seeds));
                }
                session.run();
                open.forEach(each -> all.add(finish(each)));
            }
        }
        return all;
    }

    private record Open(Instruction instruction, int[] prompt, DecodedText text) {
    }

    /// The answers to one prompt, which the session reads once for all of them.
    private List<Open> begin(DecodingSession session, Instruction instruction, int groupSize,
                             SplittableRandom seeds) {
        int[] prompt = format.encode(instruction, tokenizer).prompt();
        DecodingOptions options = DecodingOptions.of(sampler, maxNewTokens)
                .withStopTokens(Set.of(format.end(tokenizer)));
        List<Open> group = new ArrayList<>();
        for (int i = 0; i < groupSize; i++) {
            group.add(new Open(instruction, prompt,
                    session.begin(prompt, options, seeds.split())));
        }
        return group;
    }

    private Completion finish(Open open) {
        boolean stopped = open.text.ending().equals(Optional.of(Ending.STOP));
        int[] written = open.text.ids();
        open.text.close();
        int[] answer = Arrays.copyOf(written, written.length + (stopped ? 1 : 0));
        if (stopped) {
            answer[written.length] = format.end(tokenizer);
        }
        return new Completion(new Response(open.instruction, tokenizer.decode(written).strip(),
                stopped), open.prompt, answer);
    }
}
