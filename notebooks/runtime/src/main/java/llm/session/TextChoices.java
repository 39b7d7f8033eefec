package llm.session;

import java.util.List;

/// Knows which texts methods take, to complete them between quotes. Found by Java's service loader.
public interface TextChoices {
    /// The texts that may stand there; those that do not begin as typed are left out later.
    ///
    /// @param method the text is the first argument of, such as `Preset.named`
    /// @param typed  what stands there so far
    /// @return empty if the method is not known
    List<String> of(String method, String typed);
}
