package llm.instruct;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Solved examples before the question. A model that was never finetuned, a base model, goes on
/// with the pattern: what a finetuned one has to beat. Source: Brown et al. (2020), §2.
///
/// @param format   the layout of each
/// @param examples one or more
public record FewShot(PlainFormat format, List<Instruction> examples) implements PromptFormat {
    private static final String BETWEEN = "\n\n";

    public FewShot {
        examples = List.copyOf(examples);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("examples must be one or more, got none");
        }
    }

    @Override
    public PromptText layOut(Instruction instruction) {
        PromptText asked = format.layOut(instruction);
        String before = examples.stream().map(example -> format.layOut(example).whole() + BETWEEN)
                .collect(Collectors.joining());
        return new PromptText(before + asked.query(), asked.header(), asked.answer());
    }

    /// An empty line: the model goes on to an example of its own.
    @Override
    public Optional<String> stopText() {
        return Optional.of(BETWEEN);
    }

    @Override
    public String name() {
        return format.name() + " with " + examples.size() + " examples";
    }
}
