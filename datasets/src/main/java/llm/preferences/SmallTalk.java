package llm.preferences;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import llm.instructions.Split;
import llm.tales.SplitMix;
import llm.tales.Template;

/// The exchanges of one split, ready to be drawn from. Request, polite and rude reply are one
/// template, so that they speak of the same toy and tell the same price.
final class SmallTalk {
    private final List<Exchange> exchanges;
    private final Map<String, Template> templates;          // by Exchange.name

    SmallTalk(List<Exchange> exchanges, String shared) {
        this.exchanges = exchanges;
        var sources = new LinkedHashMap<String, String>();
        for (Exchange exchange : exchanges) {
            exchange.requests().forEach(request ->
                    sources.put(exchange.name(request), exchange.template(request)));
        }
        this.templates = Template.readWithTales(shared, sources);
    }

    /// The exchanges of the resource file of a split.
    static SmallTalk of(Split split) {
        return Objects.requireNonNull(Standard.TALKS.get(split));
    }

    List<Exchange> exchanges() {
        return exchanges;
    }

    /// The pair that one random stream leads to: each topic and answer is equally likely.
    Comparison comparison(long index, SplitMix random) {
        Exchange exchange = one(exchanges, random);
        String request = one(exchange.requests(), random);
        Template template = Objects.requireNonNull(templates.get(exchange.name(request)));
        List<String> said = template.write(random).lines().toList();
        return new Comparison(index, request, said.get(0), "", said.get(1), said.get(2));
    }

    private static <T> T one(List<T> of, SplitMix random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(
                SmallTalk.class.getResourceAsStream(name), name + " must be on the class path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Standard {
        private static final Map<Split, SmallTalk> TALKS = new EnumMap<>(Split.class);

        static {
            Arrays.stream(Split.values()).forEach(split -> TALKS.put(split, new SmallTalk(
                    Exchange.read(resource(split.name().toLowerCase(Locale.ROOT) + ".talk")),
                    resource("shared.talk"))));
        }
    }
}
