package llm.deploy.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.tensor.file.AtomicFile;
import llm.text.chat.ChatMessage;
import llm.text.files.JsonFile;

/// What has been said: a system message, if there is one, then questions, each with its answer.
///
/// @param messages in order
public record Conversation(List<ChatMessage> messages) {
    /// Nothing so far.
    public static final Conversation EMPTY = new Conversation(List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /// @throws IllegalArgumentException if the messages are not of this form
    public Conversation {
        messages = List.copyOf(messages);
        int from = systemMessages(messages);
        for (int i = from; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            if ((i - from) % 2 == 0 ? !message.isFromUser() : !message.isFromAssistant()) {
                throw new IllegalArgumentException(("a conversation must be a system message, if "
                        + "any, then messages of user and assistant in turn, got %s at number %d")
                                .formatted(message.role(), i + 1));
            }
        }
        if ((messages.size() - from) % 2 != 0) {
            throw new IllegalArgumentException("a conversation must end with an answer, got one "
                    + "that ends with a question");
        }
    }

    private static int systemMessages(List<ChatMessage> messages) {
        return !messages.isEmpty() && messages.getFirst().isFromSystem() ? 1 : 0;
    }

    // ---- Files ----

    /// A conversation from a file that [#save] wrote, or any other with `messages` of `role` and
    /// `content`.
    ///
    /// @throws IllegalArgumentException if it holds anything else
    public static Conversation load(Path file) throws IOException {
        JsonNode given = JsonFile.readObject(file).path("messages");
        if (!given.isArray()) {
            throw new IllegalArgumentException(file + " must be a JSON object with a list of "
                    + "messages, got one without");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode each : given) {
            if (!each.path("role").isTextual() || !each.path("content").isTextual()) {
                throw new IllegalArgumentException(("%s must have a role and a content in each "
                        + "message, got %s").formatted(file, each));
            }
            messages.add(JsonFile.naming(file, () -> new ChatMessage(
                    each.get("role").asText(), each.get("content").asText())));
        }
        return JsonFile.naming(file, () -> new Conversation(messages));
    }

    /// Writes it as JSON, beside its place first, so that there is never half a file.
    public void save(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode all = json.putArray("messages");
        messages.forEach(message -> all.addObject().put("role", message.role())
                .put("content", message.content()));
        AtomicFile.writeText(file, json.toPrettyString() + "\n");
    }

    // ---- What becomes of it ----

    /// What the model is to know or how it is to behave; empty without a system message.
    public Optional<String> system() {
        return messages.stream().filter(ChatMessage::isFromSystem).map(ChatMessage::content)
                .findFirst();
    }

    /// The same with another system message.
    ///
    /// @param text empty for none
    public Conversation withSystem(Optional<String> text) {
        List<ChatMessage> all = new ArrayList<>(turns());
        text.ifPresent(content -> all.addFirst(ChatMessage.system(content)));
        return new Conversation(all);
    }

    /// Questions and answers.
    private List<ChatMessage> turns() {
        return messages.subList(systemMessages(messages), messages.size());
    }

    /// How many questions have been answered.
    public int questions() {
        return turns().size() / 2;
    }

    /// The same with one more question and its answer.
    public Conversation with(String question, String answer) {
        List<ChatMessage> all = new ArrayList<>(messages);
        all.add(ChatMessage.user(question));
        all.add(ChatMessage.assistant(answer));
        return new Conversation(all);
    }

    /// The last question.
    ///
    /// @throws IllegalArgumentException if there is none
    public String lastQuestion() {
        if (turns().isEmpty()) {
            throw new IllegalArgumentException("a question must have been asked, got none so far");
        }
        return messages.get(messages.size() - 2).content();
    }

    /// The same without the last question and its answer.
    public Conversation withoutLast() {
        return new Conversation(messages.subList(0, messages.size() - 2));
    }

    /// The system message alone.
    public Conversation withoutQuestions() {
        return new Conversation(messages.subList(0, systemMessages(messages)));
    }

    /// What a model reads that is asked.
    ///
    /// @param leftOut of the oldest questions, with their answers
    List<ChatMessage> asking(String question, int leftOut) {
        List<ChatMessage> all = new ArrayList<>(messages);
        int first = systemMessages(messages);
        all.subList(first, first + 2 * leftOut).clear();
        all.add(ChatMessage.user(question));
        return all;
    }
}
