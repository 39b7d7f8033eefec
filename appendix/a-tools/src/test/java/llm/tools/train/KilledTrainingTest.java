package llm.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tales.TaleGenerator;
import llm.tools.CommandProcess;
import llm.tools.CommandProcess.Signal;
import llm.tools.Terminal;
import llm.tools.preference.SmallAssistant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Trainings in processes of their own, which are killed at random moments and resumed, each time
/// with another number of threads, until they come to their end. `-Dllm.kills=30` kills every kind
/// of training thirty times; without it some of them are killed twice. Others are stopped when one
/// of their last files appears.
@DisplayName("A training that is killed again and again")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is one signal only")
class KilledTrainingTest {
    private static final int KILLS = Integer.getInteger("llm.kills", 0);
    private static final int FEW = 2;
    private static final Set<Integer> SAMPLE = Set.of(0, 2, 5, 8);
    private static final String OUT = "out";
    private static final Map<Integer, TrainingFiles> WHOLE = new HashMap<>();

    @TempDir
    private static Path shared = Path.of("");

    @BeforeAll
    static void prepare() throws IOException {
        TaleGenerator.of(1).writeTo(shared.resolve("tales.txt"), 30_000, _ -> { });
        SmallAssistant small = SmallAssistant.in(shared);
        small.pairs();
        Terminal run = small.finetune("instruct", "base", small.instructions(), "model", "--lr",
                "4e-3", "--epochs", "14");
        assertThat(run.exitCode()).as(run.err()).isZero();
        run = small.finetune("reward", "model", small.pairs(), "reward", "--lr", "4e-3");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Terminal made = Terminal.run("data", "make", "spam", "--count", "400", "--out",
                shared.resolve("messages").toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
    }

    private static List<String> all() {
        String finetune = "finetune %s --model ../model --data ../%s ";
        return List.of(
                "pretrain --data ../tales.txt --vocab-size 300 --batch 2 --context 16 --steps 60 "
                        + "--save-every 6 --eval-every 9 --patience 50",
                finetune.formatted("classify", "messages") + "--train-layers all --batch 8 "
                        + "--steps 100 --save-every 10 --eval-every 15",
                finetune.formatted("classify", "messages") + "--train-layers lora --batch 8 "
                        + "--steps 100 --save-every 10 --lora-dropout 0.1",
                finetune.formatted("instruct", "say.json") + "--steps 200 --save-every 20 "
                        + "--eval-every 30",
                finetune.formatted("instruct", "say.json") + "--train-layers lora --steps 200 "
                        + "--save-every 20",
                finetune.formatted("prefer", "pairs.json") + "--steps 150 --save-every 15 "
                        + "--eval-every 20",
                finetune.formatted("reward", "pairs.json") + "--steps 150 --save-every 15",
                finetune.formatted("grpo", "say.json") + "--lr 1e-3 --max-new-tokens 4 --batch 8 "
                        + "--steps 40 --save-every 4 --beta 0.04",
                finetune.formatted("ppo", "say.json") + "--lr 1e-3 --max-new-tokens 4 --batch 8 "
                        + "--steps 40 --save-every 4 --reward-model ../reward");
    }

    static Stream<Arguments> trainings() {
        return IntStream.range(0, all().size()).filter(i -> KILLS > 0 || SAMPLE.contains(i))
                .mapToObj(i -> Arguments.of(all().get(i), i));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trainings")
    @DisplayName("gives the files, to the bit, that it gives when it is left alone")
    void isAsIfNothingHadHappened(String command, int number) throws Exception {
        TrainingFiles whole = whole(number);
        Random random = new Random(number);
        int wanted = KILLS > 0 ? KILLS : FEW;
        int chain = 0;
        for (int kills = 0; kills < wanted; chain++) {
            Path folder = Files.createDirectories(shared.resolve(number + "-" + chain));
            while (kills < wanted && killed(folder, command, random)) {
                kills++;
            }
            assertThat(completed(folder, command, processors(random)))
                    .as("after %d kills, the training number %d", kills, chain).isEqualTo(whole);
        }
    }

    @ParameterizedTest(name = "when {1} appears: {2}")
    @MethodSource("lastSeconds")
    @DisplayName("has its model and its pictures, though it was stopped in its last second")
    void isStoppedInTheLastSecond(int number, String file, Signal signal) throws Exception {
        String command = all().get(number);
        Path folder = Files.createDirectories(
                shared.resolve("%d-%s-%s".formatted(number, file, signal)));
        try (CommandProcess process = CommandProcess.start(folder, 2, words(command))) {
            process.killWhenThere(folder.resolve(OUT).resolve(file), signal);
            assertThat(process.told()).doesNotContain("Exception", "\tat ");
        }
        assertThat(completed(folder, command, 2)).isEqualTo(whole(number));
    }

    static Stream<Arguments> lastSeconds() {
        return Stream.of(Arguments.of(0, "model.safetensors", Signal.TERM),
                Arguments.of(0, "log.csv", Signal.TERM), Arguments.of(0, "log.csv", Signal.KILL),
                Arguments.of(2, "loss.svg", Signal.TERM));
    }

    /// What a training leaves that nobody disturbs.
    private static TrainingFiles whole(int number) throws Exception {
        if (!WHOLE.containsKey(number)) {
            WHOLE.put(number, completed(shared.resolve("whole-" + number), all().get(number), 2));
        }
        return WHOLE.get(number);
    }

    private static int processors(Random random) {
        return 1 + random.nextInt(6);
    }

    private static boolean killed(Path folder, String command, Random random) throws Exception {
        try (CommandProcess process = CommandProcess.start(folder, processors(random),
                words(command))) {
            boolean killed = random.nextBoolean()
                    ? process.killAfter(random.nextInt(4_000), Signal.any(random))
                    : process.killAtChange(random.nextInt(60), Signal.any(random));
            assertThat(process.told()).doesNotContain("Exception", "\tat ");
            return killed;
        }
    }

    /// Lets a training come to its end.
    private static TrainingFiles completed(Path folder, String command, int processors)
            throws Exception {
        Files.createDirectories(folder);
        try (CommandProcess process = CommandProcess.start(folder, processors, words(command))) {
            assertThat(process.exitCode()).as(process.told()).isZero();
        }
        return TrainingFiles.in(folder.resolve(OUT));
    }

    private static List<String> words(String command) {
        return List.of((command + " --out " + OUT + " --resume").split(" +"));
    }
}
