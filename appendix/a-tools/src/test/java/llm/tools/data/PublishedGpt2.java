package llm.tools.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import llm.data.Checksum;
import llm.model.DecoderModel;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.text.files.Tokenizers;
import llm.tools.Fixtures;

/// A hub on this machine that has one model: tiny, with random weights, and in the very form in
/// which GPT-2 was published as openai-community/gpt2.
final class PublishedGpt2 implements AutoCloseable {
    private static final String REPOSITORY = "openai-community/gpt2";
    private static final String COMMIT = "607a30d783dfa663caf39e06633721c8d4cfcd7e";
    private static final String WEIGHTS = "model.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final HttpServer server;

    private PublishedGpt2(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// Writes the files to `folder` and offers them.
    static PublishedGpt2 serve(DecoderModel model, Path folder) throws IOException {
        writeWeights(model, folder.resolve(WEIGHTS));
        writeTokenizer(folder);
        int end = Fixtures.TOKENIZER.endOfText().orElseThrow();
        Files.writeString(folder.resolve("config.json"), """
                {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"],
                 "attn_pdrop": 0.1, "bos_token_id": %1$d, "embd_pdrop": 0.1,
                 "eos_token_id": %1$d, "initializer_range": 0.02, "layer_norm_epsilon": 1e-05,
                 "model_type": "gpt2", "n_ctx": %2$d, "n_embd": 32, "n_head": 4, "n_layer": 2,
                 "n_positions": %2$d, "resid_pdrop": 0.1, "summary_activation": null,
                 "summary_first_dropout": 0.1, "summary_proj_to_labels": true,
                 "summary_type": "cls_index", "summary_use_proj": true,
                 "task_specific_params":
                     {"text-generation": {"do_sample": true, "max_length": 50}},
                 "vocab_size": %3$d}
                """.formatted(end, model.contextLength(), model.vocabSize()));
        Files.writeString(folder.resolve("generation_config.json"), """
                {"bos_token_id": %1$d, "eos_token_id": %1$d, "_from_model_config": true,
                 "transformers_version": "4.26.0.dev0"}
                """.formatted(end));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1024}");
        return new PublishedGpt2(folder);
    }

    /// Without the prefix that transformers writes, without a head, with the causal masks.
    private static void writeWeights(DecoderModel model, Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        PretrainedModel.weights(model).forEach((name, values) ->
                tensors.put(name.substring("transformer.".length()), values));
        int context = model.contextLength();
        for (int layer = 0; layer < model.config().layers(); layer++) {
            tensors.put("h." + layer + ".attn.bias", Tensor.ones(1, 1, context, context));
        }
        Safetensors.write(file, tensors, Map.of("format", "pt"));
    }

    /// As version 0.8 of the library wrote it: no type, each merge a text.
    private static void writeTokenizer(Path folder) throws IOException {
        Tokenizers.save(Fixtures.TOKENIZER, folder);
        Path file = folder.resolve("tokenizer.json");
        ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
        ((ObjectNode) root.path("added_tokens").get(0)).put("normalized", true);
        root.putObject("pre_tokenizer").put("type", "ByteLevel").put("add_prefix_space", false)
                .put("trim_offsets", true);
        root.putObject("post_processor").put("type", "ByteLevel").put("add_prefix_space", true)
                .put("trim_offsets", false);
        ObjectNode saved = (ObjectNode) root.path("model");
        ObjectNode model = root.putObject("model").putNull("dropout").putNull("unk_token")
                .put("continuing_subword_prefix", "").put("end_of_word_suffix", "")
                .put("fuse_unk", false).set("vocab", saved.path("vocab"));
        ArrayNode merges = model.putArray("merges");
        saved.path("merges").forEach(merge -> merges.add(
                merge.get(0).asText() + " " + merge.get(1).asText()));
        Files.writeString(file, root.toString());
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String api = "/api/models/" + REPOSITORY;
        String files = "/" + REPOSITORY + "/resolve/" + COMMIT + "/";
        try (exchange) {
            if (path.equals(api + "/revision/main")) {
                send(exchange, bytes(JSON.createObjectNode().put("sha", COMMIT)));
            } else if (path.equals(api + "/tree/" + COMMIT)) {
                send(exchange, bytes(tree()));
            } else if (path.startsWith(files)) {
                send(exchange, Files.readAllBytes(folder.resolve(path.substring(files.length()))));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private JsonNode tree() throws IOException {
        ArrayNode tree = JSON.createArrayNode();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                ObjectNode node = tree.addObject().put("type", "file")
                        .put("path", file.getFileName().toString()).put("size", Files.size(file))
                        .put("oid", Checksum.of(Checksum.Kind.GIT_BLOB, file).hex());
                if (file.endsWith(WEIGHTS)) {
                    node.putObject("lfs").put("oid",
                            Checksum.of(Checksum.Kind.SHA_256, file).hex());
                }
            }
        }
        return tree;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
