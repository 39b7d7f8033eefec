package llm.text.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import llm.tensor.file.Safetensors;

/// What a file is by its first bytes, whatever its name says. Downloads end in files that look
/// right and are not; this says what they are and what to do.
public enum FileKind {
    EMPTY("an empty file", "fetch it again"),
    LFS_POINTER("a Git LFS pointer, which names the file and does not hold it",
            "run git lfs pull, or download the file itself"),
    HTML("an HTML page", "download the file itself instead of the page that shows it"),
    PICKLE("a pickled Python file such as PyTorch's, which can run code when it is read",
            "convert it to safetensors with transformers' save_pretrained"),
    ZIP("a ZIP archive", "unpack it"),
    PACKED("a file packed by gzip, bzip2, xz, zstd, 7z or tar", "unpack it"),
    GGUF("a GGUF file", "give its own path as the model, with a name that ends in .gguf"),
    GGML("a GGML file, of the time before GGUF", "convert it to GGUF with llama.cpp's programs"),
    SAFETENSORS("a safetensors file",
            "put it into a folder with its config.json, and give that as the model"),
    HDF5("an HDF5 file such as TensorFlow's",
            "convert it to safetensors with transformers' save_pretrained"),
    NUMPY("a NumPy array", "write its values as safetensors"),
    PICTURE("a picture or a PDF", "look for the file that was meant"),
    TIKTOKEN("tiktoken's list of tokens, no SentencePiece model",
            "take the tokenizer.json of the same model"),
    JSON("JSON text", "look for the file that was meant"),
    TEXT("plain text", "look whether it is the message of a download that failed");

    private static final int START = 4_096;
    private static final Pattern TIKTOKEN_LINE = Pattern.compile("[A-Za-z0-9+/]+={0,2} \\d+");
    private static final String LFS = "version https://git-lfs.github.com/spec/";
    private static final int TAR_MARK = 257;

    private final String name;
    private final String advice;

    FileKind(String name, String advice) {
        this.name = name;
        this.advice = advice;
    }

    /// The bytes that files of a kind begin with, in hexadecimal digits.
    private record Mark(FileKind kind, String bytes) {
    }

    private static final List<Mark> MARKS = List.of(
            new Mark(PACKED, "1f8b"), new Mark(PACKED, "425a68"), new Mark(PACKED, "fd377a585a00"),
            new Mark(PACKED, "28b52ffd"), new Mark(PACKED, "377abcaf271c"),
            new Mark(GGUF, "47475546"), new Mark(GGML, "6c6d6767"), new Mark(GGML, "666d6767"),
            new Mark(GGML, "746a6767"), new Mark(HDF5, "894844460d0a1a0a"),
            new Mark(NUMPY, "934e554d5059"), new Mark(PICTURE, "89504e47"),
            new Mark(PICTURE, "ffd8ff"), new Mark(PICTURE, "25504446"),
            new Mark(PICTURE, "47494638"));

    /// What a file is; empty if its first bytes do not say.
    public static Optional<FileKind> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();                    // a pipe can be read once only
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(START), Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Refuses a file that is of another kind than those expected.
    ///
    /// @throws IllegalArgumentException if its first bytes say so; says what it is and what to do
    public static void require(Path file, FileKind... expected) {
        of(file).filter(kind -> !Arrays.asList(expected).contains(kind)).ifPresent(kind -> {
            throw new IllegalArgumentException("%s must be what its name says, got %s; %s"
                    .formatted(file, kind.name, kind.advice));
        });
    }

    /// Refuses a file that is no text, or an HTML page or a pointer in place of one.
    ///
    /// @throws IllegalArgumentException as [#require]
    public static void requireText(Path file) {
        require(file, EMPTY, JSON, TEXT, TIKTOKEN);
    }

    /// Opens a file of tensors.
    ///
    /// @throws IllegalArgumentException if it is broken, or another kind of file under this name
    public static Safetensors openSafetensors(Path file) throws IOException {
        require(file, SAFETENSORS);
        return Safetensors.open(file);
    }

    private static Optional<FileKind> of(byte[] start, long size) {
        String hex = HexFormat.of().formatHex(start);
        if (start.length == 0) {
            return Optional.of(EMPTY);
        }
        for (Mark mark : MARKS) {
            if (hex.startsWith(mark.bytes)) {
                return Optional.of(mark.kind);
            }
        }
        String bytes = new String(start, StandardCharsets.ISO_8859_1);
        if (bytes.startsWith("PK\u0003\u0004") || bytes.startsWith("PK\u0005\u0006")) {
            return Optional.of(bytes.contains("data.pkl") ? PICKLE : ZIP);
        }
        if (hex.matches("80(0[2-5]).*") && start.length > 2) {
            return Optional.of(PICKLE);
        }
        if (bytes.startsWith("ustar", TAR_MARK)) {
            return Optional.of(PACKED);
        }
        return isSafetensors(start, size) ? Optional.of(SAFETENSORS) : ofText(start, bytes);
    }

    /// Eight bytes of a length that the file can hold, then a JSON object.
    private static boolean isSafetensors(byte[] start, long size) {
        return start.length > 9 && start[8] == '{' && start[6] == 0 && start[7] == 0
                && (start[5] | start[4]) == 0 && size > 9;
    }

    private static Optional<FileKind> ofText(byte[] start, String bytes) {
        for (byte b : start) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return Optional.empty();
            }
        }
        String text = bytes.strip().replaceFirst("^\u00EF\u00BB\u00BF", "");
        String small = text.toLowerCase(Locale.ROOT);
        if (text.startsWith(LFS)) {
            return Optional.of(LFS_POINTER);
        }
        if (small.startsWith("<!doctype") || small.startsWith("<html")
                || small.startsWith("<?xml")) {
            return Optional.of(HTML);
        }
        if (text.lines().findFirst().filter(TIKTOKEN_LINE.asMatchPredicate()).isPresent()) {
            return Optional.of(TIKTOKEN);
        }
        return Optional.of(text.startsWith("{") || text.startsWith("[") ? JSON : TEXT);
    }
}
