package llm.deploy.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import llm.deploy.ContextRoom;
import llm.deploy.ServedModel;
import llm.deploy.engine.GenerationRequest;
import llm.model.decode.ContextOverflow;
import llm.model.decode.DecodingOptions;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;

/// A request to `/v1/completions`: texts to be continued.
///
/// @param wishes   what both kinds of request may ask for
/// @param prompts  token ids of each
/// @param echo     whether the prompts come back before what was written
/// @param logProbs how many likely tokens are told at each place;
///                 [DecodingOptions#NO_LOG_PROBS] for nothing
/// @param model    answers
/// @param overflow what is done with a prompt that leaves no room
public record CompletionRequest(Wishes wishes, List<int[]> prompts, boolean echo, int logProbs,
                                ServedModel model, ContextOverflow overflow)
        implements ApiRequest {
    private static final int MOST_CHOICES = 128;
    private static final int TOKENS = 16;                    // OpenAI's, where none are named

    /// Reads the body of a request.
    ///
    /// @throws ApiError if it is not right
    public static CompletionRequest read(byte[] body, ServedModel model,
                                         ContextOverflow overflow) {
        RequestFields fields = RequestFields.parse(body);
        Wishes wishes = Wishes.read(fields, model.model().vocabSize());
        fields.onlyAs("suffix", "\"\"");
        fields.onlyAs("best_of", String.valueOf(wishes.count()));
        OptionalInt logProbs = fields.integer("logprobs", 0, Wishes.MOST_LOG_PROBS);
        List<int[]> prompts = prompts(fields.required("prompt"), model);
        boolean echo = fields.flag("echo");
        fields.requireNothingElse();
        if (prompts.size() * wishes.count() > MOST_CHOICES) {
            throw ApiError.of("prompt", "A request must ask for at most %d texts, got %d."
                    .formatted(MOST_CHOICES, prompts.size() * wishes.count()));
        }
        return new CompletionRequest(wishes, prompts, echo,
                logProbs.orElse(DecodingOptions.NO_LOG_PROBS), model, overflow);
    }

    /// A text, token ids, or a list of either.
    private static List<int[]> prompts(JsonNode given, ServedModel model) {
        boolean several = given.isArray() && !given.isEmpty()
                && (given.get(0).isTextual() || given.get(0).isArray());
        List<int[]> prompts = new ArrayList<>();
        for (JsonNode one : several ? RequestFields.each(given) : List.of(given)) {
            prompts.add(one.isTextual() ? encoded(one.asText(), model.tokenizer())
                    : ids(one, model.model().vocabSize()));
        }
        return prompts;
    }

    /// What spells a special token is one, so that a client can lay out a chat by itself.
    private static int[] encoded(String text, Tokenizer tokenizer) {
        int[] ids = tokenizer.fromStart(tokenizer.encode(text, SpecialTokens.allowAll()));
        if (ids.length == 0) {
            throw ApiError.of("prompt", "prompt must have a token or more, got \"\".");
        }
        return ids;
    }

    private static int[] ids(JsonNode given, int vocabSize) {
        boolean right = given.isArray() && !given.isEmpty();
        for (JsonNode id : given) {
            right &= id.isInt() && id.asInt() >= 0 && id.asInt() < vocabSize;
        }
        if (!right) {
            throw RequestFields.wrong("prompt", "a text, a list of token ids from 0 to %d, or a "
                    .formatted(vocabSize - 1) + "list of either", given);
        }
        int[] ids = new int[given.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = given.get(i).asInt();
        }
        return ids;
    }

    boolean wantsLogProbs() {
        return logProbs != DecodingOptions.NO_LOG_PROBS;
    }

    /// The prompt of a choice.
    int[] promptOf(int choice) {
        return prompts.get(choice / wishes.count());
    }

    String promptTextOf(int choice) {
        return model.tokenizer().decode(promptOf(choice));
    }

    @Override
    public List<GenerationRequest> generations() {
        List<GenerationRequest> all = new ArrayList<>();
        PromptRoom room = new PromptRoom("prompt",
                new ContextRoom(model.model().contextLength(), overflow));
        for (int[] prompt : prompts) {
            int tokens = room.answer(prompt.length, wishes.maxTokens(), TOKENS);
            DecodingOptions options = new DecodingOptions(wishes.sampler(), tokens,
                    wishes.ignoreEnd() ? Set.of() : model.stopTokens(), logProbs, echo && wantsLogProbs(), overflow);
            for (int i = 0; i < wishes.count(); i++) {
                all.add(new GenerationRequest(prompt, options, wishes.stop(), wishes.seed() + i));
            }
        }
        return all;
    }

    @Override
    public Answers answers(String id, long created) {
        return new CompletionAnswers(this, model, "cmpl-" + id, created);
    }
}
