package llm.deploy.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.instruct.ChatFormat;
import llm.instruct.FewShot;
import llm.instruct.Instruction;
import llm.instruct.PlainFormat;
import llm.instruct.PromptFormat;
import llm.model.decode.ContextOverflow;
import llm.model.decode.Sampler;
import llm.text.chat.ChatMessage;
import llm.text.chat.ChatTemplate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A chat with a local model")
class LocalChatTest {
    private static final List<String> QUESTIONS = List.of("Who are you?", "And who am I, then?",
            "Two\nlines of it", "Again.", "Why?");
    private static final PromptFormat CHATML = new ChatFormat(ChatTemplate.CHATML);

    static Stream<PromptFormat> formats() {
        return Stream.concat(Stream.of(PlainFormat.SHORT, PlainFormat.ALPACA),
                Stream.of(ChatTemplate.values()).map(ChatFormat::new));
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("answers as if the model read the whole conversation anew, in every layout")
    void history(PromptFormat format) {
        LettersModel model = LettersModel.of(format, 1200);
        Set<String> answers = new HashSet<>();
        try (LocalChat chat = model.chat(12)) {
            for (String question : QUESTIONS) {
                Conversation before = chat.conversation();
                StringBuilder heard = new StringBuilder();
                String answer = chat.ask(question, heard::append).text();

                assertThat(answer).isEqualTo(model.served().layout().content(heard.toString()))
                        .isEqualTo(model.fresh(before, question, model.likeliest(12)));
                assertThat(chat.conversation()).isEqualTo(before.with(question, answer));
                answers.add(answer);
            }
        }
        assertThat(answers).hasSizeGreaterThan(2);
    }

    @Test
    @DisplayName("reads each token of a conversation once")
    void readsOnce() {
        LettersModel model = LettersModel.of(CHATML, 500);
        try (LocalChat chat = model.chat(9)) {
            int seen = 0;
            for (String question : QUESTIONS) {
                ChatAnswer answer = chat.ask(question);
                assertThat(answer.usage().sharedTokens()).isEqualTo(seen);
                // the newest is not read yet
                seen = answer.usage().promptTokens() + answer.usage().generatedTokens() - 1;
                assertThat(model.counting().computed).isEqualTo(seen);
            }
            assertThat(seen).isGreaterThan(150);
        }
    }

    @Test
    @DisplayName("keeps what was read of a conversation that begins like another")
    void keepsCommonBeginning() {
        LettersModel model = LettersModel.of(CHATML, 500);
        try (LocalChat chat = model.chat(9)) {
            chat.ask(QUESTIONS.get(0));
            Conversation first = chat.conversation();
            chat.ask(QUESTIONS.get(1));
            chat.replace(first);
            model.counting().computed = 0;
            ChatAnswer other = chat.ask(QUESTIONS.get(3));
            assertThat(other.usage().sharedTokens()).isPositive();
            assertThat(model.counting().computed).isEqualTo(other.usage().promptTokens()
                    - other.usage().sharedTokens() + other.usage().generatedTokens() - 1);
            assertThat(other.text()).isEqualTo(model.fresh(first, QUESTIONS.get(3),
                    model.likeliest(9)));
        }
    }

    @Test
    @DisplayName("gives the model its system message, from the next question on")
    void systemMessage() {
        LettersModel model = LettersModel.of(CHATML, 500);
        try (LocalChat chat = model.chat(12)) {
            String without = chat.ask("Who are you?").text();
            chat.replace(Conversation.EMPTY.withSystem(Optional.of("You are a pirate.")));
            String with = chat.ask("Who are you?").text();
            assertThat(with).isNotEqualTo(without);
            assertThat(chat.conversation().messages()).containsExactly(
                    ChatMessage.system("You are a pirate."), ChatMessage.user("Who are you?"),
                    ChatMessage.assistant(with));
            chat.replace(Conversation.EMPTY);
            assertThat(chat.ask("Who are you?").text()).isEqualTo(without);
        }
    }

    @Test
    @DisplayName("leaves the oldest questions out where the context is full, and keeps a record")
    void cut() {
        LettersModel model = LettersModel.of(CHATML, 200);
        Conversation begun = Conversation.EMPTY.withSystem(Optional.of("Be brief."));
        try (LocalChat chat = model.chat(20)) {
            chat.replace(begun);
            int leftOut = 0;
            for (int turn = 0; turn < 12; turn++) {
                Conversation before = chat.conversation();
                ChatAnswer answer = chat.ask("Question " + turn + "?");
                assertThat(answer.leftOut()).isBetween(leftOut, leftOut + 1);
                leftOut = answer.leftOut();
                Conversation seen = begun;
                for (int i = leftOut; i < turn; i++) {
                    seen = seen.with(before.messages().get(1 + 2 * i).content(),
                            before.messages().get(2 + 2 * i).content());
                }
                assertThat(answer.text()).isEqualTo(model.fresh(seen, "Question " + turn + "?",
                        model.likeliest(20)));
            }
            assertThat(leftOut).isGreaterThan(5);
            assertThat(chat.conversation().questions()).isEqualTo(12);
            chat.replace(begun);
            assertThat(chat.ask("Once more?").leftOut()).isZero();
        }
    }

    @Test
    @DisplayName("cuts even a single question that fills the context, and goes on after it")
    void longQuestion() {
        LettersModel model = LettersModel.of(CHATML, 100);
        try (LocalChat chat = model.chat(40)) {
            ChatAnswer answer = chat.ask("long ".repeat(40));
            assertThat(answer.usage().generatedTokens()).isBetween(1, 25);
            assertThat(answer.cutOff()).isEqualTo(answer.usage().promptTokens() + 25 - 100);
            ChatAnswer next = chat.ask("Short?");
            assertThat(next.leftOut()).isEqualTo(1);
            assertThat(next.cutOff()).isZero();
            assertThat(next.text()).isEqualTo(model.fresh(Conversation.EMPTY, "Short?",
                    model.likeliest(40)));
        }
    }

    @Test
    @DisplayName("refuses a question that leaves no room, if it is told to, and forgets it alone")
    void refuse() {
        LettersModel model = LettersModel.of(CHATML, 100);
        ChatOptions refusing = model.options(Sampler.mostLikely(), 30, ContextOverflow.REFUSE);
        try (LocalChat chat = new LocalChat(model.served(), refusing, 1)) {
            chat.ask("Short?");
            Conversation before = chat.conversation();
            assertThatIllegalArgumentException().isThrownBy(() -> chat.ask("long ".repeat(40)))
                    .withMessageStartingWith("the conversation must leave room for an answer in "
                            + "the context of 100 tokens, got ");
            assertThat(chat.conversation()).isEqualTo(before);
            chat.replace(Conversation.EMPTY);
            assertThat(chat.ask("Short?").text()).isEqualTo(before.messages().getLast().content());
        }
    }

    @Test
    @DisplayName("slides over a long conversation, if it is told to")
    void slide() {
        LettersModel model = LettersModel.of(CHATML, 80);
        ChatOptions sliding = model.options(Sampler.mostLikely(), 12, ContextOverflow.SLIDE);
        try (LocalChat chat = new LocalChat(model.served(), sliding, 1)) {
            for (String question : QUESTIONS) {
                Conversation before = chat.conversation();
                ChatAnswer answer = chat.ask(question);
                assertThat(answer.leftOut()).isZero();
                assertThat(answer.text()).isEqualTo(model.fresh(before, question, sliding));
            }
        }
    }

    @Test
    @DisplayName("stops an answer when another thread says so, and keeps what was written of it")
    void cancel() throws InterruptedException {
        LettersModel model = LettersModel.of(CHATML, 5000);
        try (LocalChat chat = new LocalChat(model.served(), model.likeliest(4000), 1)) {
            StringBuilder heard = new StringBuilder();
            ChatAnswer answer = chat.ask("Who are you?", piece -> {
                heard.append(piece);
                if (heard.length() >= 3) {
                    inAnotherThread(chat::cancel);
                }
            });
            assertThat(answer.ending()).isEqualTo(Ending.CANCELLED);
            assertThat(answer.text()).hasSize(3).isEqualTo(heard.toString());
            Conversation after = chat.conversation();
            assertThat(after.messages().getLast().content()).isEqualTo(answer.text());
            chat.choose(model.likeliest(9));
            ChatAnswer next = chat.ask("Go on.");
            assertThat(next.text()).isEqualTo(model.fresh(after, "Go on.", model.likeliest(9)));
            assertThat(next.usage().sharedTokens()).isGreaterThan(30);
        }
    }

    private static void inAnotherThread(Runnable work) {
        try {
            Thread.ofPlatform().start(work).join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("that is cancelled before it answers has not been asked")
    void cancelWhileReading() {
        LettersModel model = LettersModel.of(CHATML, 5000);
        try (LocalChat chat = model.chat(9)) {
            String first = chat.ask("Short?").text();
            Conversation before = chat.conversation();
            model.counting().computed = 0;
            model.counting().whileReading = chat::cancel;
            ChatAnswer answer = chat.ask("long ".repeat(200));
            assertThat(answer.ending()).isEqualTo(Ending.CANCELLED);
            assertThat(answer.text()).isEmpty();
            assertThat(model.counting().computed).isLessThan(2 * 128);   // blocks
            assertThat(chat.conversation()).isEqualTo(before);
            Conversation unread = Conversation.EMPTY.with("other ".repeat(200), "Well.");
            chat.replace(unread);
            assertThat(chat.retry(_ -> { }).text()).isEmpty();
            assertThat(chat.conversation()).isEqualTo(unread);
            model.counting().whileReading = () -> { };
            chat.replace(before);
            assertThat(chat.retry(_ -> { }).text()).isEqualTo(first);
        }
    }

    @Test
    @DisplayName("ends an answer at the layout's stop text, of which nothing is heard")
    void stopText() {
        PromptFormat format = new FewShot(PlainFormat.SHORT, List.of(Instruction.of("a", "b")));
        LettersModel model = LettersModel.of(format, 600);
        int stopped = 0;
        try (LocalChat chat = new LocalChat(model.served(), model.options(
                Sampler.atTemperature(20), 60, ContextOverflow.TRUNCATE), 3)) {
            for (int turn = 0; turn < 40; turn++) {
                StringBuilder heard = new StringBuilder();
                ChatAnswer answer = chat.ask("Who?", heard::append);
                assertThat(heard.toString()).doesNotContain("\n\n");
                assertThat(answer.text()).isEqualTo(heard.toString().strip());
                stopped += answer.ending() == Ending.STOP ? 1 : 0;
                Conversation after = chat.conversation();
                chat.choose(model.likeliest(5));
                assertThat(chat.ask("And?").text()).isEqualTo(model.fresh(after, "And?",
                        model.likeliest(5)));
                chat.replace(Conversation.EMPTY);
                chat.choose(model.options(Sampler.atTemperature(20), 60,
                        ContextOverflow.TRUNCATE));
            }
        }
        assertThat(stopped).isPositive();
    }

    @Test
    @DisplayName("draws other answers when asked again, and the same ones for the same seed")
    void retry() {
        LettersModel model = LettersModel.of(CHATML, 500);
        ChatOptions drawing = model.options(Sampler.atTemperature(9), 20,
                ContextOverflow.TRUNCATE);
        try (LocalChat chat = new LocalChat(model.served(), drawing, 1);
                LocalChat same = new LocalChat(model.served(), drawing, 1)) {
            String first = chat.ask("Who are you?").text();
            String second = chat.retry(_ -> { }).text();
            assertThat(second).isNotEqualTo(first);
            assertThat(chat.conversation()).isEqualTo(
                    Conversation.EMPTY.with("Who are you?", second));
            assertThat(same.ask("Who are you?").text()).isEqualTo(first);
            assertThat(same.retry(_ -> { }).text()).isEqualTo(second);
            chat.replace(Conversation.EMPTY);
            assertThatIllegalArgumentException().isThrownBy(() -> chat.retry(_ -> { }))
                    .withMessage("a question must have been asked, got none so far");
        }
    }

    @Test
    @DisplayName("goes on after a listener has failed")
    void failure() {
        LettersModel model = LettersModel.of(CHATML, 500);
        try (LocalChat chat = model.chat(9)) {
            chat.ask("Who are you?");
            Conversation before = chat.conversation();
            assertThatIllegalStateException().isThrownBy(() -> chat.ask("And?", _ -> {
                throw new IllegalStateException("the screen is gone");
            }));
            assertThat(chat.conversation()).isEqualTo(before);
            assertThat(chat.ask("And?").text()).isEqualTo(model.fresh(before, "And?",
                    model.likeliest(9)));
        }
    }

    @Test
    @DisplayName("tells what an answer has cost")
    void usage() {
        LettersModel model = LettersModel.of(CHATML, 500);
        try (LocalChat chat = model.chat(30)) {
            ChatAnswer answer = chat.ask("Who are you?");
            assertThat(answer.ending()).isEqualTo(Ending.LENGTH);
            assertThat(answer.usage().generatedTokens()).isEqualTo(30);
            assertThat(answer.text()).hasSize(30);
            assertThat(answer.tokensPerSecond()).isPositive().isFinite();
            chat.choose(model.options(Sampler.atTemperature(20), 300, ContextOverflow.TRUNCATE));
            ChatAnswer ended = chat.ask("And?");
            assertThat(ended.ending()).isEqualTo(Ending.STOP);
            assertThat(ended.usage().generatedTokens()).isEqualTo(ended.text().length() + 1);
            chat.choose(model.likeliest(1));
            assertThat(chat.ask("And?").tokensPerSecond()).isNaN();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> model.likeliest(0))
                .withMessage("an answer must have at most 1 token or more, got 0");
    }
}
