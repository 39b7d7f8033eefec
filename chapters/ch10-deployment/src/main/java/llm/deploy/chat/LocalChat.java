package llm.deploy.chat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import llm.deploy.ContextRoom;
import llm.deploy.ServedModel;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.Usage;
import llm.deploy.engine.AnswerText;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.model.decode.DecodedText;
import llm.model.decode.DecodingOptions;
import llm.model.decode.DecodingSession;
import llm.tensor.RandomState;
import org.jspecify.annotations.Nullable;

/// A conversation with a model on this machine. The model answers as if it read the whole
/// conversation anew at every turn; what it has read in earlier turns is kept, and only the rest is
/// computed.
///
/// ```java
/// try (LocalChat chat = LocalChat.with(model)) {
///     chat.ask("What is a token?", System.out::print);
/// }
/// ```
///
/// One thread asks; any other may [#cancel] the answer.
public final class LocalChat implements AutoCloseable {
    private final ServedModel model;
    private final DecodingSession session;
    private final RandomState random;
    private ChatOptions options;
    private Conversation conversation = Conversation.EMPTY;
    private int leftOut;                                     // of the oldest questions
    private @Nullable DecodedText text;                      // all that the model has read
    private volatile boolean cancelled;

    /// @param seed of the random choices, where tokens are drawn
    public LocalChat(ServedModel model, ChatOptions options, long seed) {
        this.model = model;
        this.options = options;
        session = new DecodingSession(model.model());
        random = new RandomState(seed);
    }

    /// A chat in which the model always writes what it finds likeliest.
    public static LocalChat with(ServedModel model) {
        return new LocalChat(model, ChatOptions.LIKELIEST, 1);
    }

    /// Asks, and waits for the whole answer.
    public ChatAnswer ask(String question) {
        return ask(question, _ -> { });
    }

    /// Asks. Question and answer become part of the conversation; of an answer that is cancelled
    /// what was written, and nothing if that is nothing.
    ///
    /// @param listener hears the answer in pieces, as it is written
    /// @throws IllegalArgumentException if the model's layout has no form for the conversation, or
    ///                                  it leaves no room for an answer and is not to be cut
    public ChatAnswer ask(String question, Consumer<String> listener) {
        cancelled = false;
        ContextRoom room = new ContextRoom(model.model().contextLength(), options.overflow());
        ContextRoom.Fitted fitted = room.fit(conversation.asking(question, leftOut),
                messages -> model.layout().encode(messages, model.tokenizer()));
        int dropped = conversation.asking(question, 0).size() - fitted.messages().size();
        ChatAnswer answer = answer(fitted.ids(), dropped / 2, room, listener);
        leftOut = answer.leftOut();
        if (answer.ending() != Ending.CANCELLED || !answer.text().isEmpty()) {
            conversation = conversation.with(question, answer.text());
        }
        return answer;
    }

    /// Answers the last question once more, in place of its answer.
    ///
    /// @throws IllegalArgumentException if nothing has been asked
    public ChatAnswer retry(Consumer<String> listener) {
        Conversation before = conversation;
        String question = before.lastQuestion();
        conversation = before.withoutLast();
        try {
            return ask(question, listener);
        } finally {
            if (conversation.questions() < before.questions()) {
                conversation = before;                       // there is no other answer
            }
        }
    }

    // ---- One answer ----

    private ChatAnswer answer(int[] prompt, int dropped, ContextRoom room,
                              Consumer<String> listener) {
        int most = options.maxNewTokens().orElse(room.context());
        if (!room.admits(prompt.length, most)) {
            throw new IllegalArgumentException(("the conversation must leave room for an answer in "
                    + "the context of %d tokens, got %d tokens").formatted(room.context(),
                    prompt.length));
        }
        begin(prompt, new DecodingOptions(options.sampler(), room.answer(prompt.length, most),
                model.chatEnds(), DecodingOptions.NO_LOG_PROBS, false, options.overflow()));
        return new Writing(prompt, listener).run(dropped);
    }

    /// Begins where the last turn ended, as far as the prompt begins in the same way.
    private void begin(int[] prompt, DecodingOptions chosen) {
        if (text == null) {
            text = session.begin(prompt, chosen, random);
        } else {
            text.goOnFrom(chosen, prompt);
        }
    }

    /// An answer on its way.
    private final class Writing {
        private final int promptTokens;
        private final int kept;                              // of these, from earlier turns
        private final Consumer<String> listener;
        private final AnswerText certain;
        private final StringBuilder written = new StringBuilder();
        private int told;                                    // tokens
        private long firstToken;                             // when it came, in nanoseconds

        Writing(int[] prompt, Consumer<String> listener) {
            promptTokens = prompt.length;
            kept = text.keptTokens();
            this.listener = listener;
            certain = new AnswerText(model.tokenizer(), new Stop(model.stopTexts(), List.of()),
                    prompt);
        }

        ChatAnswer run(int dropped) {
            while (text.isOpen() && !certain.stopped() && !cancelled) {
                session.step();
                tell();
            }
            long end = System.nanoTime();
            Ending ending = ending();
            text.stop();
            if (ending != Ending.CANCELLED) {
                certain.finish().ifPresent(more -> pass(more.text()));
            }
            boolean endToken = ending == Ending.STOP && !certain.stopped();
            return new ChatAnswer(model.layout().content(written.toString()), ending,
                    new Usage(promptTokens, kept, told + (endToken ? 1 : 0)), dropped,
                    text.cutOff(), Duration.ofNanos(told == 0 ? 0 : end - firstToken));
        }

        private void tell() {
            if (told == 0) {
                firstToken = System.nanoTime();
            }
            while (told < text.written().size() && !certain.stopped()) {
                certain.accept(text.written().get(told++)).ifPresent(more -> pass(more.text()));
            }
        }

        private void pass(String piece) {
            written.append(piece);
            if (!piece.isEmpty()) {
                listener.accept(piece);
            }
        }

        private Ending ending() {
            return certain.stopped() || stopTokenCame() ? Ending.STOP
                    : text.isOpen() ? Ending.CANCELLED : Ending.LENGTH;
        }

        private boolean stopTokenCame() {
            return text.ending().filter(DecodedText.Ending.STOP::equals).isPresent();
        }
    }

    // ---- For the one who chats ----

    /// Ends the answer that is being written, within a step of the model. Any thread may call this.
    public void cancel() {
        cancelled = true;
    }

    /// What has been said so far.
    public Conversation conversation() {
        return conversation;
    }

    /// Goes on from another conversation. What both begin with need not be read again.
    public void replace(Conversation other) {
        conversation = other;
        leftOut = 0;
    }

    /// How the model answers.
    public ChatOptions options() {
        return options;
    }

    /// Lets the model answer in another way from now on.
    public void choose(ChatOptions other) {
        options = other;
        leftOut = 0;
    }

    /// Gives the memory back. For the thread that asks.
    @Override
    public void close() {
        session.close();
    }
}
