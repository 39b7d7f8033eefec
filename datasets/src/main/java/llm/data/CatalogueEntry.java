package llm.data;

import java.util.List;

/// A public model or data set.
///
/// @param name    what the user types
/// @param kind    `model` or `data`
/// @param title   what it is, in a few words
/// @param page    where to read about it
/// @param licence under which it is published
/// @param bytes   about how large the download is
/// @param gated   whether its page asks for consent to terms first
public record CatalogueEntry(String name, String kind, String title, String page, String licence,
        long bytes, boolean gated, List<Source> sources) {
    public CatalogueEntry {
        sources = List.copyOf(sources);
    }

    /// Whether what comes can be held against a checksum: the hub tells those of its files, and the
    /// catalogue those of others, where they are known.
    public boolean hasChecksums() {
        return sources.stream().allMatch(source -> switch (source) {
            case Source.Repository _ -> true;
            case Source.Page page -> page.sha256() != null;
        });
    }

    /// The same at another revision of its repository.
    ///
    /// @throws IllegalArgumentException if it does not come from a repository on the hub
    public CatalogueEntry at(String revision) {
        List<Source> changed = sources.stream().<Source>map(source -> switch (source) {
            case Source.Repository r -> new Source.Repository(r.repository(), revision, r.files());
            case Source.Page page -> throw new IllegalArgumentException("a revision must be of a "
                    + "repository on the hub, got " + name + ", which comes from "
                    + page.address());
        }).toList();
        return new CatalogueEntry(name, kind, title, page, licence, bytes, gated, changed);
    }
}
