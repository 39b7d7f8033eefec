package llm.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.file.AtomicFile;
import llm.tensor.file.Safetensors;
import llm.text.dataset.BatchSource.Position;
import llm.text.files.FileKind;
import llm.text.files.JsonFile;

/// Everything that a stopped training needs to go on as if nothing had happened: the parameters
/// that learn, the optimizer's moments, the place in the data, the random state, the log.
///
/// Each checkpoint is a folder `step-N` whose last file is `state.json`; one without it is
/// incomplete and not seen. Older ones are deleted when a newer one has reached the disk. The
/// parameters of the best evaluation are beside them, in the folder `best`.
public final class Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 2;
    private static final String STATE = "state.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String MOMENTS = "optimizer.safetensors";
    private static final String LOG = "log.csv";
    private static final String BEST = "best";
    private static final List<String> COUNTS = List.of("step", "epoch", "batch");
    private static final List<String> LONG_NUMBERS = List.of("tokensSeen", "random");

    private Checkpoint() {
    }

    /// Writes a checkpoint into `folder`.
    public static void save(Trainer<?> trainer, Path folder) throws IOException {
        Path target = folder.resolve(String.format(Locale.ROOT, "step-%07d", trainer.steps()));
        if (Files.exists(target)) {
            delete(target);                                  // of another training, or incomplete
        }
        Files.createDirectories(target);
        Safetensors.write(target.resolve(WEIGHTS), values(trainer.learner()), Map.of());
        Safetensors.write(target.resolve(MOMENTS), trainer.learner().optimizer().state(), Map.of());
        trainer.log().writeCsv(target.resolve(LOG));
        StagedFolder.flush(target);
        AtomicFile.writeText(target.resolve(STATE), state(trainer).toPrettyString() + "\n");
        StagedFolder.flush(target);
        StagedFolder.flush(folder);
        for (Path other : all(folder)) {
            if (!other.equals(target)) {
                delete(other);
            }
        }
    }

    private static ObjectNode state(Trainer<?> trainer) {
        Position position = trainer.data().training().position();
        ObjectNode state = JSON.createObjectNode();
        state.put("format", FORMAT);
        state.put("step", trainer.steps());
        state.put("tokensSeen", trainer.tokensSeen());
        state.put("epoch", position.epoch());
        state.put("batch", position.batch());
        state.put("random", trainer.learner().random().state());
        state.set("settings", settings(trainer).json());
        return state;
    }

    private static Settings settings(Trainer<?> trainer) {
        return trainer.config().settings()
                .withParts("optimizer", trainer.learner().optimizer().settings())
                .with("model", trainer.learner().form().getClass().getSimpleName())
                .withParts("model", trainer.learner().form())
                .with("data", trainer.data().fingerprint());
    }

    private static Map<String, Tensor> values(Learner learner) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        learner.parameters().forEach((name, value) -> values.put(name, value.detach()));
        return values;
    }

    /// The newest complete checkpoint in `folder`.
    public static Optional<Path> latest(Path folder) throws IOException {
        List<Path> all = complete(folder);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// Brings a trainer to where a checkpoint was written.
    ///
    /// @throws IllegalArgumentException if it was written by a training with other settings, or
    ///         one of its files is broken
    public static void restore(Trainer<?> trainer, Path checkpoint) throws IOException {
        JsonNode state = readState(checkpoint.resolve(STATE));
        JsonFile.naming(checkpoint.resolve(STATE), () ->
                settings(trainer).requireSame(state.path("settings")));
        Position position = JsonFile.naming(checkpoint.resolve(STATE), () ->
                new Position(state.get("epoch").asInt(), state.get("batch").asInt()));
        TrainingLog log = TrainingLog.readCsv(checkpoint.resolve(LOG));
        Learner learner = trainer.learner();
        try (Safetensors weights = FileKind.openSafetensors(checkpoint.resolve(WEIGHTS));
             Safetensors moments = FileKind.openSafetensors(checkpoint.resolve(MOMENTS))) {
            Map<String, Tensor> values = weights.tensors();
            Map<String, Tensor> stored = new LinkedHashMap<>(moments.tensors());
            JsonFile.naming(checkpoint.resolve(WEIGHTS), () ->
                    restore(learner.parameters(), values));
            JsonFile.naming(checkpoint.resolve(MOMENTS), () ->
                    learner.optimizer().restore(state.get("step").asInt(), stored));
        }
        learner.random().restore(state.get("random").asLong());
        JsonFile.naming(checkpoint.resolve(STATE), () ->
                trainer.restore(state.get("tokensSeen").asLong(), position, log));
    }

    private static void restore(Map<String, Parameter> own, Map<String, Tensor> stored) {
        if (!own.keySet().equals(stored.keySet())) {
            throw new IllegalArgumentException("a checkpoint must hold the parameters that learn, "
                    + own.keySet() + ", got " + stored.keySet());
        }
        own.forEach((name, parameter) -> parameter.shape().requireSame(name, stored.get(name).shape()));
        own.forEach((name, parameter) -> parameter.copyFrom(stored.get(name)));
    }

    /// Keeps the parameters as they are now as the best so far; those kept before are replaced.
    public static void saveBest(Trainer<?> trainer, Path folder) throws IOException {
        Safetensors.write(folder.resolve(BEST).resolve(WEIGHTS), values(trainer.learner()),
                Map.of());
    }

    /// Gives parameters the best values that were kept.
    ///
    /// @throws IllegalArgumentException if those of a model with other parameters were kept
    public static void restoreBest(Map<String, Parameter> parameters, Path folder)
            throws IOException {
        Path best = folder.resolve(BEST).resolve(WEIGHTS);
        try (Safetensors weights = FileKind.openSafetensors(best)) {
            restore(parameters, weights.tensors());
        }
    }

    private static JsonNode readState(Path file) throws IOException {
        JsonNode state = JsonFile.readObject(file);
        if (state.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException(("%s must be of format %d, got one that another "
                    + "version of the book wrote; begin the training anew, or go on with that "
                    + "version").formatted(file, FORMAT));
        }
        for (String field : COUNTS) {
            JsonNode value = state.path(field);
            requireNumber(file, field, value, value.canConvertToInt() && value.asInt() >= 0);
        }
        for (String field : LONG_NUMBERS) {
            requireNumber(file, field, state.path(field), state.path(field).canConvertToLong());
        }
        return state;
    }

    private static void requireNumber(Path file, String field, JsonNode value, boolean fits) {
        if (!value.isIntegralNumber() || !fits) {
            throw new IllegalArgumentException("%s must have a whole number as %s, got %s"
                    .formatted(file, field, value.isMissingNode() ? "none" : value));
        }
    }

    private static List<Path> complete(Path folder) throws IOException {
        return all(folder).stream().filter(path -> Files.exists(path.resolve(STATE))).toList();
    }

    private static List<Path> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> path.getFileName().toString().startsWith("step-"))
                    .sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(STATE));         // first, so that it no longer counts
        StagedFolder.delete(folder);
    }
}
