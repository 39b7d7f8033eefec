package llm.tales;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `.tale` files. A file is a list of sections; a section is a heading at the left margin
/// and indented lines below it. `#` at the margin begins a comment.
///
/// - `table NAME: column, column`, then one row to a line, cells parted by `|`;
/// - `cast`, then `role = table` or `role = table | table`;
/// - `rule NAME`, then alternatives, each begun by `- `, running over as many lines as it likes;
/// - `story`, then the paragraphs of a plot, parted by blank lines.
///
/// A plot sees the shared tables, cast and rules, and may replace a role or rule by its own.
final class GrammarReader {
    private final List<Table> tables = new ArrayList<>();
    private final List<Grammar.Plot> plots = new ArrayList<>();
    private final Map<String, List<String>> sharedCast = new LinkedHashMap<>();
    private final Map<String, List<String>> sharedRules = new LinkedHashMap<>();
    private int mostRoles;

    static Grammar readStandard(List<String> plots) {
        var reader = new GrammarReader();
        reader.addShared(resource("words.tale"));
        reader.addShared(resource("shared.tale"));
        for (String plot : plots) {
            reader.addPlot(plot, resource("plots/" + plot + ".tale"));
        }
        return reader.grammar();
    }

    Grammar grammar() {
        return new Grammar(List.copyOf(tables), List.copyOf(plots), mostRoles);
    }

    /// Adds tables, roles and rules that every later plot may use.
    GrammarReader addShared(String source) {
        for (Section section : sections(source)) {
            switch (section.keyword()) {
                case "table" -> tables.add(Table.parse(section.title(), section.body()));
                case "cast" -> readCast(section, sharedCast);
                case "rule" -> sharedRules.put(section.title(), section.alternatives());
                default -> throw section.unknown("table, cast or rule");
            }
        }
        return this;
    }

    /// Adds one plot.
    ///
    /// @throws IllegalArgumentException if the plot cannot be read; the message names it
    GrammarReader addPlot(String name, String source) {
        try {
            plots.add(new Grammar.Plot(name, readPlot(source)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("plot " + name + ": " + e.getMessage(), e);
        }
        return this;
    }

    private Phrase readPlot(String source) {
        var cast = new LinkedHashMap<>(sharedCast);
        var rules = new LinkedHashMap<>(sharedRules);
        var paragraphs = new ArrayList<String>();
        for (Section section : sections(source)) {
            switch (section.keyword()) {
                case "cast" -> readCast(section, cast);
                case "rule" -> rules.put(section.title(), section.alternatives());
                case "story" -> paragraphs.addAll(section.paragraphs());
                default -> throw section.unknown("cast, rule or story");
            }
        }
        return new PhraseParser(roles(cast), rules).parse(String.join(" // ", paragraphs));
    }

    private Map<String, Role> roles(Map<String, List<String>> cast) {
        var roles = new LinkedHashMap<String, Role>();
        cast.forEach((name, from) -> {
            var candidates = from.stream().flatMap(table -> table(table).rows().stream()).toList();
            roles.put(name, new Role(name, roles.size(), candidates));
        });
        mostRoles = Math.max(mostRoles, roles.size());
        return roles;
    }

    private Table table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a role must be cast from one of "
                        + tables.stream().map(Table::name).toList() + ", got " + name));
    }

    private static void readCast(Section section, Map<String, List<String>> cast) {
        for (String line : section.body()) {
            String[] sides = line.split("=", 2);
            if (sides.length < 2) {
                throw new IllegalArgumentException("a cast line must be role = table, got " + line);
            }
            cast.put(sides[0].strip(),
                    Arrays.stream(sides[1].split("\\|")).map(String::strip).toList());
        }
    }

    private static List<Section> sections(String source) {
        var sections = new ArrayList<Section>();
        for (String line : source.lines().filter(line -> !line.startsWith("#")).toList()) {
            boolean heading = !line.isBlank() && !Character.isWhitespace(line.charAt(0));
            if (heading) {
                String[] words = line.split(" ", 2);
                String title = words.length == 2 ? words[1].strip() : "";
                sections.add(new Section(words[0], title, new ArrayList<>()));
            } else if (!sections.isEmpty()) {
                sections.getLast().lines().add(line.strip());
            }
        }
        return sections;
    }

    /// The text of a file beside this class.
    static String resource(String name) {
        try (InputStream in = GrammarReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the class path must hold llm/tales/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A heading and the stripped lines below it, blank ones included.
    private record Section(String keyword, String title, List<String> lines) {

        List<String> body() {
            return lines.stream().filter(line -> !line.isEmpty()).toList();
        }

        List<String> alternatives() {
            String joined = " " + String.join(" ", body());
            return Arrays.stream(joined.split(" - ")).map(String::strip)
                    .filter(text -> !text.isEmpty()).toList();
        }

        List<String> paragraphs() {
            return Arrays.stream(String.join("\n", lines).strip().split("\n\n+"))
                    .map(paragraph -> paragraph.replace('\n', ' ')).toList();
        }

        IllegalArgumentException unknown(String known) {
            return new IllegalArgumentException(
                    "a section must be " + known + ", got " + keyword + " " + title);
        }
    }
}
