package llm.deploy.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import llm.deploy.ServedModel;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.PlacedToken;
import llm.deploy.engine.AnswerEvent.PromptRead;
import llm.model.decode.ChosenToken;
import llm.model.decode.ChosenToken.Alternative;

/// Answers of `/v1/chat/completions`. Source: OpenAI, API reference, "The chat completion object"
/// and "The chat completion chunk object".
///
/// @param request what was asked
/// @param model   answers
/// @param id      of the answer
/// @param created seconds since 1970
record ChatAnswers(ChatRequest request, ServedModel model, String id, long created)
        implements Answers {

    @Override
    public ObjectNode whole(List<Choice> choices) {
        ObjectNode json = envelope("chat.completion");
        ArrayNode all = json.putArray("choices");
        for (int i = 0; i < choices.size(); i++) {
            More answer = choices.get(i).all();
            ObjectNode choice = all.addObject().put("index", i);
            choice.putObject("message").put("role", "assistant").put("content", answer.text())
                    .putNull("refusal");
            logProbs(choice, answer);
            choice.put("finish_reason", Json.finishReason(choices.get(i).ending()));
        }
        json.set("usage", Json.usage(choices, request.wishes().count()));
        return json;
    }

    private ObjectNode envelope(String object) {
        return Json.object().put("id", id).put("object", object).put("created", created)
                .put("model", model.name());
    }

    private void logProbs(ObjectNode choice, More more) {
        if (!request.wantsLogProbs()) {
            choice.putNull("logprobs");
            return;
        }
        ArrayNode content = choice.putObject("logprobs").putArray("content");
        for (PlacedToken placed : more.tokens()) {
            ChosenToken chosen = placed.token();
            ArrayNode top = token(content.addObject(), chosen.id(), chosen.logProb())
                    .putArray("top_logprobs");
            for (Alternative other : chosen.top()) {
                token(top.addObject(), other.id(), other.logProb());
            }
        }
    }

    /// A token that ends answers has a name, but no bytes: it is never part of a text.
    private ObjectNode token(ObjectNode json, int id, double logProb) {
        json.put("token", Json.token(model.tokenizer(), id)).put("logprob", Json.logProb(logProb));
        return model.chatEnds().contains(id) ? json.putNull("bytes")
                : json.set("bytes", Json.bytes(model.tokenizer(), id));
    }

    // ---- Chunks ----

    @Override
    public Optional<ObjectNode> opening(int choice, PromptRead prompt) {
        ObjectNode json = chunk(choice);
        ObjectNode first = (ObjectNode) json.at("/choices/0");
        first.putObject("delta").put("role", "assistant").put("content", "");
        first.putNull("logprobs").putNull("finish_reason");
        return Optional.of(json);
    }

    private ObjectNode chunk(int choice) {
        ObjectNode json = envelope("chat.completion.chunk");
        json.putArray("choices").addObject().put("index", choice);
        if (request.wishes().streamUsage()) {
            json.putNull("usage");
        }
        return json;
    }

    @Override
    public ObjectNode chunk(int choice, More more) {
        ObjectNode json = chunk(choice);
        ObjectNode only = (ObjectNode) json.at("/choices/0");
        only.putObject("delta").put("content", more.text());
        logProbs(only, more);
        only.putNull("finish_reason");
        return json;
    }

    @Override
    public ObjectNode closing(int choice, Ending ending) {
        ObjectNode json = chunk(choice);
        ObjectNode only = (ObjectNode) json.at("/choices/0");
        only.putObject("delta");
        only.putNull("logprobs").put("finish_reason", Json.finishReason(ending));
        return json;
    }

    @Override
    public ObjectNode usage(List<Choice> choices) {
        ObjectNode json = envelope("chat.completion.chunk");
        json.putArray("choices");
        json.set("usage", Json.usage(choices, request.wishes().count()));
        return json;
    }
}
