package llm.notebooks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The plan of the house: arrows point down only, and rooms stay small enough to live in.
@DisplayName("The house")
class ArchitectureTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MOST_FILES = 25;                // in a package
    private static final int MOST_LINES = 350;               // in a file
    private static final int MOST_LINES_OF_CHAPTER_1 = 7_250;

    /// Each knows those before it, and the data sets; the loop knows nothing of what it trains.
    private static final List<String> CHAPTERS = List.of("llm.tensor..", "llm.text..",
            "llm.attention..", "llm.model..", "llm.chart..", "llm.train..",
            "llm.pretrain..", "llm.lora..", "llm.classify..", "llm.instruct..", "llm.preference..",
            "llm.eval..", "llm.deploy..");
    private static final String[] DATA_SETS = {
        "llm.choices..", "llm.data..", "llm.instructions..", "llm.preferences..", "llm.puzzles..", "llm.spam..",
        "llm.tales.."};
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("llm");

    @Test
    @DisplayName("lets a chapter know earlier chapters only")
    void chaptersLookDown() {
        for (int i = 0; i < CHAPTERS.size(); i++) {
            String[] known = Stream.of(CHAPTERS.subList(0, i + 1).stream(), Stream.of(DATA_SETS))
                    .flatMap(s -> s).toArray(String[]::new);
            classes().that().resideInAPackage(CHAPTERS.get(i)).should().onlyDependOnClassesThat(
                    resideInAnyPackage(known).or(not(resideInAnyPackage("llm.."))))
                    .check(CLASSES);
        }
    }

    @Test
    @DisplayName("lets the data sets know no chapter")
    void dataSetsKnowNothing() {
        noClasses().that().resideInAnyPackage(DATA_SETS).should().dependOnClassesThat()
                .resideInAnyPackage(CHAPTERS.subList(1, CHAPTERS.size()).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    @DisplayName("lets devices know what a device must do, and tensors no device")
    void devicesAreStrangers() {
        noClasses().that().resideInAPackage("llm.tensor..").should().dependOnClassesThat()
                .resideInAnyPackage("llm.cpu..", "llm.cuda..").check(CLASSES);
        noClasses().that().resideInAPackage("llm.tensor..").and()
                .resideOutsideOfPackage("llm.tensor.plain..").should().dependOnClassesThat()
                .resideInAPackage("llm.tensor.plain..").check(CLASSES);
        noClasses().that().resideInAPackage("llm.tensor.plain..").should().dependOnClassesThat(
                resideInAnyPackage("llm..").and(not(resideInAnyPackage("llm.tensor.plain..",
                        "llm.tensor.backend..")))).check(CLASSES);
    }

    @Test
    @DisplayName("has packages without circles")
    void noCircles() {
        slices().matching("(llm..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    @DisplayName("has packages of at most 25 files, and files of at most 350 lines")
    void smallRooms() throws IOException {
        List<Path> files = sources(ROOT);
        Map<Path, Long> rooms = files.stream()
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        assertThat(rooms).isNotEmpty().allSatisfy((room, count) ->
                assertThat(count).as(room.toString()).isLessThanOrEqualTo(MOST_FILES));
        assertThat(files).allSatisfy(file ->
                assertThat(lines(file)).as(file.toString()).isLessThanOrEqualTo(MOST_LINES));
    }

    @Test
    @DisplayName("begins with a chapter that one can read")
    void firstChapterIsReadable() throws IOException {
        assertThat(sources(ROOT.resolve("chapters/ch01-tensors")).stream()
                .mapToLong(ArchitectureTest::lines).sum())
                .isLessThanOrEqualTo(MOST_LINES_OF_CHAPTER_1);
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> ROOT.relativize(file).toString().replace('\\', '/')
                            .contains("src/main/java/")).toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
