package llm.tales;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Turns the templates of one plot into phrases.
///
/// | template | meaning |
/// | --- | --- |
/// | `[red\|blue]` | one of the alternatives, each equally likely; they may nest or be empty |
/// | `{hero}` | the word that plays the role `hero`: the first column of its table |
/// | `{hero.his}`, `{Hero.his}` | another column; the second form begins with a capital |
/// | `<farewell>` | one of the alternatives of the rule `farewell` |
/// | `a(n)`, `A(n)` | "a" or "an", as the next word wants |
/// | `//` | a new paragraph |
final class PhraseParser {
    private static final String SPECIAL = "[]|{<";

    private final Map<String, Role> roles;
    private final Map<String, List<String>> rules;
    private final Map<String, Phrase> parsedRules = new HashMap<>();
    private final Set<String> openRules = new HashSet<>();

    /// @param roles the cast, by name
    /// @param rules the alternatives of every rule, by name
    PhraseParser(Map<String, Role> roles, Map<String, List<String>> rules) {
        this.roles = roles;
        this.rules = rules;
    }

    /// Parses one template.
    ///
    /// @throws IllegalArgumentException if it is malformed or names what does not exist
    Phrase parse(String template) {
        var cursor = new Cursor(template.replace(" // ", "\n"));
        Phrase phrase = sequence(cursor);
        if (!cursor.atEnd()) {
            throw cursor.error("brackets must match");
        }
        return phrase;
    }

    private Phrase sequence(Cursor cursor) {
        var parts = new ArrayList<Phrase>();
        while (!cursor.atEnd() && cursor.peek() != '|' && cursor.peek() != ']') {
            switch (cursor.peek()) {
                case '[' -> parts.add(choice(cursor));
                case '{' -> parts.add(slot(cursor.enclosed('}')));
                case '<' -> parts.add(rule(cursor.enclosed('>')));
                default -> addText(parts, cursor.text());
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Phrase.Sequence(List.copyOf(parts));
    }

    private Phrase choice(Cursor cursor) {
        var alternatives = new ArrayList<Phrase>();
        do {
            cursor.skip();                                  // '[' at first, then '|'
            alternatives.add(sequence(cursor));
        } while (!cursor.atEnd() && cursor.peek() == '|');
        if (cursor.atEnd()) {
            throw cursor.error("brackets must match");
        }
        cursor.skip();                                      // ']'
        return new Phrase.Choice(List.copyOf(alternatives));
    }

    private Phrase slot(String name) {
        int dot = name.indexOf('.');
        String role = dot < 0 ? name : name.substring(0, dot);
        boolean capital = Character.isUpperCase(role.charAt(0));
        Role played = roles.get(role.toLowerCase(Locale.ROOT));
        if (played == null) {
            throw new IllegalArgumentException(
                    "a role must be one of " + roles.keySet() + ", got {" + name + "}");
        }
        List<String> forms = dot < 0
                ? played.candidates().stream().map(Table.Row::word).toList()
                : played.forms(name.substring(dot + 1));
        return new Phrase.Slot(played,
                capital ? forms.stream().map(Prose::capitalised).toList() : forms);
    }

    private Phrase rule(String name) {
        Phrase known = parsedRules.get(name);
        if (known != null) {
            return known;
        }
        List<String> alternatives = rules.get(name);
        if (alternatives == null) {
            throw new IllegalArgumentException("a rule must be one of " + rules.keySet()
                    + ", got <" + name + ">");
        }
        if (!openRules.add(name)) {
            throw new IllegalArgumentException("a rule must not use itself, got <" + name + ">");
        }
        Phrase phrase = new Phrase.Choice(alternatives.stream().map(this::parse).toList());
        openRules.remove(name);
        parsedRules.put(name, phrase);
        return phrase;
    }

    /// Adds fixed words, with an [Phrase.Article] wherever they say `a(n)`.
    private static void addText(List<Phrase> parts, String text) {
        int from = 0;
        for (int at = text.indexOf("(n) "); at >= 0; at = text.indexOf("(n) ", from)) {
            if (at - 1 > from) {
                parts.add(new Phrase.Text(text.substring(from, at - 1)));
            }
            parts.add(new Phrase.Article(text.charAt(at - 1) == 'A'));
            from = at + "(n) ".length();
        }
        if (from < text.length()) {
            parts.add(new Phrase.Text(text.substring(from)));
        }
    }

    /// A template and how far it has been read.
    private static final class Cursor {
        private final String template;
        private int position;

        Cursor(String template) {
            this.template = template;
        }

        boolean atEnd() {
            return position == template.length();
        }

        char peek() {
            return template.charAt(position);
        }

        void skip() {
            position++;
        }

        String enclosed(char close) {
            int end = template.indexOf(close, position);
            if (end < position + 2) {
                throw error(template.charAt(position) + " must be followed by a name and " + close);
            }
            String inside = template.substring(position + 1, end);
            position = end + 1;
            return inside;
        }

        String text() {
            int start = position;
            while (!atEnd() && SPECIAL.indexOf(peek()) < 0) {
                position++;
            }
            return template.substring(start, position);
        }

        IllegalArgumentException error(String must) {
            return new IllegalArgumentException(
                    must + ", got '" + template + "' at character " + position);
        }
    }
}
