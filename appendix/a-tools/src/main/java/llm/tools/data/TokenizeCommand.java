package llm.tools.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.Utf8;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.TextInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows which tokens a text becomes.
@Command(
        description = {"", "The text is plain: what looks like a special token is encoded letter "
                + "by letter, unless --allow-special is given."},
        footer = {"", "Example:", "  ./llm tokenize --tokenizer gpt2 \"Every effort moves you\""})
public final class TokenizeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--tokenizer", required = true, paramLabel = "NAME|DIR",
            description = "gpt2, or a folder or file of a tokenizer.")
    private String tokenizer = "";

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--allow-special",
            description = "Recognise special tokens such as <|endoftext|>.")
    private boolean allowSpecial;

    @Option(names = "--bos", negatable = true,
            description = "Begin with the beginning-of-text token; the default is the tokenizer's.")
    private @Nullable Boolean bos;

    /// Where the text comes from: exactly one of them.
    static final class Source {
        @Parameters(index = "0", paramLabel = "TEXT", description = "The text.")
        private @Nullable String text;

        @Option(names = "--file", paramLabel = "F", description = "A file of text in UTF-8.")
        private @Nullable Path file;

        @Option(names = "--jsonl", paramLabel = "F",
                description = "One JSON string a line; prints one JSON array of ids a line.")
        private @Nullable Path jsonLines;
    }

    /// The result as JSON.
    record Tokens(int[] ids, List<String> tokens) {}

    @Override
    public Integer call() throws IOException {
        Tokenizer chosen = TokenizerChoice.load(tokenizer);
        if (source.jsonLines != null) {
            return Utf8.of(source.jsonLines, () -> {
                encodeLines(chosen, source.jsonLines, common.out());
                return ExitCode.SUCCESS;
            });
        }
        String text = source.text != null ? source.text : TextInput.read(source.file);
        int[] ids = encode(chosen, text);
        Tokens tokens = new Tokens(ids, Arrays.stream(ids).mapToObj(chosen::token).toList());
        json.print(tokens, common.out(), out -> show(tokens, out));
        return ExitCode.SUCCESS;
    }

    private int[] encode(Tokenizer chosen, String text) {
        int[] ids = chosen.encode(text,
                allowSpecial ? SpecialTokens.allowAll() : SpecialTokens.asText());
        return bos != null ? (bos ? chosen.withBos(ids) : ids)
                : chosen.addBos() ? chosen.withBos(ids) : ids;
    }

    private void encodeLines(Tokenizer chosen, Path file, PrintWriter out) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Optional<JsonNode> value = parsed(line);
                if (value.filter(JsonNode::isTextual).isEmpty()) {
                    throw new IllegalArgumentException(file + " must hold one JSON string a line,"
                            + " got " + value.map(JsonNode::getNodeType).map(Enum::toString)
                            .orElse("no JSON") + " in line " + number + ".");
                }
                out.write(Arrays.toString(encode(chosen, value.get().textValue()))
                        .replace(" ", ""));
                out.write('\n');
            }
        }
    }

    private static Optional<JsonNode> parsed(String line) {
        try {
            return Optional.of(JSON.readTree(line));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static void show(Tokens tokens, PrintWriter out) {
        for (int i = 0; i < tokens.ids.length; i++) {
            out.printf("%8d  %s%n", tokens.ids[i], HumanReadable.quoted(tokens.tokens.get(i)));
        }
        out.printf("%d tokens%n", tokens.ids.length);
    }
}
