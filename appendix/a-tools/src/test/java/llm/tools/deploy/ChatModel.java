package llm.tools.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import llm.deploy.ServedModel;
import llm.deploy.chat.ChatOptions;
import llm.deploy.chat.LocalChat;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.decode.ContextOverflow;
import llm.model.decode.Sampler;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tools.Fixtures;

/// A model of random weights that is asked as `short`, and what it answers by the library.
final class ChatModel {
    static final int CONTEXT = 256;

    private ChatModel() {}

    static Path save(Path folder) throws IOException {
        DecoderModel model = new DecoderModel(GptConfig.of(Fixtures.TOKENIZER.vocabSize(), CONTEXT,
                12, 3, 2), 1);
        for (Parameter parameter : model.parameters()) {
            parameter.copyFrom(new RandomState(parameter.elements())
                    .normal(0.4, parameter.shape().toArray()));
        }
        PretrainedModel.of(model, Fixtures.TOKENIZER).save(folder, "# A model for tests\n");
        Files.writeString(folder.resolve("finetuning.json"), "{\"base\": {\"format\": \"short\"}}");
        return folder;
    }

    static LocalChat chat(Path folder, int maxNewTokens, ContextOverflow overflow)
            throws IOException {
        ServedModel served = ServedModel.of("model", PretrainedModel.load(folder),
                PlainFormat.SHORT);
        return new LocalChat(served, new ChatOptions(Sampler.mostLikely(),
                OptionalInt.of(maxNewTokens), overflow), 1);
    }
}
