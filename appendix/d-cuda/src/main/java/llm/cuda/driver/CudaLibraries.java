package llm.cuda.driver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import llm.cpu.memory.NativeLibrary;

/// Finds and loads CUDA's libraries, when they are first asked for. What is loaded stays loaded.
final class CudaLibraries {
    private final LibraryPlaces places;
    private final Optional<List<Path>> only;

    /// @param only folders that are looked at instead of all others, if given
    CudaLibraries(LibraryPlaces places, Optional<List<Path>> only) {
        this.places = places;
        this.only = only;
    }

    /// Those of this machine, or of the folders that a system property names.
    static CudaLibraries ofThisMachine() {
        return new CudaLibraries(LibraryPlaces.ofThisMachine(),
                Optional.ofNullable(System.getProperty(LibraryPlaces.PROPERTY)).map(list ->
                        Stream.of(list.split(File.pathSeparator)).map(Path::of).toList()));
    }

    /// A library that is ready to be called.
    ///
    /// @param file where it is, or its name if the system's loader knew where
    record Loaded(SymbolLookup symbols, String file) {
    }

    /// Loads a library of a version of CUDA that is not newer than the driver's.
    ///
    /// @param newest the greatest major version that will do
    /// @throws IllegalStateException with one sentence, if there is none
    Loaded load(CudaLibrary library, int newest) {
        List<String> names = CudaLibrary.MAJORS.stream().filter(major -> major <= newest)
                .map(major -> library.fileName(major, places.windows())).distinct().toList();
        List<String> broken = new ArrayList<>();
        Optional<Loaded> loaded = only.isPresent() ? inFolders(library, only.get(), names, broken)
                : inFolders(library, places.chosen(), names, broken)
                        .or(() -> byLoader(names))
                        .or(() -> inFolders(library, places.usual(), names, broken))
                        .or(() -> inFolders(library, redist(), names, broken));
        return loaded.orElseThrow(() -> new IllegalStateException(
                whyNot(library, names, newest, broken)));
    }

    private static Optional<Loaded> byLoader(List<String> names) {
        for (String name : names) {
            try {
                SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
                return Optional.of(new Loaded(symbols, name));
            } catch (IllegalArgumentException e) {
                continue;                                       // the loader does not know it
            }
        }
        return Optional.empty();
    }

    private static Optional<Loaded> inFolders(CudaLibrary library, List<Path> folders,
            List<String> names, List<String> broken) {
        for (Path folder : folders) {
            for (String name : names) {
                Path file = folder.resolve(name);
                if (Files.exists(file)) {
                    try {
                        loadNeedsOf(library, folder);
                        SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
                        return Optional.of(new Loaded(symbols, file.toString()));
                    } catch (IllegalArgumentException e) {
                        broken.add(file.toString());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// A library that is loaded already is found by its name wherever it is.
    private static void loadNeedsOf(CudaLibrary library, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> library.needs(file.getFileName().toString()))
                    .forEach(file -> SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Libraries out of jars on the class path.
    private static List<Path> redist() {
        try {
            return NativeLibrary.copied("cuda", CudaLibrary::isWanted).stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String whyNot(CudaLibrary library, List<String> names, int newest,
            List<String> broken) {
        if (!broken.isEmpty()) {
            return "%s must be a library that this system can load, got %s".formatted(
                    library.label(), String.join(", ", broken));
        }
        Optional<String> newer = CudaLibrary.MAJORS.stream().filter(major -> major > newest)
                .map(major -> library.fileName(major, places.windows()))
                .flatMap(name -> folders().map(folder -> folder.resolve(name)))
                .filter(Files::exists).map(Path::toString).findFirst();
        if (newer.isPresent()) {
            return "%s must be of CUDA %d, the version of the driver, or older, got only %s"
                    .formatted(library.label(), newest, newer.get());
        }
        return "%s must be installed as %s, got none from %s".formatted(library.label(),
                String.join(" or ", names), only.map(given -> LibraryPlaces.PROPERTY + "=" + given)
                        .orElse(library == CudaLibrary.DRIVER ? "the system's loader"
                                : LibraryPlaces.inWords()));
    }

    private Stream<Path> folders() {
        return only.map(List::stream).orElseGet(() ->
                Stream.concat(places.chosen().stream(), places.usual().stream()));
    }
}
