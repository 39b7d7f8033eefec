package llm.deploy.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.Usage;
import llm.text.Tokenizer;

/// Parts that the answers of both kinds share.
final class Json {
    /// What is told for a token that is as good as impossible: JSON has no −∞.
    private static final double LOWEST = -9999;

    private Json() {
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String finishReason(Ending ending) {
        return switch (ending) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CANCELLED, TIMED_OUT, FAILED ->
                    throw new IllegalArgumentException("an answer must have come to its end, got "
                            + ending);
        };
    }

    static double logProb(double value) {
        return Math.max(value, LOWEST);
    }

    /// A token as text; `<0xNN>` for a byte of a character that goes on elsewhere.
    static String token(Tokenizer tokenizer, int id) {
        return tokenizer.hasToken(id) ? tokenizer.token(id) : "";
    }

    static ArrayNode bytes(Tokenizer tokenizer, int id) {
        ArrayNode bytes = JsonNodeFactory.instance.arrayNode();
        for (byte b : tokenizer.hasToken(id) ? tokenizer.tokenBytes(id) : new byte[0]) {
            bytes.add(b & 0xFF);
        }
        return bytes;
    }

    /// What the choices have cost together; a prompt counts once for all of its choices.
    static ObjectNode usage(List<Choice> choices, int choicesOfPrompt) {
        int prompt = 0;
        int shared = 0;
        int generated = 0;
        for (int i = 0; i < choices.size(); i++) {
            Usage usage = choices.get(i).usage();
            prompt += i % choicesOfPrompt == 0 ? usage.promptTokens() : 0;
            shared += i % choicesOfPrompt == 0 ? usage.sharedTokens() : 0;
            generated += usage.generatedTokens();
        }
        ObjectNode json = object().put("prompt_tokens", prompt)
                .put("completion_tokens", generated).put("total_tokens", prompt + generated);
        json.putObject("prompt_tokens_details").put("cached_tokens", shared);
        return json;
    }
}
