package llm.data;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where files of an entry lie.
public sealed interface Source {

    /// Some files of a repository on Hugging Face's hub. Their sizes and checksums, and what the
    /// revision stands for, the hub tells at download time.
    ///
    /// @param repository with its kind in front, such as `models/openai-community/gpt2`
    /// @param revision   a commit, or the name of a branch
    /// @param files      paths in the repository; `*` stands for any characters but `/`
    record Repository(String repository, String revision, List<String> files) implements Source {
        public Repository {
            if (!repository.matches("(models|datasets)/[^/]+/[^/]+")) {
                throw new IllegalArgumentException("a repository must be models/OWNER/NAME or "
                        + "datasets/OWNER/NAME, got " + repository);
            }
            files = List.copyOf(files);
        }
    }

    /// A file on the web.
    ///
    /// @param file   its name here
    /// @param sha256 in hexadecimal; null where none is known
    /// @param unpack whether it is an archive whose contents are wanted
    record Page(URI address, String file, @Nullable String sha256, boolean unpack)
            implements Source {
    }
}
