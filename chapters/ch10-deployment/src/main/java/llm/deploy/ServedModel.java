package llm.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import llm.instruct.PromptFormat;
import llm.model.LanguageModel;
import llm.pretrain.folder.PretrainedModel;
import llm.text.Tokenizer;

/// A model that is ready for whoever asks.
///
/// @param name       what requests call it
/// @param model      writes
/// @param tokenizer  the model's
/// @param stopTokens tokens that end a text
/// @param layout     how it wants a conversation to be laid out
public record ServedModel(String name, LanguageModel model, Tokenizer tokenizer,
                          Set<Integer> stopTokens, ChatLayout layout) {

    public ServedModel {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model must have a name, got \"" + name + "\"");
        }
        stopTokens = Set.copyOf(stopTokens);
    }

    /// A model from a folder.
    ///
    /// @throws IllegalArgumentException if the folder has no tokenizer, or that lacks a token of the
    ///                                  format
    public static ServedModel of(String name, PretrainedModel loaded, PromptFormat format) {
        Tokenizer tokenizer = loaded.requireTokenizer(
                "a model that is to be asked must have a tokenizer, got a folder without one");
        ChatLayout layout = new ChatLayout(format);
        layout.ends(tokenizer);
        return new ServedModel(name, loaded.model(), tokenizer, loaded.stopTokens(), layout);
    }

    /// Tokens that end an answer within a conversation.
    public Set<Integer> chatEnds() {
        Set<Integer> ends = new HashSet<>(stopTokens);
        ends.addAll(layout.ends(tokenizer));
        return ends;
    }

    /// Texts that end an answer too.
    public List<String> stopTexts() {
        return layout.format().stopText().stream().toList();
    }
}
