package llm.deploy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.Over;
import llm.deploy.engine.AnswerEvent.PlacedToken;
import llm.deploy.engine.AnswerEvent.PromptRead;
import llm.model.decode.ChosenToken;

/// All that is told of an answer.
final class Collected implements Consumer<AnswerEvent> {
    final List<AnswerEvent> events = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public synchronized void accept(AnswerEvent event) {
        events.add(event);
        if (event instanceof Over) {
            over.countDown();
        }
    }

    Over over() {
        try {
            if (!over.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an answer must end in time, got " + events);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return (Over) events.getLast();
    }

    String text() {
        over();
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event instanceof More more ? more.text() : ""));
        return text.toString();
    }

    List<PlacedToken> placed() {
        over();
        return events.stream().filter(More.class::isInstance)
                .flatMap(event -> ((More) event).tokens().stream()).toList();
    }

    List<ChosenToken> tokens() {
        return placed().stream().map(PlacedToken::token).toList();
    }

    int[] ids() {
        return tokens().stream().mapToInt(ChosenToken::id).toArray();
    }

    PromptRead prompt() {
        over();
        return (PromptRead) events.getFirst();
    }
}
