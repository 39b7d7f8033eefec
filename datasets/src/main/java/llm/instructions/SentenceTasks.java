package llm.instructions;

import java.util.List;

/// Tasks about one sentence: rewrite it, or write one.
final class SentenceTasks {
    private static final List<String> ABOUT_HIM = List.of(
            "{He} {did} {his} {colour} {thing}.",
            "{He} put {his} {thing} {where}.",
            "{name} gave {him} {what}.",
            "{He} went home with {his} {colour} {thing}.",
            "The {colour} {thing} was for {him}.",
            "{Where}, {he} {did} {his} {thing}.");

    private static final List<String> OWN = List.of(
            "{name} {did} the {thing} {where}.",
            "{name} put the {thing} {where}.",
            "{name} went home with the {thing}.",
            "{name} loved the {colour} {thing}.");

    private SentenceTasks() {}

    static Task question(Draw draw) {
        Fact fact = Fact.draw(draw, 1).getFirst();
        return Task.of(fact.sentence(), fact.question());
    }

    static Task pronoun(Draw draw) {
        String told = fill(draw.one(ABOUT_HIM), Fact.draw(draw, 1).getFirst());
        String his = told.replace("{He}", "He").replace("{he}", "he")
                .replace("{his}", "his").replace("{him}", "him");
        String her = told.replace("{He}", "She").replace("{he}", "she")
                .replace("{his}", "her").replace("{him}", "her");
        return draw.coin() ? Task.of(his, her).with("from", "he").with("to", "she")
                : Task.of(her, his).with("from", "she").with("to", "he");
    }

    static Task sentence(Draw draw) {
        Fact fact = Fact.draw(draw, 1).getFirst();
        return Task.of("", fill(draw.one(OWN), fact))
                .with("name", fact.name()).with("thing", fact.thing());
    }

    private static String fill(String sentence, Fact fact) {
        String where = fact.where();
        return sentence.replace("{name}", fact.name()).replace("{did}", fact.deed().word())
                .replace("{colour}", fact.colour()).replace("{thing}", fact.thing())
                .replace("{what}", fact.what()).replace("{where}", where)
                .replace("{Where}", Character.toUpperCase(where.charAt(0)) + where.substring(1));
    }
}
