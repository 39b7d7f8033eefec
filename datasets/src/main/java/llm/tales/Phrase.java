package llm.tales;

import java.util.List;
import java.util.function.Consumer;

/// A piece of a template. Telling a phrase writes its text; only [Choice] and the first [Slot] of
/// a role draw from the random stream.
sealed interface Phrase {

    void tell(Telling telling);

    /// Hands over every piece of text that this phrase could write, whatever is chosen.
    void collect(Consumer<String> texts);

    /// Fixed words.
    record Text(String text) implements Phrase {
        @Override
        public void tell(Telling telling) {
            telling.write(text);
        }

        @Override
        public void collect(Consumer<String> texts) {
            texts.accept(text);
        }
    }

    /// `a(n)`: "a" or "an", as the next word wants.
    record Article(boolean capital) implements Phrase {
        @Override
        public void tell(Telling telling) {
            telling.writeArticle(capital);
        }

        @Override
        public void collect(Consumer<String> texts) {
            texts.accept(capital ? "A An " : "a an ");
        }
    }

    /// `{hero.his}`: a form of the row that plays a role.
    record Slot(Role role, List<String> forms) implements Phrase {
        @Override
        public void tell(Telling telling) {
            telling.write(forms.get(telling.player(role)));
        }

        @Override
        public void collect(Consumer<String> texts) {
            forms.forEach(texts);
        }
    }

    /// One phrase after the other.
    record Sequence(List<Phrase> parts) implements Phrase {
        @Override
        public void tell(Telling telling) {
            for (Phrase part : parts) {
                part.tell(telling);
            }
        }

        @Override
        public void collect(Consumer<String> texts) {
            parts.forEach(part -> part.collect(texts));
        }
    }

    /// `[big|small]` or a rule: one of several, each equally likely.
    record Choice(List<Phrase> alternatives) implements Phrase {
        @Override
        public void tell(Telling telling) {
            alternatives.get(telling.choose(alternatives.size())).tell(telling);
        }

        @Override
        public void collect(Consumer<String> texts) {
            alternatives.forEach(alternative -> alternative.collect(texts));
        }
    }
}
