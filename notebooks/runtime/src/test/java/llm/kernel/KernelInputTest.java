package llm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Input of a cell")
@Timeout(20)
class KernelInputTest {
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<MessageContext> askedFor = new ArrayList<>();
    private final KernelInput input = new KernelInput((cell, _) -> {
        askedFor.add(cell);
        return answers.remove();
    });

    /// A cell, as far as input needs to know it.
    private record AnyCell(String name) implements MessageContext {
        @Override
        public List<byte[]> getIdentities() {
            return List.of();
        }

        @Override
        public Header<?> getHeader() {
            return new Header<>(MessageType.EXECUTE_REQUEST);
        }
    }

    @Test
    @DisplayName("is read line by line, and asks again for each line only")
    void lines() throws IOException {
        AnyCell cell = new AnyCell("first");
        input.attach(cell, true);
        answers.addAll(List.of("Łódź 日本", "", "last"));
        var reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));

        assertThat(List.of(reader.readLine(), reader.readLine(), reader.readLine()))
                .containsExactly("Łódź 日本", "", "last");
        assertThat(askedFor).containsExactly(cell, cell, cell);
    }

    @Test
    @DisplayName("gives bytes one by one: a letter, then the end of the line")
    void bytes() throws IOException {
        input.attach(new AnyCell("first"), true);
        answers.addAll(List.of("é", "x"));

        assertThat(List.of(input.read(), input.read(), input.read(), input.read()))
                .containsExactly(0xc3, 0xa9, (int) '\n', (int) 'x');
        assertThat(askedFor).hasSize(2);
    }

    @Test
    @DisplayName("fills no more of an array than asked for, and keeps the rest")
    void parts() throws IOException {
        input.attach(new AnyCell("first"), true);
        answers.add("abcd");
        byte[] into = "------".getBytes(StandardCharsets.US_ASCII);

        assertThat(input.read(into, 0, 0)).isZero();
        assertThat(askedFor).isEmpty();
        assertThat(input.read(into, 1, 3)).isEqualTo(3);
        assertThat(into).asString(StandardCharsets.US_ASCII).isEqualTo("-abc--");
        assertThat(input.read(into, 0, 6)).isEqualTo(2);
        assertThat(into).asString(StandardCharsets.US_ASCII).isEqualTo("d\nbc--");
        assertThat(askedFor).hasSize(1);
    }

    @Test
    @DisplayName("is asked for on behalf of the cell that runs")
    void nextCell() throws IOException {
        AnyCell second = new AnyCell("second");
        input.attach(new AnyCell("first"), true);
        input.attach(second, true);
        answers.add("line");

        assertThat(input.read()).isEqualTo('l');
        assertThat(askedFor).containsExactly(second);
    }

    @Test
    @DisplayName("is at its end where there is nobody to ask")
    void nobody() throws IOException {
        assertThat(input.read()).isEqualTo(-1);
        input.attach(new AnyCell("first"), false);
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.read(new byte[4], 0, 4)).isEqualTo(-1);
        assertThat(askedFor).isEmpty();
    }

    @Test
    @DisplayName("is cancelled when its cell is interrupted")
    void interrupted() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var withdrawn = new CountDownLatch(1);
        var waiting = new KernelInput((_, cancelled) -> askInVain(asked, cancelled, withdrawn));
        waiting.attach(new AnyCell("first"), true);
        var failure = new AtomicReference<Exception>();
        var stillInterrupted = new AtomicBoolean();
        Thread cell = Thread.ofPlatform().start(() -> {
            try {
                waiting.read();
            } catch (InterruptedIOException e) {
                failure.set(e);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        asked.await();
        cell.interrupt();
        cell.join();

        withdrawn.await();
        assertThat(failure.get()).isInstanceOf(InterruptedIOException.class)
                .hasMessage("the cell was interrupted while it asked for input");
        assertThat(stillInterrupted).isTrue();
    }

    private static String askInVain(CountDownLatch asked, AtomicBoolean cancelled,
                                    CountDownLatch withdrawn) {
        asked.countDown();
        while (!cancelled.get()) {
            Thread.onSpinWait();
        }
        withdrawn.countDown();
        return "";
    }

    @Test
    @DisplayName("fails with the reason if the question cannot be sent")
    void broken() {
        var closed = new IllegalStateException("the socket is closed");
        var broken = new KernelInput((_, _) -> {
            throw closed;
        });
        broken.attach(new AnyCell("first"), true);

        assertThatThrownBy(broken::read).isInstanceOf(IllegalStateException.class)
                .hasMessage("input must come from Jupyter").hasCause(closed);
    }
}
