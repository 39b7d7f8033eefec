package llm.instruct;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import llm.model.decode.DecodedText;
import llm.model.decode.DecodedText.Ending;
import llm.model.decode.DecodingOptions;
import llm.model.decode.DecodingSession;

/// The work of an [Assistant]: some answers are open at a time, and where one ends the next begins.
final class Answering {
    private final Assistant assistant;
    private final List<Instruction> instructions;
    private final List<int[]> prompts = new ArrayList<>();
    private final List<RandomGenerator> random = new ArrayList<>();
    private final Set<Integer> stopTokens;
    private final Optional<String> stopText;
    private final Consumer<Response> listener;
    private final Map<Integer, DecodedText> open = new TreeMap<>();      // by index
    private final Map<Integer, Response> done = new TreeMap<>();

    Answering(Assistant assistant, List<Instruction> instructions, Consumer<Response> listener) {
        this.assistant = assistant;
        this.instructions = instructions;
        this.listener = listener;
        SplittableRandom seeds = new SplittableRandom(assistant.options().seed());
        for (Instruction instruction : instructions) {
            prompts.add(assistant.prompt(instruction, prompts.size() + 1));
            random.add(seeds.split());
        }
        stopTokens = new HashSet<>(Set.of(assistant.format().end(assistant.tokenizer())));
        assistant.tokenizer().endOfText().ifPresent(stopTokens::add);
        stopText = assistant.format().stopText();
    }

    Responses run() {
        try (DecodingSession session = new DecodingSession(assistant.model())) {
            int begun = 0;
            while (done.size() < instructions.size()) {
                while (begun < instructions.size()
                        && open.size() < assistant.options().together()) {
                    open.put(begun, begin(session, begun));
                    begun++;
                }
                session.step();
                List.copyOf(open.keySet()).forEach(this::takeDown);
            }
        }
        return new Responses(List.copyOf(done.values()));
    }

    private DecodedText begin(DecodingSession session, int index) {
        int[] prompt = prompts.get(index);
        int room = assistant.model().contextLength() - prompt.length;
        AnswerOptions options = assistant.options();
        return session.begin(prompt, DecodingOptions
                .of(options.sampler(), Math.min(options.maxNewTokens(), room))
                .withStopTokens(stopTokens), random.get(index));
    }

    /// Takes down an answer if it is finished, and gives its memory back.
    private void takeDown(int index) {
        DecodedText text = open.get(index);
        if (text.isOpen() && stopText.isEmpty()) {
            return;
        }
        String written = assistant.tokenizer().decode(text.ids()).stripLeading();
        int stop = stopText.map(written::indexOf).orElse(-1);
        if (text.isOpen() && stop < 0) {
            return;
        }
        boolean stopped = stop >= 0 || text.ending().equals(Optional.of(Ending.STOP));
        Response response = new Response(instructions.get(index),
                (stop < 0 ? written : written.substring(0, stop)).strip(), stopped);
        done.put(index, response);
        open.remove(index);
        text.close();
        listener.accept(response);
    }
}
