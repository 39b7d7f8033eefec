package llm.tales;

import java.util.LinkedHashMap;
import java.util.Map;

/// A template in the language of the tales, for texts of another kind: `[a|b]` and `<rule>`
/// choose, `{role}` is the same word from the first mention to the last.
public final class Template {
    private final Phrase phrase;
    private final int roles;

    private Template(Phrase phrase, int roles) {
        this.phrase = phrase;
        this.roles = roles;
    }

    /// Reads templates that share tables, roles and rules.
    ///
    /// @param shared    sections `table`, `cast` and `rule`, as [GrammarReader] describes them
    /// @param templates the alternatives of each template, by its name: indented lines, each
    ///                  alternative begun by `- `
    /// @return the templates by name, in the order given
    /// @throws IllegalArgumentException if one cannot be read; the message names it
    public static Map<String, Template> read(String shared, Map<String, String> templates) {
        var reader = new GrammarReader().addShared(shared);
        templates.forEach((name, alternatives) -> reader.addPlot(name,
                "rule text\n" + alternatives + "\nstory\n    <text>\n"));
        Grammar grammar = reader.grammar();
        var read = new LinkedHashMap<String, Template>();
        for (Grammar.Plot plot : grammar.plots()) {
            read.put(plot.name(), new Template(plot.story(), grammar.roles()));
        }
        return read;
    }

    /// Reads templates that may use the tables of the tales as well: their children, toys, places.
    ///
    /// @throws IllegalArgumentException if one cannot be read; the message names it
    public static Map<String, Template> readWithTales(String shared,
                                                      Map<String, String> templates) {
        return read(GrammarReader.resource("words.tale") + "\n" + shared, templates);
    }

    /// The text that one random stream leads to.
    public String write(SplitMix random) {
        var telling = new Telling(random, roles);
        phrase.tell(telling);
        return telling.text();
    }
}
