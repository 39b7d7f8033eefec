package llm.deploy.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.deploy.ServedModel;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.PlacedToken;
import llm.deploy.engine.AnswerEvent.PromptRead;
import llm.model.decode.ChosenToken;
import llm.model.decode.ChosenToken.Alternative;
import llm.text.StreamingDecoder;

/// Answers of `/v1/completions`. Source: OpenAI, API reference, "The completion object".
///
/// @param request what was asked
/// @param model   answers
/// @param id      of the answer
/// @param created seconds since 1970
record CompletionAnswers(CompletionRequest request, ServedModel model, String id, long created)
        implements Answers {

    @Override
    public ObjectNode whole(List<Choice> choices) {
        ObjectNode json = envelope();
        ArrayNode all = json.putArray("choices");
        for (int i = 0; i < choices.size(); i++) {
            More written = echoed(i, choices.get(i).prompt(), choices.get(i).all());
            ObjectNode choice = all.addObject().put("index", i).put("text", written.text());
            logProbs(choice, written);
            choice.put("finish_reason", Json.finishReason(choices.get(i).ending()));
        }
        json.set("usage", Json.usage(choices, request.wishes().count()));
        return json;
    }

    private ObjectNode envelope() {
        return Json.object().put("id", id).put("object", "text_completion")
                .put("created", created).put("model", model.name());
    }

    /// The answer behind its prompt, if that is wanted.
    private More echoed(int choice, PromptRead read, More answer) {
        if (!request.echo()) {
            return answer;
        }
        More prompt = prompt(choice, read);
        List<PlacedToken> tokens = new ArrayList<>(prompt.tokens());
        answer.tokens().forEach(token -> tokens.add(new PlacedToken(token.token(),
                token.offset() + length(prompt.text()))));
        return new More(prompt.text() + answer.text(), tokens);
    }

    private More prompt(int choice, PromptRead read) {
        int[] ids = request.promptOf(choice);
        StreamingDecoder decoder = new StreamingDecoder(model.tokenizer());
        StringBuilder text = new StringBuilder();
        List<PlacedToken> tokens = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            boolean scored = i > 0 && i <= read.scores().size();
            tokens.add(new PlacedToken(scored ? read.scores().get(i - 1)
                    : new ChosenToken(ids[i], Double.NaN, List.of()), length(text)));
            text.append(decoder.accept(ids[i]));
        }
        return new More(text.append(decoder.flush()).toString(), tokens);
    }

    /// In code points, as OpenAI counts.
    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }

    /// Four lists of one length. The first token of a prompt has no score.
    private void logProbs(ObjectNode choice, More more) {
        if (!request.wantsLogProbs()) {
            choice.putNull("logprobs");
            return;
        }
        ObjectNode json = choice.putObject("logprobs");
        ArrayNode tokens = json.putArray("tokens");
        ArrayNode scores = json.putArray("token_logprobs");
        ArrayNode top = json.putArray("top_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        for (PlacedToken placed : more.tokens()) {
            ChosenToken token = placed.token();
            tokens.add(Json.token(model.tokenizer(), token.id()));
            offsets.add(placed.offset());
            if (Double.isNaN(token.logProb())) {
                scores.addNull();
                top.addNull();
            } else {
                scores.add(Json.logProb(token.logProb()));
                top.add(top(token));
            }
        }
    }

    private ObjectNode top(ChosenToken token) {
        ObjectNode json = Json.object();
        for (Alternative other : token.top()) {
            String text = Json.token(model.tokenizer(), other.id());
            if (!json.has(text)) {                           // of equal texts the likeliest
                json.put(text, Json.logProb(other.logProb()));
            }
        }
        return json;
    }

    // ---- Chunks ----

    @Override
    public Optional<ObjectNode> opening(int choice, PromptRead prompt) {
        return request.echo() ? Optional.of(json(choice, prompt(choice, prompt)))
                : Optional.empty();
    }

    @Override
    public ObjectNode chunk(int choice, More more) {
        if (!request.echo()) {
            return json(choice, more);
        }
        int before = length(request.promptTextOf(choice));
        return json(choice, new More(more.text(), more.tokens().stream().map(token ->
                new PlacedToken(token.token(), token.offset() + before)).toList()));
    }

    private ObjectNode json(int choice, More more) {
        ObjectNode json = envelope();
        ObjectNode only = json.putArray("choices").addObject().put("index", choice)
                .put("text", more.text());
        logProbs(only, more);
        only.putNull("finish_reason");
        if (request.wishes().streamUsage()) {
            json.putNull("usage");
        }
        return json;
    }

    @Override
    public ObjectNode closing(int choice, Ending ending) {
        ObjectNode json = json(choice, new More("", List.of()));
        ((ObjectNode) json.at("/choices/0")).putNull("logprobs")
                .put("finish_reason", Json.finishReason(ending));
        return json;
    }

    @Override
    public ObjectNode usage(List<Choice> choices) {
        ObjectNode json = envelope();
        json.putArray("choices");
        json.set("usage", Json.usage(choices, request.wishes().count()));
        return json;
    }
}
