package llm.pretrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import llm.pretrain.folder.StagedFolder;
import llm.tensor.Tensor;
import llm.tensor.file.AtomicFile;
import llm.tensor.file.JsonObjectFile;
import llm.tensor.file.Safetensors;
import llm.text.dataset.DataLoader;

/// Everything that a stopped training needs to go on as if nothing had happened: weights, the
/// optimizer's moments, the place in the data, the random state, the log.
///
/// Each checkpoint is a folder `step-N` whose last file is `state.json`; one without it is
/// incomplete and not seen. Older ones are deleted when a newer one is complete.
public final class Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATE = "state.json";
    private static final List<String> NUMBERS =
            List.of("step", "tokensSeen", "epoch", "batch", "random");

    private Checkpoint() {
    }

    /// Writes a checkpoint into `folder`.
    public static void save(Trainer trainer, Path folder) throws IOException {
        Path target = folder.resolve("step-%07d".formatted(trainer.step()));
        if (Files.exists(target)) {
            delete(target);                                  // of another training, or incomplete
        }
        Files.createDirectories(target);
        Safetensors.write(target.resolve("weights.safetensors"), trainer.model().stateDict(),
                Map.of());
        Safetensors.write(target.resolve("optimizer.safetensors"), trainer.optimizer().state(),
                Map.of());
        trainer.log().writeCsv(target.resolve("log.csv"));
        DataLoader.Position position = trainer.training().position();
        ObjectNode state = JSON.createObjectNode();
        state.put("step", trainer.step());
        state.put("tokensSeen", trainer.tokensSeen());
        state.put("epoch", position.epoch());
        state.put("batch", position.batch());
        state.put("random", trainer.model().random().state());
        state.put("config", trainer.config().toString());
        state.put("model", trainer.model().config().toString());
        state.put("data", data(trainer));
        AtomicFile.writeText(target.resolve(STATE), state.toPrettyString() + "\n");
        for (Path other : all(folder)) {
            if (!other.equals(target)) {
                delete(other);
            }
        }
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
    public static void restore(Trainer trainer, Path checkpoint) throws IOException {
        JsonNode state = readState(checkpoint.resolve(STATE));
        requireSame("model", state, trainer.model().config().toString());
        requireSame("config", state, trainer.config().toString());
        requireSame("data", state, data(trainer));
        TrainingLog log = TrainingLog.readCsv(checkpoint.resolve("log.csv"));
        try (Safetensors weights = Safetensors.open(checkpoint.resolve("weights.safetensors"));
             Safetensors moments = Safetensors.open(checkpoint.resolve("optimizer.safetensors"))) {
            trainer.model().loadStateDict(weights.tensors());
            Map<String, Tensor> stored = new LinkedHashMap<>(moments.tensors());
            trainer.optimizer().restore(state.get("step").asInt(), stored);
        }
        trainer.model().random().restore(state.get("random").asLong());
        trainer.restore(state.get("tokensSeen").asLong(),
                new DataLoader.Position(state.get("epoch").asInt(), state.get("batch").asInt()),
                log);
    }

    private static JsonNode readState(Path file) throws IOException {
        JsonNode state = JsonObjectFile.read(file);
        for (String field : NUMBERS) {
            if (!state.path(field).isIntegralNumber()) {
                throw new IllegalArgumentException("%s must have a whole number as %s, got %s"
                        .formatted(file, field, state.has(field) ? state.get(field) : "none"));
            }
        }
        return state;
    }

    /// What of the training data a checkpoint can tell apart.
    private static String data(Trainer trainer) {
        return trainer.training().batches() + " batches in an epoch";
    }

    private static void requireSame(String what, JsonNode state, String now) {
        String then = state.path(what).asText();
        if (!then.equals(now)) {
            throw new IllegalArgumentException("a training must go on with the settings it began "
                    + "with (" + then + "), got " + now);
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
