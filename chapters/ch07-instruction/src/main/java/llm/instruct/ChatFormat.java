package llm.instruct;

import java.util.Arrays;
import java.util.List;
import llm.text.Tokenizer;
import llm.text.chat.ChatMessage;
import llm.text.chat.ChatTemplate;

/// The layout of a family of chat models: the instruction is what the user says, the output what
/// the assistant does. Control tokens come from the template alone.
///
/// @param template the family's
public record ChatFormat(ChatTemplate template) implements PromptFormat {

    @Override
    public PromptText layOut(Instruction instruction) {
        List<ChatMessage> asked = asked(instruction);
        String finished = template.render(asked, false);      // no answer follows, so it may say so
        String query = finished.substring(0, finished.length() - template.closing().length());
        String prompt = template.render(asked, true);
        String whole = template.render(List.of(asked.getFirst(),
                ChatMessage.assistant(template.opening() + instruction.output())), false);
        int end = whole.lastIndexOf(template.endOfTurn());   // an answer may spell it too
        return new PromptText(query, prompt.substring(query.length()),
                whole.substring(prompt.length(), end));
    }

    private static List<ChatMessage> asked(Instruction instruction) {
        return List.of(ChatMessage.user(instruction.question()));
    }

    @Override
    public PromptIds encode(Instruction instruction, Tokenizer tokenizer) {
        int[] finished = template.encode(asked(instruction), false, tokenizer);
        int[] query = Arrays.copyOf(finished,
                finished.length - (template.closing().isEmpty() ? 0 : 1));
        int[] prompt = template.encode(asked(instruction), true, tokenizer);
        return new PromptIds(query, Arrays.copyOfRange(prompt, query.length, prompt.length),
                PromptIds.goOn(layOut(instruction).answer(), tokenizer));
    }

    @Override
    public int end(Tokenizer tokenizer) {
        return tokenizer.specialId(template.endOfTurn()).orElseThrow(() ->
                new IllegalArgumentException("the tokenizer must have the token "
                        + template.endOfTurn() + " of the chat template, got one without"));
    }

    @Override
    public String name() {
        return template.name();
    }
}
