package llm.pretrain.folder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.tensor.Autograd;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.file.AtomicFile;
import llm.tensor.file.ElementType;
import llm.tensor.file.Safetensors;
import llm.tensor.file.TensorFile;
import llm.text.files.FileKind;
import llm.text.files.JsonFile;

/// The weights of a model folder: `model.safetensors`, or several files and their index.
public final class WeightFile {
    static final String NAME = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String PICKLED = "pytorch_model.bin";
    private static final String HEAD = "lm_head.weight";
    static final String SCORE = "score.weight";              // the head of a classifier
    private static final Pattern EMBEDDING =
            Pattern.compile("(transformer\\.wte|model\\.embed_tokens|wte|embed_tokens)\\.weight");
    private static final Pattern BUFFER = Pattern.compile("(.*\\.)?(attn\\.(bias|masked_bias)"
            + "|position_ids|rotary_emb(_local)?\\.\\w*(inv_freq|cos_cached|sin_cached))");
    private static final Pattern WRITTEN = Pattern.compile(
            "model(-\\d{5}-of-\\d{5})?\\.safetensors(\\.index\\.json)?");
    private static final int MOST_NAMES = 3;                 // in a message

    private WeightFile() {
    }

    /// Opens a folder's files.
    ///
    /// @throws IllegalArgumentException if there is no file that we read, or it is broken
    static TensorFile open(Path folder) throws IOException {
        Path file = path(folder);
        return file.endsWith(INDEX) ? ShardedSafetensors.open(file)
                : FileKind.openSafetensors(file);
    }

    private static Path path(Path folder) {
        for (String name : List.of(NAME, INDEX)) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        if (Files.exists(folder.resolve(PICKLED))
                || Files.exists(folder.resolve(PICKLED + ".index.json"))) {
            throw new IllegalArgumentException(folder + " must hold " + NAME + ", got " + PICKLED
                    + ", which can run code when it is read; convert it with transformers' "
                    + "save_pretrained");
        }
        throw new IllegalArgumentException(
                "a model folder must hold " + NAME + ", got none in " + folder);
    }

    /// Whether a file holds a head whose values are not those of the token embedding.
    static boolean hasOwnHead(TensorFile file) {
        return file.names().contains(HEAD) && file.names().stream()
                .filter(name -> EMBEDDING.matcher(name).matches())
                .anyMatch(embedding -> !file.same(HEAD, embedding));
    }

    /// Reads every parameter of `model` from a folder's files, tensor by tensor.
    ///
    /// @throws IllegalArgumentException if a tensor is missing, unknown, or of another shape
    static void loadFolder(DecoderModel model, TensorFile file, Path folder) {
        load(weights(model, prefixIn(file, model)), file, path(folder), Set.of());
    }

    /// The same for a model whose head scores classes.
    static void loadClassifier(DecoderModel model, TensorFile file, Path folder) {
        load(classifierWeights(model, prefixIn(file, model)), file, path(folder), Set.of());
    }

    private static String prefixIn(TensorFile file, DecoderModel model) {
        String prefix = prefix(model);
        return file.names().stream().anyMatch(name -> name.startsWith(prefix)) ? prefix : "";
    }

    /// Reads tensors into parameters, one by one.
    ///
    /// @param others names of tensors that may be there too and are not read
    public static void load(List<StoredWeight> weights, TensorFile file, Path path,
                            Set<String> others) {
        requireNames(weights.stream().map(StoredWeight::name).toList(), file.names(), others,
                path);
        for (StoredWeight weight : weights) {
            if (!file.shape(weight.name()).equals(weight.shape())) {
                throw new IllegalArgumentException("%s must hold %s as %s, got %s".formatted(path,
                        weight.name(), weight.shape(), file.shape(weight.name())));
            }
        }
        Autograd.noGrad(() -> weights.forEach(weight -> weight.readFrom(file)));
        weights.getFirst().parts().getFirst().backend().memory().trim();   // what reading took
    }

    private static String prefix(DecoderModel model) {
        return model.config() instanceof GptConfig ? GptWeights.PREFIX : LlamaWeights.PREFIX;
    }

    /// Every tensor of the model's file in Hugging Face's layout.
    ///
    /// @throws IllegalArgumentException if a layer has been wrapped, or the head replaced: the file
    ///         has no place for that
    public static List<StoredWeight> weights(DecoderModel model) {
        requireBare(model);
        if (!model.head().weight().shape().equals(model.tokenEmbedding().weight().shape())
                || model.config().tiedHead()
                != (model.head().weight() == model.tokenEmbedding().weight())) {
            throw new IllegalArgumentException("a model file must have the head of its "
                    + "configuration, got one that replaced it");
        }
        return weights(model, prefix(model));
    }

    private static void requireBare(DecoderModel model) {
        model.linears().forEach((path, linear) -> {
            if (linear.adapter().isPresent()) {
                throw new IllegalArgumentException("a model file must be of layers without "
                        + "adapters, got one around " + path + "; unwrap it first");
            }
        });
    }

    private static List<StoredWeight> weights(DecoderModel model, String prefix) {
        List<StoredWeight> weights = body(model, prefix);
        if (!model.config().tiedHead()) {
            weights.add(StoredWeight.of(HEAD, model.head().weight()));
        }
        return weights;
    }

