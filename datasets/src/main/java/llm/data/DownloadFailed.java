package llm.data;

import java.io.IOException;

/// A download that cannot succeed as it is; the message is one sentence for the user.
public final class DownloadFailed extends IOException {
    private static final long serialVersionUID = 1;

    DownloadFailed(String sentence) {
        super(sentence);
    }

    DownloadFailed(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
