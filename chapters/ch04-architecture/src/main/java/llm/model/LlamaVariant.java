package llm.model;

/// A family that shares its sizes with Llama and differs in what its blocks are made of.
public sealed interface LlamaVariant extends DecoderConfig
        permits Qwen3Config, Qwen3MoeConfig, Gemma3Config {

    /// The sizes.
    LlamaConfig llama();

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
