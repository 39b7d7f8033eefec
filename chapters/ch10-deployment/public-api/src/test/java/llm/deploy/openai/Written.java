package llm.deploy.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An answer as a client sees it: equal to another only if every bit is.
///
/// @param tokens   as bytes
/// @param logProbs of the tokens
record Written(String text, List<List<Long>> tokens, List<Double> logProbs, String finishReason) {

    static Written whole(OpenAIClient client, ChatCompletionCreateParams request) {
        ChatCompletion.Choice choice = client.chat().completions().create(request).choices()
                .getFirst();
        List<ChatCompletionTokenLogprob> tokens = choice.logprobs().orElseThrow().content()
                .orElseThrow();
        return new Written(choice.message().content().orElseThrow(), bytes(tokens),
                logProbs(tokens), choice.finishReason().asString());
    }

    static Written streamed(OpenAIClient client, ChatCompletionCreateParams request) {
        StringBuilder text = new StringBuilder();
        List<ChatCompletionTokenLogprob> tokens = new ArrayList<>();
        List<String> endings = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            stream.stream().flatMap(chunk -> chunk.choices().stream()).forEach(choice -> {
                text.append(choice.delta().content().orElse(""));
                choice.logprobs().flatMap(all -> all.content()).ifPresent(tokens::addAll);
                choice.finishReason().ifPresent(reason -> endings.add(reason.asString()));
            });
        }
        return new Written(text.toString(), bytes(tokens), logProbs(tokens),
                String.join(" ", endings));
    }

    private static List<List<Long>> bytes(List<ChatCompletionTokenLogprob> tokens) {
        return tokens.stream().map(ChatCompletionTokenLogprob::bytes).map(Optional::orElseThrow)
                .toList();
    }

    private static List<Double> logProbs(List<ChatCompletionTokenLogprob> tokens) {
        return tokens.stream().map(ChatCompletionTokenLogprob::logprob).toList();
    }
}
