package llm.instructions;

import java.util.ArrayList;
import java.util.List;

/// Questions about a story of one to three sentences.
final class StoryTasks {
    private static final int TURNED = 3;                     // one fact in so many begins by where

    private StoryTasks() {}

    static Task extract(Draw draw) {
        Fact fact = Fact.draw(draw, 1).getFirst();
        String story = story(draw, List.of(fact), draw.number(0, 2));
        String what = draw.one(List.of("name", "colour", "thing", "place"));
        String output = switch (what) {
            case "name" -> fact.name();
            case "colour" -> fact.colour();
            case "thing" -> fact.thing();
            default -> fact.place().other();
        };
        return Task.of(story, output).with("what", what);
    }

    static Task who(Draw draw) {
        List<Fact> facts = Fact.draw(draw, 2);
        Fact asked = draw.one(facts);
        return Task.of(story(draw, facts, draw.number(0, 1)), asked.name())
                .with("did", asked.deed().word()).with("thing", asked.thing());
    }

    static Task what(Draw draw) {
        List<Fact> facts = Fact.draw(draw, 2);
        Fact asked = draw.one(facts);
        return Task.of(story(draw, facts, draw.number(0, 1)), asked.what())
                .with("name", asked.name())
                .with("did", asked.deed().word()).with("do", asked.deed().other());
    }

    static Task where(Draw draw) {
        List<Fact> facts = Fact.draw(draw, 2);
        Fact asked = draw.one(facts);
        return Task.of(story(draw, facts, draw.number(0, 1)), asked.where())
                .with("name", asked.name()).with("thing", asked.thing())
                .with("did", asked.deed().word()).with("do", asked.deed().other());
    }

    static Task contains(Draw draw) {
        List<Fact> facts = Fact.draw(draw, 3);
        List<Fact> told = facts.subList(0, 2);
        boolean inside = draw.coin();
        String name = (inside ? draw.one(told) : facts.getLast()).name();
        return Task.of(story(draw, told, draw.number(0, 1)), inside ? "yes" : "no")
                .with("name", name);
    }

    /// The facts in order, with sentences between them that say nothing of the kind.
    private static String story(Draw draw, List<Fact> facts, int fillers) {
        var sentences = new ArrayList<String>();
        for (Fact fact : facts) {
            sentences.add(draw.number(1, TURNED) == 1 ? fact.turned() : fact.sentence());
        }
        for (String filler : draw.words(fillers, "filler")) {
            sentences.add(draw.number(0, sentences.size()), filler);
        }
        return String.join(" ", sentences);
    }
}
