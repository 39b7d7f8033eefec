package llm.tools.broken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.text.files.Gpt2Files;
import llm.text.files.Tokenizers;
import llm.tools.Fixtures;

/// Tokenizers in all forms in which they are published.
final class TokenizerSubjects {
    static final Path FIXTURES = Path.of("..", "..", "chapters", "ch02-text", "src",
            "test", "resources", "tokenizer").toAbsolutePath().normalize();
    private static final List<String> KINDS = List.of("llama3", "gemma3", "llama2", "metaspace",
            "mistral-v3", "phi3", "qwen3", "sentencepiece-llama2", "sentencepiece-rules");

    private TokenizerSubjects() {
    }

    static void addTo(Subjects subjects) throws IOException {
        for (String kind : KINDS) {
            copy(kind, add(subjects, kind));
        }
        Gpt2Files.HUGGING_FACE.save(Fixtures.TOKENIZER, add(subjects, "gpt2-files"));
        Files.write(add(subjects, "llama2c").resolve("tok.bin"), llama2cPieces());
        Files.writeString(add(subjects, "llama2c-json").resolve("tok300.json"), llama2cJson());
    }

    static void copy(String kind, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : List.of("tokenizer.json", "tokenizer.model", "tokenizer_config.json")) {
            if (Files.exists(FIXTURES.resolve(kind).resolve(file))) {
                Files.copy(FIXTURES.resolve(kind).resolve(file), folder.resolve(file));
            }
        }
    }

    private static Path add(Subjects subjects, String kind) throws IOException {
        return subjects.add("tokenizer-" + kind, Rule.TOKENIZER,
                folder -> new Parts().tokenizer(Tokenizers.load(folder)));
    }

    private static String piece(int id) {
        return id < 3 ? "<s>" : id < 259 ? "<0x%02X>".formatted(id - 3)
                : Character.toString(' ' + id - 259);
    }

    private static byte[] llama2cPieces() {
        ByteBuffer bytes = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(8);
        for (int id = 0; id < 300; id++) {
            byte[] text = piece(id).getBytes(StandardCharsets.UTF_8);
            bytes.putFloat(-id).putInt(text.length).put(text);
        }
        byte[] whole = new byte[bytes.position()];
        bytes.flip().get(whole);
        return whole;
    }

    private static String llama2cJson() {
        StringBuilder json = new StringBuilder("{\"tokens\":[");
        for (int id = 0; id < 300; id++) {
            json.append(id == 0 ? "" : ",").append("{\"piece\":\"%s\",\"score\":%d}".formatted(
                    piece(id).replaceAll("[\"\\\\]", "\\\\$0"), -id));
        }
        return json + "]}";
    }
}
