package llm.model;

/// A family that shares its sizes with Llama and differs in what its blocks are made of.
public sealed interface LlamaVariant extends DecoderConfig
        permits Qwen3Config, Qwen3MoeConfig, Gemma3Config, ModernConfig, FamilyConfig {

    /// The sizes.
    LlamaConfig llama();

    /// The same with other sizes.
    LlamaVariant withSizes(LlamaConfig llama);

    @Override
    default LlamaVariant withContextLength(int tokens) {
        return withSizes(llama().withContextLength(tokens));
    }

    @Override
    default LlamaVariant withUntiedHead() {
        return withSizes(llama().withUntiedHead());
    }

    @Override
    default LlamaVariant resized(int newVocabSize, int newLayers) {
        return withSizes(llama().resized(newVocabSize, newLayers));
    }

    @Override
    default int vocabSize() {
        return llama().vocabSize();
    }

    @Override
    default int contextLength() {
        return llama().contextLength();
    }

    @Override
    default int longestText() {
        return llama().longestText();
    }

    @Override
    default int embDim() {
        return llama().embDim();
    }

    @Override
    default int layers() {
        return llama().layers();
    }

    @Override
    default boolean tiedHead() {
        return llama().tiedHead();
    }
}
