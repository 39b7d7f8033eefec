package llm.tales;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with one story, in words a reader can check; empty lists mean nothing is.
///
/// @param names    a name that nobody introduced, a changed title, a pronoun that fits nobody
/// @param objects  an object that was never introduced, or that changed its colour
/// @param form     no capital at the start, no end, unknown words, a sentence said twice
/// @param mentions how often a character's name is said
/// @param strange  how many of these are names that nobody has introduced
public record StoryCheck(List<String> names, List<String> objects, List<String> form,
                         int mentions, int strange) {

    /// Copies the lists.
    public StoryCheck {
        names = List.copyOf(names);
        objects = List.copyOf(objects);
        form = List.copyOf(form);
    }

    /// Everybody in the story was introduced, and stays who they are.
    public boolean namesConsistent() {
        return names.isEmpty();
    }

    /// Every thing in the story was introduced, and stays what it is.
    public boolean objectsConsistent() {
        return objects.isEmpty();
    }

    /// It looks like a story from its first letter to its last full stop.
    public boolean wellFormed() {
        return form.isEmpty();
    }

    /// All that was found.
    public List<String> findings() {
        var all = new ArrayList<String>(names);
        all.addAll(objects);
        all.addAll(form);
        return List.copyOf(all);
    }
}
