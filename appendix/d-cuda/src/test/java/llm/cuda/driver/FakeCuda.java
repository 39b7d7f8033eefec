package llm.cuda.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// CUDA's libraries, but for a GPU: compiled from C by gcc, once, so that tests really call, and
/// what they pass is really read. Where there is no gcc, tests that need it are skipped.
final class FakeCuda {
    private static final List<String> SOURCES =
            List.of("fake.h", "fake_driver.c", "fake_nvrtc.c", "fake_cublaslt.c");
    private static final List<String> NAMES =
            List.of("libcuda.so.1", "libnvrtc.so.12", "libcublasLt.so.12");
    private static final Optional<Path> COMPILED = compile();

    private final Path folder;
    private final Control control;

    private FakeCuda(Path folder) {
        this.folder = folder;
        CudaLibraries.Loaded loaded = libraries().load(CudaLibrary.DRIVER, 13);
        control = CFunctions.of(Control.class, loaded, (function, status) ->
                new IllegalStateException(function));
    }

    /// What tests tell the fake, and ask it.
    interface Control {
        void fake_reset();

        void fake_set(MemorySegment what, long value);

        void fake_fail(MemorySegment function, int status);

        void fake_parameters(int count);

        void fake_clear_log();

        MemorySegment fake_log();

        MemorySegment fake_last_launch();

        MemorySegment fake_options();

        int fake_live();

        int fake_blocks();

        int fake_choices();

        int fake_compute_type();

        int fake_alignment(int of);
    }

    /// As after a restart of the machine: one GPU of compute capability 9.0 with 1 GiB.
    static FakeCuda fresh() {
        assumeTrue(COMPILED.isPresent(), "the fake CUDA needs gcc");
        FakeCuda fake = new FakeCuda(COMPILED.get());
        fake.control.fake_reset();
        return fake;
    }

    private static Optional<Path> compile() {
        if (LibraryPlaces.ofThisMachine().windows()) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createTempDirectory("fake-cuda");
            for (String source : SOURCES) {
                try (InputStream in = FakeCuda.class.getResourceAsStream(source)) {
                    Files.copy(in, folder.resolve(source));
                }
            }
            Path library = folder.resolve("libfake.so");
            Optional<Tool.Result> compiled = Tool.run("gcc", "-shared", "-fPIC", "-O1", "-o",
                    library.toString(), folder.resolve(SOURCES.get(1)).toString(),
                    folder.resolve(SOURCES.get(2)).toString(),
                    folder.resolve(SOURCES.get(3)).toString(), "-lm");
            for (String name : NAMES) {                         // one file: one state for all three
                Files.createSymbolicLink(folder.resolve(name), library);
            }
            if (compiled.isPresent() && compiled.get().status() != 0) {
                throw new IllegalStateException(compiled.get().said());
            }
            return compiled.map(done -> folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder of the three libraries.
    Path folder() {
        return folder;
    }

    CudaLibraries libraries() {
        return of(folder);
    }

    /// The libraries of a folder, and no others.
    static CudaLibraries of(Path folder) {
        return new CudaLibraries(LibraryPlaces.ofThisMachine(), Optional.of(List.of(folder)));
    }

    Control control() {
        return control;
    }

    /// `version`, `devices`, `capability`, `pools`, `bytes`; `idle` for 1: launches are taken and
    /// not done; `fault`: kernels end in this error.
    void set(String what, long value) {
        try (Arena arena = Arena.ofConfined()) {
            control.fake_set(arena.allocateFrom(what), value);
        }
    }

    /// Has a function fail from now on.
    void fail(String function, int status) {
        try (Arena arena = Arena.ofConfined()) {
            control.fake_fail(arena.allocateFrom(function), status);
        }
    }

    /// The names of the functions that were called.
    List<String> log() {
        return List.of(CFunctions.text(control.fake_log()).split(" "));
    }

    String lastLaunch() {
        return CFunctions.text(control.fake_last_launch());
    }
}
