// Chapter 4 in JShell: GPT-2, Llama, and what they cost.
// Start it with:  ./llm jshell ch04 notebooks/jshell/ch04.jsh

import llm.tensor.file.ElementType;

// Four families, described by their configurations.
Map<String, DecoderConfig> models = new LinkedHashMap<>();
models.put("GPT-2 small", GptConfig.gpt2Small());
models.put("GPT-2 XL", GptConfig.gpt2Xl());
models.put("Llama 2 7B", LlamaConfig.llama2Of7B());
models.put("Llama 3.2 1B", LlamaConfig.llama32Of1B());
models.put("Qwen3 0.6B", Qwen3Config.of600M());
models.put("Gemma 3 270M", Gemma3Config.of270M());

/// Parameters, and the KV cache of one token in float32.
void compare() {
    IO.println("%-14s %15s %14s".formatted("model", "parameters", "KB per token"));
    models.forEach((name, config) -> IO.println("%-14s %,15d %14.0f".formatted(name,
        ModelSize.of(config).parameters(), CacheSize.of("", config).bytesPerToken(ElementType.F32) / 1024.0)));
}
compare();
check("GPT-2 is counted", ModelSize.of(GptConfig.gpt2Small()).parameters(), 124_439_808L);

// A GPT small enough to look at. Its weights are random: it writes, but says nothing.
GptConfig tiny = GptConfig.of(100, 32, 16, 4, 2);
DecoderModel model = new DecoderModel(tiny, 1);
model.eval();
check("what is built has the size that was counted",
    model.parameterCount(), ModelSize.of(tiny).parameters());
int[] greedy = Generation.greedy(model, 10).generate(new int[] {5, 17, 42}, new Random(1));
IO.println("greedy: " + Arrays.toString(greedy));

// From scores to probabilities, and what the sampling steps do to them.
float[] scores = {4, 3.4f, 3, 2.2f, 1, 0.2f, -1, -2};

/// Probabilities after a step such as `new Temperature(0.5)`, `new TopK(2)`, `new TopP(0.9)`.
String after(LogitsProcessor step) {
    float[] copy = scores.clone();
    step.apply(copy, TokenHistory.of());
    return DoubleStream.of(Probabilities.softmax(copy)).mapToObj("%.3f"::formatted)
        .collect(Collectors.joining(" "));
}
IO.println("as they are:     " + after(new Temperature(1)));
IO.println("temperature 0.5: " + after(new Temperature(0.5)));
IO.println("top-k 2:         " + after(new TopK(2)));
IO.println("top-p 0.9:       " + after(new TopP(0.9)));

IO.println("\nTry: model, model.namedParameters().keySet(), after(new MinP(0.2))");
