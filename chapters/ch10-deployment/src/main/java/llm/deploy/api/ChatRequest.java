package llm.deploy.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import llm.deploy.ContextRoom;
import llm.deploy.ServedModel;
import llm.deploy.engine.GenerationRequest;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.model.decode.ContextOverflow;
import llm.model.decode.DecodingOptions;
import llm.text.chat.ChatMessage;

/// A request to `/v1/chat/completions`: a conversation to be continued.
///
/// @param wishes   what both kinds of request may ask for
/// @param messages so far; the last one is the user's, or one of the assistant's that it is to go
///                 on with
/// @param logProbs how many likely tokens are told at each place;
///                 [DecodingOptions#NO_LOG_PROBS] for nothing
/// @param model    answers
/// @param overflow what is done with a conversation that leaves no room
public record ChatRequest(Wishes wishes, List<ChatMessage> messages, int logProbs,
                          ServedModel model, ContextOverflow overflow) implements ApiRequest {

    /// Reads the body of a request.
    ///
    /// @throws ApiError if it is not right
    public static ChatRequest read(byte[] body, ServedModel model, ContextOverflow overflow) {
        RequestFields fields = RequestFields.parse(body);
        Wishes wishes = Wishes.read(fields, model.model().vocabSize());
        absent(fields);
        int logProbs = logProbs(fields);
        List<ChatMessage> messages = messages(fields.required("messages"));
        boolean goesOn = fields.flag("continue_final_message");
        fields.any("add_generation_prompt");                 // says the same once more
        fields.requireNothingElse();
        requireEnd(messages, goesOn);
        return new ChatRequest(wishes, messages, logProbs, model, overflow);
    }

    /// What OpenAI's models can do and ours cannot; a request that does not ask for it is fine.
    private static void absent(RequestFields fields) {
        fields.onlyAs("tools", "[]");
        fields.onlyAs("functions", "[]");
        fields.onlyAs("tool_choice", "\"none\"", "\"auto\"");
        fields.onlyAs("function_call", "\"none\"", "\"auto\"");
        fields.ignore("parallel_tool_calls");
        fields.onlyAs("response_format", "{\"type\":\"text\"}");
        fields.onlyAs("modalities", "[\"text\"]");
    }

    private static int logProbs(RequestFields fields) {
        boolean wanted = fields.flag("logprobs");
        OptionalInt top = fields.integer("top_logprobs", 0, Wishes.MOST_LOG_PROBS);
        if (top.isPresent() && !wanted && top.getAsInt() > 0) {
            throw ApiError.of("top_logprobs", "top_logprobs must come with logprobs, got them "
                    + "without.");
        }
        return wanted ? top.orElse(0) : DecodingOptions.NO_LOG_PROBS;
    }

    private static List<ChatMessage> messages(JsonNode given) {
        if (!given.isArray() || given.isEmpty()) {
            throw RequestFields.wrong("messages", "a list of messages", given);
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode each : given) {
            String name = "messages[" + messages.size() + "]";
            RequestFields fields = RequestFields.of(name, each);
            String role = fields.required("role").asText().replace("developer", "system");
            if (!Set.of("system", "user", "assistant").contains(role)) {
                throw RequestFields.wrong(name + ".role", "system, developer, user or assistant",
                        each.get("role"));
            }
            messages.add(new ChatMessage(role, content(name, fields.required("content"))));
            fields.ignore("name", "refusal");
            fields.requireNothingElse();
        }
        return messages;
    }

    /// A text, or a list of parts that are texts.
    private static String content(String name, JsonNode given) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : RequestFields.each(given)) {
            JsonNode own = given.isArray() && part.path("type").asText().equals("text")
                    ? part.path("text") : part;
            if (!own.isTextual()) {
                throw RequestFields.wrong(name + ".content", "a text or a list of parts of type "
                        + "text", part);
            }
            text.append(own.asText());
        }
        return text.toString();
    }

    private static void requireEnd(List<ChatMessage> messages, boolean goesOn) {
        ChatMessage last = messages.getLast();
        if (!(goesOn ? last.isFromAssistant() : last.isFromUser())) {
            throw ApiError.of("messages", "The last message must be the user's, or the assistant's "
                    + "with continue_final_message, got one of the " + last.role() + ".");
        }
    }

    boolean wantsLogProbs() {
        return logProbs != DecodingOptions.NO_LOG_PROBS;
    }

    @Override
    public List<GenerationRequest> generations() {
        ContextRoom room = new ContextRoom(model.model().contextLength(), overflow);
        int[] prompt = room.fit(messages, this::encode).ids();
        int tokens = new PromptRoom("messages", room).answer(prompt.length, wishes.maxTokens(),
                room.context());
        Set<Integer> ends = wishes.ignoreEnd() ? Set.of() : model.chatEnds();
        DecodingOptions options = new DecodingOptions(wishes.sampler(), tokens, ends, logProbs,
                false, overflow);
        List<GenerationRequest> all = new ArrayList<>();
        for (int i = 0; i < wishes.count(); i++) {
            all.add(new GenerationRequest(prompt, options, stop(), wishes.seed() + i));
        }
        return all;
    }

    private Stop stop() {
        List<String> texts = new ArrayList<>(wishes.stop().texts());
        texts.addAll(model.stopTexts());
        return new Stop(texts, wishes.stop().tokens());
    }

    private int[] encode(List<ChatMessage> conversation) {
        try {
            return model.layout().encode(conversation, model.tokenizer());
        } catch (IllegalArgumentException e) {
            throw ApiError.of("messages", "The conversation cannot be laid out for this model: "
                    + e.getMessage() + ".");
        }
    }

    @Override
    public Answers answers(String id, long created) {
        return new ChatAnswers(this, model, "chatcmpl-" + id, created);
    }
}
