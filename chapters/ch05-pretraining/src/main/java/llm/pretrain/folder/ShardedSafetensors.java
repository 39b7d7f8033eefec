package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.ElementType;
import llm.tensor.file.Safetensors;
import llm.tensor.file.TensorFile;
import llm.text.files.FileKind;
import llm.text.files.JsonFile;

/// A model in several safetensors files, and the index that says which tensor is in which: the
/// JSON object `weight_map` of a `model.safetensors.index.json`.
public final class ShardedSafetensors implements TensorFile {
    private final Path index;
    private final Map<String, Safetensors> files = new TreeMap<>();
    private final Map<String, Safetensors> byTensor = new LinkedHashMap<>();

    private ShardedSafetensors(Path index) {
        this.index = index;
    }

    /// Opens the index and every file that it names.
    ///
    /// @throws IllegalArgumentException if the index or a file is missing, broken, or a tensor is
    ///                                  not where the index says
    public static ShardedSafetensors open(Path index) throws IOException {
        ShardedSafetensors shards = new ShardedSafetensors(index);
        try {
            for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
                shards.add(entry.getKey(), entry.getValue());
            }
        } catch (IOException | RuntimeException refused) {
            shards.close();
            throw refused;
        }
        return shards;
    }

    private static JsonNode weightMap(Path index) throws IOException {
        JsonNode map = JsonFile.readObject(index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new IllegalArgumentException(
                    index + " must have an object weight_map, got " + map.getNodeType());
        }
        return map;
    }

    private void add(String tensor, JsonNode fileName) throws IOException {
        String name = fileName.asText();
        Path file = index.resolveSibling(name.indexOf('\0') < 0 ? name : "");
        if (!fileName.isTextual() || !file.normalize().startsWith(
                index.resolveSibling("").normalize()) || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException(index + " must name a file beside it for "
                    + JsonFile.shown(tensor) + ", got " + fileName);
        }
        Safetensors shard = files.get(fileName.asText());
        if (shard == null) {
            shard = FileKind.openSafetensors(file);
            files.put(fileName.asText(), shard);
        }
        if (!shard.names().contains(tensor)) {
            throw new IllegalArgumentException(
                    file + " must hold " + JsonFile.shown(tensor)
                            + " as its index says, got a file without");
        }
        byTensor.put(tensor, shard);
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(byTensor.keySet());
    }

    @Override
    public Shape shape(String name) {
        return shard(name).shape(name);
    }

    /// The format of a tensor's numbers.
    ElementType type(String name) {
        return shard(name).type(name);
    }

    @Override
    public void readInto(String name, Tensor target) {
        shard(name).readInto(name, target);
    }

    @Override
    public boolean same(String name, String other) {
        return shard(name).same(name, shard(other), other);
    }

    private Safetensors shard(String name) {
        Safetensors shard = byTensor.get(name);
        if (shard == null) {
            throw new IllegalArgumentException(index + " must name a tensor " + name + ", got "
                    + byTensor.size() + " tensors of other names");
        }
        return shard;
    }

    @Override
    public void close() {
        files.values().forEach(Safetensors::close);
    }
}
