package llm.tools.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import llm.data.DownloadFailed;

/// Says in one sentence why a command failed.
public final class Failure {
    private static final String DISK_FULL = "No space left on device";

    private Failure() {}

    /// Prints the sentence, with `--debug` also the stack trace, and returns the exit code. Where
    /// the reader went away there is nobody to tell.
    public static int report(Throwable error, PrintWriter err, List<String> args) {
        if (error instanceof OutputLost lost && lost.readerIsGone()) {
            return ExitCode.READER_GONE;
        }
        String sentence = error instanceof OutOfMemoryError full ? MemoryAdvice.sentence(full, args)
                : sentence(error);
        err.println(HumanReadable.line(sentence));
        if (args.contains("--debug")) {
            error.printStackTrace(err);
        }
        return error instanceof WrongUsage ? ExitCode.WRONG_USAGE : ExitCode.FAILURE;
    }

    /// The sentence for the user.
    public static String sentence(Throwable error) {
        if (error instanceof NoClassDefFoundError e) {       // maybe of a class named below
            return "A library is missing (" + e.getMessage()
                    + "). Delete the folder .cache/launch and run the command again.";
        }
        return switch (error) {
            case UncheckedIOException e -> sentence(e.getCause());
            case JsonProcessingException e -> "The file is not the JSON it should be: "
                    + e.getOriginalMessage() + position(e);
            case IOException e -> fileSentence(e);
            case IllegalArgumentException e -> text(e);
            case IllegalStateException e -> text(e);
            case UnsupportedOperationException e -> text(e);
            case OutputLost e -> text(e);
            case OutOfMemoryError e -> MemoryAdvice.sentence(e, List.of());
            case ExceptionInInitializerError e when e.getCause() != null -> sentence(e.getCause());
            case UnsatisfiedLinkError e -> "A native library cannot be loaded: " + e.getMessage()
                    + ". ./llm doctor says more.";
            default -> unexpected(error);
        };
    }

    private static String fileSentence(IOException error) {
        return switch (error) {
            case DownloadFailed e -> text(e);
            case NoSuchFileException e -> "There is no file or folder " + e.getFile() + ".";
            case FileNotFoundException e -> "A file cannot be opened: " + e.getMessage() + ".";
            case AccessDeniedException e -> "Access to " + e.getFile() + " is denied.";
            case FileAlreadyExistsException e -> e.getFile() + " exists already.";
            case DirectoryNotEmptyException e -> "The folder " + e.getFile() + " is not empty.";
            case NotDirectoryException e -> e.getFile() + " is not a folder.";
            case FileSystemException e when DISK_FULL.equals(e.getReason()) ->
                    "The disk is full: " + e.getFile() + " cannot be written.";
            case CharacterCodingException _ -> "The file is not UTF-8 text.";
            case IOException e when DISK_FULL.equals(e.getMessage()) -> "The disk is full.";
            default -> "Reading or writing failed: " + text(error);
        };
    }

    private static String position(JsonProcessingException error) {
        var at = error.getLocation();
        return at == null ? "."
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ").";
    }

    private static String text(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? unexpected(error) : message;
    }

    private static String unexpected(Throwable error) {
        return "Something unexpected happened: " + error + ". --debug shows where.";
    }
}
