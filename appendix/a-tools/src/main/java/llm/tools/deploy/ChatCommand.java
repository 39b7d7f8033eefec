package llm.tools.deploy;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import llm.deploy.ServedModel;
import llm.deploy.chat.Conversation;
import llm.deploy.chat.LocalChat;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.Project;
import llm.tools.model.SamplingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A conversation with a model at the terminal.
@Command(
        description = {"", "Type a question and read the answer as it is written. /help lists what "
                + "else there is: a system message, other answers, settings, files. Greedy unless "
                + "a sampling option is given. Ctrl-C stops an answer, Ctrl-D ends.", "",
                "Where standard input is not a terminal, each of its lines is a question; answers "
                + "go to standard output. The exit code is 1 if something could not be done."},
        footer = {"", "Examples:",
                "  ./llm chat --model out/tour/assistant --temperature 0.7",
                "  echo \"What is a token?\" | ./llm chat --model out/tour/assistant --quiet"})
public final class ChatCommand implements Callable<Integer> {
    private static final String HISTORY = "chat-history";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ServedModelOptions model = new ServedModelOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Bounds(from = 1, to = Integer.MAX_VALUE)
    @Option(names = "--max-new-tokens", paramLabel = "N",
            description = "Most tokens of an answer (default: as many as the model's context has "
                    + "room for).")
    private @Nullable Integer maxNewTokens;

    @Option(names = "--system", paramLabel = "TEXT",
            description = "What the model is told of how to behave.")
    private @Nullable String system;

    @Option(names = "--load", paramLabel = "FILE",
            description = "Go on from a conversation that /save wrote.")
    private @Nullable Path file;

    @Option(names = "--overflow", paramLabel = "POLICY", defaultValue = "truncate",
            description = "What is done with a conversation that leaves no room in the model's "
                    + "context: truncate (its oldest questions and answers are left out), refuse "
                    + "or slide (slow: a window over the newest tokens). Default ${DEFAULT-VALUE}.")
    private String overflow = "";

    @Override
    public Integer call() throws IOException {
        ChatSettings settings = ChatSettings.of(sampling.asked(), maxNewTokens == null
                ? OptionalInt.empty() : OptionalInt.of(maxNewTokens),
                OverflowPolicy.named(overflow));
        settings.options();                                  // says what is not allowed
        Conversation begun = begun();
        ServedModel served = model.load(model.folderName(), common.err());
        try (LocalChat chat = new LocalChat(served, settings.options(), sampling.seed());
                ChatConsole console = console(chat)) {
            chat.replace(begun);
            if (!common.quiet()) {
                console.mention(greeting(served));
            }
            return new ChatDialogue(chat, settings, console, common.quiet()).run()
                    ? ExitCode.SUCCESS : ExitCode.FAILURE;
        }
    }

    private Conversation begun() throws IOException {
        Conversation loaded = file == null ? Conversation.EMPTY : Conversation.load(file);
        return system == null ? loaded : loaded.withSystem(Optional.of(system));
    }

    private ChatConsole console(LocalChat chat) throws IOException {
        Console terminal = System.console();
        return terminal != null && terminal.isTerminal()
                ? new TerminalConsole(TerminalConsole.system(), Project.cache().resolve(HISTORY),
                        chat::cancel)
                : new PipedConsole(System.in, common.out(), common.err());
    }

    private static String greeting(ServedModel served) {
        String format = served.layout().format().name().toLowerCase(Locale.ROOT);
        return "%s, asked as %s, with a context of %,d tokens. /help lists what else there is."
                .formatted(served.name(), format, served.model().contextLength());
    }
}
