package llm.tools.broken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import llm.format.GgufModel;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufType;
import llm.format.gguf.GgufValue;
import llm.format.gguf.GgufWriter;
import llm.model.DecoderModel;
import llm.model.LlamaConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Tensor;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;

/// GGUF files with tensors of all types, of one part and of several, with both kinds of tokenizers.
final class GgufSubjects {
    private static final Path TYPES = Path.of("..", "f-formats", "src", "test", "resources",
            "fixtures", "gguf", "reference.gguf").toAbsolutePath().normalize();
    private static final LlamaConfig WIDE = Subjects.LLAMA.toBuilder().embDim(256).headDim(128)
            .ffDim(256).layers(1).build();
    private static final int ALIGNMENT = 32;
    /// Packed types of a model, most of which this project only reads, with their numbers.
    private static final List<Packed> PACKED = List.of(new Packed(10, GgufType.Q2_K),
            new Packed(11, GgufType.Q3_K), new Packed(12, GgufType.Q4_K),
            new Packed(13, GgufType.Q5_K), new Packed(14, GgufType.Q6_K),
            new Packed(3, GgufType.Q4_1), new Packed(6, GgufType.Q5_0),
            new Packed(7, GgufType.Q5_1));

    private record Packed(int code, GgufType type) {
    }

    private GgufSubjects() {
    }

    static void addTo(Subjects subjects) throws IOException {
        for (GgufType type : List.of(GgufType.F16, GgufType.Q8_0)) {
            GgufModel.save(Subjects.model(Subjects.LLAMA), "mini", type,
                    add(subjects, "gguf-" + type));
        }
        GgufModel.save(Subjects.model(WIDE), "mini", GgufType.Q4_0, add(subjects, "gguf-Q4_0"));
        Path packed = add(subjects, "gguf-packed");
        GgufModel.save(Subjects.model(WIDE), "mini", GgufType.Q4_K, packed);
        pack(packed);
        Tokenizer pieces = Tokenizers.load(TokenizerSubjects.FIXTURES
                .resolve("sentencepiece-llama2"));
        GgufModel.save(new PretrainedModel(new DecoderModel(Subjects.LLAMA.toBuilder()
                        .vocabSize(pieces.vocabSize() + 1).build(), 1), Optional.of(pieces),
                        new StopTokens(pieces.beginOfText(), Set.of(2))),
                "pieces", GgufType.F16, add(subjects, "gguf-sentencepiece"));
        split(subjects.add("gguf-parts", Rule.GGUF,
                folder -> read(folder.resolve("m-00001-of-00003.gguf"))));
        try (GgufFile unharmed = GgufFile.open(TYPES)) {
            List<String> settings = List.copyOf(unharmed.metadata().values().keySet());
            List<String> tensors = List.copyOf(unharmed.names());
            Files.copy(TYPES, subjects.add("gguf-types", Rule.all(Rule.GGUF, List.of(
                    Rule.of("m\\.gguf:kind/(kind\\..*?)(/\\d+)?", "setting/$1"))), folder ->
                    open(folder.resolve("m.gguf"), settings, tensors)).resolve("m.gguf"));
        }
    }

    private static Path add(Subjects subjects, String name) throws IOException {
        return subjects.add(name, Rule.GGUF, folder -> read(folder.resolve("m.gguf")))
                .resolve("m.gguf");
    }

    private static Parts read(Path file) throws IOException {
        return ModelSubjects.readModel(file);
    }

    /// All that is in a file, whether a model needs it or not.
    private static Parts open(Path path, List<String> settings, List<String> tensors)
            throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            Parts parts = new Parts();
            settings.forEach(key -> parts.put("setting/" + key, file.metadata().find(key)));
            for (String name : tensors) {
                parts.tensors("tensor", Map.of(name, file.tensor(name)));
            }
            return parts;
        }
    }

    /// A model in three files: settings alone, and half of the tensors each.
    private static void split(Path folder) throws IOException {
        Path whole = folder.resolve("whole.gguf");
        GgufModel.save(Subjects.model(Subjects.LLAMA), "mini", GgufType.F16, whole);
        try (GgufFile file = GgufFile.open(whole)) {
            List<String> names = List.copyOf(file.names());
            for (int part = 0; part < 3; part++) {
                GgufWriter writer = new GgufWriter();
                if (part == 0) {
                    file.metadata().values().forEach(writer::setting);
                }
                writer.setting("split.no", new GgufValue.Whole(GgufValue.Kind.UINT16, part))
                        .setting("split.count", new GgufValue.Whole(GgufValue.Kind.UINT16, 3))
                        .setting("split.tensors.count", GgufValue.int32(names.size()));
                int half = names.size() / 2;
                List<String> own = part == 0 ? List.of() : part == 1 ? names.subList(0, half)
                        : names.subList(half, names.size());
                for (String name : own) {
                    writer.tensor(name, file.shape(name), file.type(name),
                            () -> file.tensor(name));
                }
                writer.write(folder.resolve("m-%05d-of-00003.gguf".formatted(part + 1)));
            }
        }
        Files.delete(whole);
    }

    /// Gives each matrix of a file another of the packed types, with random blocks.
    private static void pack(Path path) throws IOException {
        byte[] old = Files.readAllBytes(path);
        int end = Regions.of("m.gguf", old).stream()
                .filter(region -> region.place().startsWith("setting/"))
                .mapToInt(Region::to).max().orElseThrow();
        Random random = new Random(1);
        List<byte[]> data = new ArrayList<>();
        ByteBuffer head = ByteBuffer.allocate(old.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(old, 0, end);
        try (GgufFile file = GgufFile.open(path)) {
            long begin = 0;
            int matrices = 0;
            for (String name : file.names()) {
                int rank = file.shape(name).rank();
                Packed as = rank == 1 ? new Packed(0, GgufType.F32)
                        : PACKED.get(matrices++ % PACKED.size());
                byte[] text = name.getBytes(StandardCharsets.UTF_8);
                head.putLong(text.length).put(text).putInt(rank);
                for (int axis = rank - 1; axis >= 0; axis--) {
                    head.putLong(file.shape(name).size(axis));
                }
                head.putInt(as.code).putLong(begin);
                byte[] bytes = rank == 1 ? floats(file.tensor(name)) : blocks(
                        (int) file.shape(name).elements() / as.type.blockValues()
                                * as.type.blockBytes(), random);
                data.add(bytes);
                begin += bytes.length;
            }
        }
        head.put(new byte[-head.position() & ALIGNMENT - 1]);
        try (var out = Files.newOutputStream(path)) {
            out.write(head.array(), 0, head.position());
            for (byte[] bytes : data) {
                out.write(bytes);
            }
        }
    }

    private static byte[] floats(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.elements() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float value : tensor.toArray()) {
            bytes.putFloat(value);
        }
        return padded(bytes.array());
    }

    /// Bytes that as half-precision scales are small numbers.
    private static byte[] blocks(int count, Random random) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) random.nextInt(48);
        }
        return padded(bytes);
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + (-bytes.length & ALIGNMENT - 1));
    }
}
