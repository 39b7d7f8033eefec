package llm.tales;

/// Grammars small enough to count every story by hand.
final class TinyGrammar {
    static final String TABLES = """
            table pet: name, he, his
                Ann | she | her
                Bob | he  | his
                Cleo | she | her

            table fruit: thing
                apple
                pear

            cast
                hero = pet
                friend = pet
                fruit = fruit

            rule farewell
                - Good
                  night.
                - Bye.
            """;

    private TinyGrammar() {}

    static Grammar of(String story) {
        return new GrammarReader().addShared(TABLES)
                .addPlot("tiny", "story\n    " + story + "\n").grammar();
    }

    static Tale tell(String story, long seed) {
        return TaleGenerator.of(of(story), seed).next();
    }
}
