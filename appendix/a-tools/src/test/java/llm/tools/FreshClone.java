package llm.tools;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.tools.data.PublishedModels;
import llm.tools.eval.JudgeEndpoint;
import llm.train.StagedFolder;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// A folder with the files of the book that examples name, and what `./llm tour` leaves there. The
/// hub and the judge that they ask are on this machine.
final class FreshClone implements AutoCloseable {
    private static final Path BOOK = Path.of("..", "..").toAbsolutePath().normalize();
    /// Some questions with choices, in MMLU's layout.
    static final String CHOICES =
            "chapters/ch09-evaluation/src/test/resources/fixtures/mmlu/data";
    private static final List<String> FILES = List.of("datasets/tales", "datasets/spam",
            "datasets/instructions", "datasets/preferences", "datasets/puzzles", "pom.xml",
            "chapters/ch01-tensors/exercises", "chapters/ch03-attention/exercises",
            "chapters/ch09-evaluation/src/test/resources/fixtures/arena", CHOICES);
    private static final String JUDGE = "http://localhost:11434/v1";
    private static final Pattern ADDRESS = Pattern.compile("http://127[0-9.:]+\\d");
    private static final String TALES = "datasets/tales/tales-200k.txt";
    private static final int LETTERS = 40_000;               // of them, enough for every example
    private static final int CONTEXT = 640;
    private static final int MOST_TRIES = 600;               // of a tenth of a second

    private final String cacheBefore = System.getProperty("llm.cache");
    private final Path folder;
    private final JudgeEndpoint judge = new JudgeEndpoint(prompt ->
            prompt.contains("Verdict") ? "Verdict: A" : "70");
    private final Set<Path> lasting;

    /// @param folder that there is not yet
    FreshClone(Path folder) throws IOException {
        this.folder = folder;
        for (String file : FILES) {
            copy(BOOK.resolve(file), folder.resolve(file));
        }
        Path tales = folder.resolve(TALES);
        Files.writeString(tales, Files.readString(tales).substring(0, LETTERS));
        System.setProperty("llm.cache", folder.resolve(".cache").toString());
        leaveTour();
        lasting = files();
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        Files.createDirectories(to.getParent());
        for (Path each : all) {
            Files.copy(each, to.resolve(from.relativize(each).toString()));
        }
    }

    /// Models where the tour puts its own, smaller and trained by two steps.
    private void leaveTour() throws IOException {
        BpeTokenizer tokenizer = BpeTrainer.ofSize(400)
                .train(List.of(Files.readString(folder.resolve(TALES))));
        PretrainedModel.of(new DecoderModel(GptConfig.of(tokenizer.vocabSize(), CONTEXT, 16, 2, 2),
                1), tokenizer).save(folder.resolve("out/tour/model"), "");
        for (String line : List.of(
                "finetune instruct --model out/tour/model --data "
                        + "datasets/instructions/instructions.json --out out/tour/assistant",
                "finetune classify --model out/tour/model --data datasets/spam/sms.tsv --out "
                        + "out/tour/classifier")) {
            Terminal run = run(new Example("tour", List.of(line.split(" ")), ""));
            if (run.exitCode() != 0) {
                throw new IllegalStateException(run.err());
            }
        }
    }

    /// All but what is cached, where examples put what they download.
    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new TreeSet<>(all.filter(file -> !file.startsWith(folder.resolve(".cache")))
                    .toList());
        }
    }

    /// Deletes what examples have made.
    void tidy() throws IOException {
        Set<Path> made = new TreeSet<>(files());
        made.removeAll(lasting);
        for (Path each : made) {
            if (Files.exists(each) && lasting.contains(each.getParent())) {
                StagedFolder.delete(each);
            }
        }
    }

    /// Runs an example here, in its shortened form.
    Terminal run(Example example) throws IOException {
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream(typed(example).getBytes(StandardCharsets.UTF_8)));
        try {
            List<String> words = here(Shortened.form(example.words()));
            return example.is("echo") ? write(words) : example.is("serve") ? serve(words)
                    : example.is("data get") ? PublishedModels.get(words)
                    : Terminal.run(words.toArray(String[]::new));
        } finally {
            System.setIn(in);
        }
    }

    private static String typed(Example example) {
        return example.input().isEmpty() && example.is("chat") ? "What is a token?\n"
                : example.input();
    }

    private static Terminal write(List<String> words) throws IOException {
        Files.writeString(Path.of(words.getLast()), words.get(1) + "\n");
        return new Terminal(0, "", "");
    }

    /// Starts the server, asks which model it has, as its help does, and stops it.
    private Terminal serve(List<String> words) throws IOException {
        List<String> anyPort = new ArrayList<>(words);
        anyPort.addAll(List.of("--port", "0"));
        try (CommandProcess server = CommandProcess.start(folder, 2, anyPort);
             HttpClient client = HttpClient.newHttpClient()) {
            Matcher address = ADDRESS.matcher("");
            for (int i = 0; i < MOST_TRIES && server.process().isAlive() && !address.find(); i++) {
                Thread.sleep(100);
                address.reset(server.told());
            }
            String models = address.reset(server.told()).find() ? client.send(
                    HttpRequest.newBuilder(URI.create(address.group() + "/v1/models")).build(),
                    HttpResponse.BodyHandlers.ofString()).body() : "";
            return new Terminal(models.contains("assistant") ? 0 : 1, models, server.told());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same with all paths below this folder, and the judge on this machine.
    private List<String> here(List<String> words) {
        List<String> paths = new ArrayList<>(List.of(words.getLast()));
        if (!words.getFirst().equals("echo")) {
            paths.clear();
            paths.addAll(paths(Llm.commandLine(words), words));
        }
        return words.stream().map(word -> word.equals(JUDGE) ? judge.address()
                : paths.contains(word) && !isFetched(word) || isHere(word)
                ? folder.resolve(word).normalize().toString() : word).toList();
    }

    private static List<String> paths(CommandLine line, List<String> words) {
        List<String> paths = new ArrayList<>();
        try {
            ParseResult parsed = line.parseArgs(words.toArray(String[]::new));
            for (ParseResult part = parsed; part != null; part = part.subcommand()) {
                part.matchedArgs().stream().filter(FreshClone::isPath)
                        .forEach(arg -> paths.addAll(arg.originalStringValues()));
            }
        } catch (ParameterException _) {
            // running it will tell
        }
        return paths;
    }

    private static boolean isPath(ArgSpec argument) {
        return argument.auxiliaryTypes()[0] == Path.class;
    }

    private boolean isFetched(String name) {
        return Files.exists(folder.resolve(".cache/data").resolve(name));
    }

    private boolean isHere(String word) {
        return word.matches("[\\w.-]+(/[\\w.-]+)+") && Files.exists(folder.resolve(word));
    }

    @Override
    public void close() {
        judge.close();
        System.setProperty("llm.cache", cacheBefore);
    }
}
