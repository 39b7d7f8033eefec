package llm.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import llm.instruct.ChatFormat;
import llm.instruct.Instruction;
import llm.instruct.PromptFormat;
import llm.instruct.PromptIds;
import llm.text.SpecialTokens;
import llm.text.TextPlace;
import llm.text.Tokenizer;
import llm.text.chat.ChatMessage;

/// Lays a whole conversation out for a model. A chat model has a template for that; one that was
/// finetuned on single questions gets those that went before as it was trained on them, each with
/// its answer and the token that ends a text.
///
/// @param format of one question and its answer
public record ChatLayout(PromptFormat format) {

    /// The conversation as token ids, up to where the model goes on.
    ///
    /// @param messages an optional system message, then the user's and the assistant's in turn; the
    ///                 last one is the user's, or one of the assistant's that is to be continued
    /// @throws IllegalArgumentException if the conversation is not of this form
    public int[] encode(List<ChatMessage> messages, Tokenizer tokenizer) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages must be one or more, got none");
        }
        ChatMessage last = messages.getLast();
        if (!last.isFromAssistant()) {
            return upToAnswer(messages, tokenizer);
        }
        return join(upToAnswer(messages.subList(0, messages.size() - 1), tokenizer),
                tokenizer.encode(begun(last.content()), SpecialTokens.asText(),
                        TextPlace.AFTER_TEXT));
    }

    private int[] upToAnswer(List<ChatMessage> messages, Tokenizer tokenizer) {
        if (messages.isEmpty() || !messages.getLast().isFromUser()) {
            throw new IllegalArgumentException("the model must be asked something by the user, got "
                    + "a conversation without a question at its end");
        }
        return format instanceof ChatFormat chat
                ? chat.template().encode(messages, true, tokenizer) : plain(messages, tokenizer);
    }

    /// Each question with its answer as a text of its own, and then the last question.
    private int[] plain(List<ChatMessage> messages, Tokenizer tokenizer) {
        int from = messages.getFirst().isFromSystem() ? 1 : 0;
        String system = from == 0 ? "" : messages.getFirst().content().strip() + "\n";
        requireTurns(messages.subList(from, messages.size()));
        IntStream.Builder ids = IntStream.builder();
        for (int i = from; i + 1 < messages.size(); i += 2) {
            PromptIds exchange = exchange(system + messages.get(i).content(),
                    messages.get(i + 1).content().strip(), tokenizer);
            Arrays.stream(exchange.whole()).forEach(ids);
            ids.add(format.end(tokenizer));
            system = "";
        }
        return join(ids.build().toArray(),
                exchange(system + messages.getLast().content(), "", tokenizer).prompt());
    }

    private static void requireTurns(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).isFromUser() != (i % 2 == 0)) {
                throw new IllegalArgumentException("after a system message, if any, messages must "
                        + "be from user and assistant in turn, got %s at number %d"
                                .formatted(messages.get(i).role(), i + 1));
            }
        }
    }

    private PromptIds exchange(String question, String answer, Tokenizer tokenizer) {
        return format.encode(Instruction.of(question, answer), tokenizer);
    }

    private static int[] join(int[] first, int... second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    /// What a model has written, as a message says it: a format that puts a blank before answers
    /// does so again.
    public String content(String written) {
        return format instanceof ChatFormat ? written : written.strip();
    }

    /// An answer as far as it has come, behind what the format puts before answers. Nothing is cut
    /// off: it may end within a word.
    private String begun(String answer) {
        String lead = format instanceof ChatFormat ? ""
                : format.layOut(Instruction.of("?", "")).answer();
        return answer.startsWith(lead) ? answer : lead + answer;
    }

    /// Tokens with which the model ends its answer.
    ///
    /// @throws IllegalArgumentException if the tokenizer lacks the format's
    public Set<Integer> ends(Tokenizer tokenizer) {
        return Set.of(format.end(tokenizer));
    }
}
