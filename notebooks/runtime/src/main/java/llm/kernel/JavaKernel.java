package llm.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import llm.notebook.Notebook;
import llm.session.Assistance;
import llm.session.Cell;
import llm.session.CellFailure;
import llm.session.JavaSession;
import llm.show.Rendering;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;

/// The Java session as Jupyter's kernel `java`. The library speaks Jupyter's protocol; here stands
/// what the messages mean.
final class JavaKernel extends BaseKernel {
    private static final int SHUTDOWN_MILLIS = 1_000;

    private final KernelConnection connection;
    private final KernelInput input;
    private final KernelOutput output = new KernelOutput();
    private final CompletableFuture<JavaSession> session =
            CompletableFuture.supplyAsync(JavaSession::open); // Jupyter need not wait for it

    JavaKernel(KernelConnection connection) {
        super("java", Runtime.version().toString(), language(), List.of(), null,
                new JupyterIO(StandardCharsets.UTF_8), new CommManager(), new Renderer(), null,
                new MagicsRegistry(), false, new StringStyler.Builder().build());
        this.connection = connection;
        this.input = new KernelInput(connection::ask);
    }

    private static LanguageInfo language() {
        Map<String, String> language = Notebook.LANGUAGE;
        return new LanguageInfo(language.get("name"), language.get("version"),
                language.get("mimetype"), language.get("file_extension"),
                language.get("pygments_lexer"), language.get("codemirror_mode"), null);
    }

    @Override
    public void onStartup() {
        super.onStartup();
        output.install();
        System.setIn(input);
    }

    @Override
    protected synchronized void handleExecuteRequest(ShellReplyEnvironment environment,
                                                     Message<ExecuteRequest> message) {
        ExecuteRequest request = message.getContent();
        boolean counts = request.shouldStoreHistory() && !request.isSilent();
        int count = counts ? executionCount.getAndIncrement() : executionCount.get();
        commManager.setMessageContext(message);
        environment.setBusyDeferIdle();
        if (!request.isSilent()) {
            environment.publish(new PublishExecuteInput(request.getCode(), count));
        }
        input.attach(message, request.isStdinEnabled());
        output.attach(environment);
        try {
            Optional<Object> value = session.join()
                    .run(new Cell("cell [" + count + "]", request.getCode()));
            output.send();
            if (!request.isSilent()) {
                value.ifPresent(it -> environment.publish(new PublishExecuteResult(count,
                        KernelOutput.data(Rendering.of(it)))));
            }
            environment.defer().reply(new ExecuteReply(count, Map.of()));
        } catch (CellFailure failure) {
            CellFailure.Report report = failure.report();
            fail(environment, count, report.error(), report.message(), report.lines());
            stop(request);
        } catch (RuntimeException | Error error) { // of the session itself, or of a value's toString
            fail(environment, count, error.getClass().getSimpleName(),
                    String.valueOf(error.getMessage()), formatError(error));
            stop(request);
        }
    }

    private void fail(ShellReplyEnvironment environment, int count, String error, String message,
                      List<String> lines) {
        output.send();
        environment.publish(new PublishError(error, message, lines));
        var reply = new ErrorReply(error, message, lines);
        reply.setExecutionCount(count);
        environment.replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
    }

    private void stop(ExecuteRequest request) {
        if (request.shouldStopOnError()) {
            connection.abortWaitingCells();
        }
    }

    @Override
    public Object evalRaw(String source) {
        try {
            return session.join().run(new Cell("cell", source)).orElse(null);
        } catch (CellFailure failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    @Override
    public void display(DisplayData data) {
        output.show(data);
    }

    @Override
    public void interrupt() {
        session.join().interrupt();
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        List<Assistance.Description> found = session.join().assistance()
                .describe(code, code.offsetByCodePoints(0, at));
        if (found.isEmpty()) {
            return null;
        }
        var data = new DisplayData(found.stream().map(Assistance.Description::text)
                .collect(Collectors.joining("\n\n")));
        data.putMarkdown(found.stream().map(Assistance.Description::markdown)
                .collect(Collectors.joining("\n\n---\n")));
        return data;
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        int cursor = code.offsetByCodePoints(0, at);
        Assistance.Completion completion = session.join().assistance().complete(code, cursor);
        return new ReplacementOptions(completion.texts(),
                code.codePointCount(0, completion.start()), at);
    }

    @Override
    public String isComplete(String code) {
        Completeness completeness = session.join().assistance().completeness(code);
        return switch (completeness) {
            case COMPLETE, COMPLETE_WITH_SEMI, EMPTY -> IS_COMPLETE_YES;
            case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> "    ";
            case UNKNOWN -> IS_COMPLETE_BAD;
        };
    }

    @Override
    protected void handleHistoryRequest(ShellReplyEnvironment environment,
                                        Message<HistoryRequest> message) {
        environment.setBusyDeferIdle();
        environment.reply(new HistoryReply(List.of()));     // without a reply, consoles wait for it
    }

    @Override
    protected void handleShutdownRequest(ShellReplyEnvironment environment,
                                         Message<ShutdownRequest> message) {
        // A cell in native code, or a socket that does not close, must not keep the process alive.
        CompletableFuture.delayedExecutor(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> Runtime.getRuntime().halt(0));
        interrupt();
        super.handleShutdownRequest(environment, message);
    }
}