    /// Every tensor of the file of a model whose head scores classes.
    ///
    /// @throws IllegalArgumentException if a layer has been wrapped
    static List<StoredWeight> classifierWeights(DecoderModel model) {
        requireBare(model);
        return classifierWeights(model, prefix(model));
    }

    private static List<StoredWeight> classifierWeights(DecoderModel model, String prefix) {
        List<StoredWeight> weights = body(model, prefix);
        weights.add(StoredWeight.of(SCORE, model.head().weight()));
        return weights;
    }

    /// All but the head.
    private static List<StoredWeight> body(DecoderModel model, String prefix) {
        return new ArrayList<>(model.config() instanceof GptConfig
                ? GptWeights.of(model, prefix) : LlamaWeights.of(model, prefix));
    }

    private static void requireNames(List<String> expected, Set<String> found, Set<String> others,
                                     Path path) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        Set<String> unknown = new TreeSet<>(found);
        expected.forEach(unknown::remove);
        unknown.removeIf(name -> isNoWeight(name) || others.contains(name));
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(path + " must hold the tensors that its config.json "
                    + "describes, got a file without " + some(missing) + " and with unknown "
                    + some(unknown));
        }
    }

    /// Masks, positions and frequencies that older files hold, in numbers of any format, and the
    /// copy of the embedding that some hold although the head is tied.
    private static boolean isNoWeight(String name) {
        return BUFFER.matcher(name).matches() || name.equals(HEAD);
    }

    private static String some(Set<String> names) {
        List<String> first = names.stream().limit(MOST_NAMES)
                .map(JsonFile::shown).toList();
        return first + (names.size() > MOST_NAMES
                ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    /// The same for files in which Llama's rotary pairs are `(2i, 2i + 1)`.
    public static List<StoredWeight> interleaved(List<StoredWeight> weights, int headDim) {
        WeightLayout interleaved = WeightLayout.interleaved(headDim);
        return weights.stream().map(weight -> LlamaWeights.isRotated(weight)
                ? weight.as(interleaved) : weight).toList();
    }

    /// Every weight under its name in the file, or what `of` makes of each, such as its gradient.
    static Map<String, Tensor> export(DecoderModel model, UnaryOperator<Tensor> of) {
        return export(weights(model), of);
    }

    static Map<String, Tensor> export(List<StoredWeight> weights, UnaryOperator<Tensor> of) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        weights.forEach(w -> all.put(w.name(), w.values(of)));
        return all;
    }

    /// Writes weights into a folder: one file, or, where they need more bytes than one may have,
    /// several and their index, each with as many tensors as it has room for.
    static void write(List<StoredWeight> weights, Path folder, SaveOptions options)
            throws IOException {
        List<List<StoredWeight>> shards = shards(weights, options);
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.putObject("metadata").put("total_size",
                weights.stream().mapToLong(weight -> bytes(weight, options)).sum());
        ObjectNode map = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = shardName(i, shards.size());
            try (Scope _ = Scope.open()) {
                Safetensors.write(folder.resolve(name), export(shards.get(i), w -> w),
                        Map.of("format", "pt"), options.type());
            }
            shards.get(i).forEach(weight -> map.put(weight.name(), name));
        }
        if (shards.size() > 1) {
            AtomicFile.writeText(folder.resolve(INDEX), index.toPrettyString() + "\n");
        }
    }

    private static List<List<StoredWeight>> shards(List<StoredWeight> weights,
                                                   SaveOptions options) {
        List<List<StoredWeight>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long used = 0;
        for (StoredWeight weight : weights) {
            long bytes = bytes(weight, options);
            if (used > 0 && used + bytes > options.shardBytes()) {
                shards.add(new ArrayList<>());
                used = 0;
            }
            shards.getLast().add(weight);
            used += bytes;
        }
        return shards;
    }

    private static long bytes(StoredWeight weight, SaveOptions options) {
        return weight.shape().elements() * options.type().bytes();
    }

    /// As transformers names them, counted from 1.
    private static String shardName(int shard, int count) {
        return count == 1 ? NAME : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors",
                shard + 1, count);
    }

    /// Deletes files with weights that a model left which was in the folder before.
    ///
    /// @param written what the folder's model has
    static void deleteOthers(Path folder, List<StoredWeight> written, SaveOptions options)
            throws IOException {
        int count = shards(written, options).size();
        Set<String> names = IntStream.range(0, count).mapToObj(i -> shardName(i, count))
                .collect(Collectors.toSet());
        if (count > 1) {
            names.add(INDEX);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (WRITTEN.matcher(name).matches() && !names.contains(name)) {
                    Files.delete(file);
                }
            }
        }
    }

    /// The format of most numbers of an open file.
    static ElementType type(TensorFile file) {
        Map<ElementType, Long> values = new EnumMap<>(ElementType.class);
        for (String name : file.names().stream().filter(each -> !isNoWeight(each)).toList()) {
            ElementType type = switch (file) {
                case Safetensors one -> one.type(name);
                case ShardedSafetensors several -> several.type(name);
                default -> ElementType.F32;
            };
            values.merge(type, file.shape(name).elements(), Long::sum);
        }
        return values.entrySet().stream().max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey).orElse(ElementType.F32);
    }
}
