package llm.tools.eval;

import llm.eval.judge.ChatClient;
import llm.eval.judge.ChatEndpoint;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which model at an address judges, and with which key: a mixin.
final class JudgeModelOptions {
    @Option(names = "--judge-model", paramLabel = "NAME",
            description = "The model at that address.")
    private @Nullable String model;

    @Option(names = "--key-variable", paramLabel = "NAME", defaultValue = "",
            description = "The environment variable that holds the key, such as OPENAI_API_KEY.")
    private String keyVariable = "";

    /// The model's name.
    ///
    /// @throws IllegalArgumentException if there is none
    String model(String address) {
        if (model == null) {
            throw new WrongUsage("--judge-model must name the model at " + address
                    + ", got none.");
        }
        return model;
    }

    /// The model, to be asked.
    ChatClient client(String address) {
        return new ChatClient(ChatEndpoint.of(address, model(address)).withKey(keyVariable));
    }
}
