package llm.text.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import llm.text.bpe.BpeSettings;
import llm.text.pretokenize.CharacterMap;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieceTokenizer;
import llm.text.sentencepiece.SentencePieces;

/// Reads SentencePiece's own file, `tokenizer.model`. A setting that would change the ids and that
/// we do not have is an error which names it.
///
/// Source: `sentencepiece_model.proto` of SentencePiece, which numbers the fields.
final class SentencePieceModel {

    private static final List<String> MODEL_TYPES = List.of("UNIGRAM", "BPE", "WORD", "CHAR");

    /// Numbers of fields: of the whole file, of a piece, of the trainer's settings, and of the
    /// normalizer's.
    private static final int PIECES = 1;
    private static final int TRAINER = 2;
    private static final int NORMALIZER = 3;
    private static final int SELF_TEST = 4;
    private static final int DENORMALIZER = 5;
    private static final int PIECE_TEXT = 1;
    private static final int PIECE_SCORE = 2;
    private static final int PIECE_TYPE = 3;
    private static final int MODEL_TYPE = 3;
    private static final int VOCAB_SIZE = 4;
    private static final int WHITESPACE_AS_SUFFIX = 24;
    private static final int BYTE_FALLBACK = 35;
    private static final int BOS_ID = 41;
    private static final int EOS_ID = 42;
    private static final int RULES_NAME = 1;
    private static final int RULES_TABLE = 2;
    private static final int ADD_DUMMY_PREFIX = 3;
    private static final int REMOVE_EXTRA_WHITESPACES = 4;
    private static final int ESCAPE_WHITESPACES = 5;

    private final List<SentencePiece> pieces;
    private final ProtobufMessage trainer;
    private final ProtobufMessage normalizer;

    private SentencePieceModel(ProtobufMessage model) {
        requireWhole(model);
        pieces = model.messages(PIECES).stream().map(SentencePieceModel::piece).toList();
        Set<String> texts = new HashSet<>();
        for (SentencePiece piece : pieces) {
            if (!texts.add(piece.text())) {
                throw new IllegalArgumentException(
                        "every piece must be there once, got \"" + piece.text() + "\" twice");
            }
        }
        trainer = only(model, TRAINER);
        if (pieces.size() < trainer.number(VOCAB_SIZE, 0)) { // others may have been added
            throw new IllegalArgumentException("vocab_size=%d pieces or more must be there, got %d"
                    .formatted(trainer.number(VOCAB_SIZE, 0), pieces.size()));
        }
        normalizer = only(model, NORMALIZER);
    }

    static SentencePieceTokenizer read(Path file) {
        TokenizerConfig config = TokenizerConfig.beside(file);
        return JsonFile.naming(file, () -> new SentencePieceModel(
                new ProtobufMessage(ByteBuffer.wrap(bytes(file)))).tokenizer(config));
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A piece whose field has another number by a fault is missing, and the ids of all pieces
    /// behind it are wrong.
    private static void requireWhole(ProtobufMessage model) {
        Set<Integer> known = Set.of(PIECES, TRAINER, NORMALIZER, SELF_TEST, DENORMALIZER);
        if (!known.containsAll(model.fields())) {
            throw new IllegalArgumentException("the fields of a SentencePiece model must be "
                    + new TreeSet<>(known) + ", got " + new TreeSet<>(model.fields()));
        }
        for (int field : List.of(TRAINER, NORMALIZER, SELF_TEST, DENORMALIZER)) {
            List<ProtobufMessage> parts = model.messages(field);
            if (parts.size() > 1 || field > NORMALIZER && parts.stream()
                    .anyMatch(part -> part.fields().contains(PIECE_SCORE))) {
                throw new IllegalArgumentException("field " + field + " of a SentencePiece model "
                        + "must be there once and hold no piece, got another");
            }
        }
    }

    private static ProtobufMessage only(ProtobufMessage model, int field) {
        List<ProtobufMessage> messages = model.messages(field);
        return messages.isEmpty() ? new ProtobufMessage(ByteBuffer.allocate(0))
                : messages.getLast();
    }

    private static SentencePiece piece(ProtobufMessage message) {
        String text = message.text(PIECE_TEXT, "");
        long type = message.number(PIECE_TYPE, 1);
        SentencePiece.Kind[] kinds = SentencePiece.Kind.values();
        if (text.isEmpty() || message.count(PIECE_TEXT) > 1 || type < 1 || type > kinds.length
                || kinds[(int) type - 1] == SentencePiece.Kind.UNUSED) {
            throw new IllegalArgumentException("a piece must have a text and a type among NORMAL, "
                    + "UNKNOWN, CONTROL, USER_DEFINED and BYTE (1 to 4, 6), got \"" + text
                    + "\" of type " + type);
        }
        return new SentencePiece(text, message.decimal(PIECE_SCORE, 0), kinds[(int) type - 1]);
    }

    private SentencePieceTokenizer tokenizer(TokenizerConfig config) {
        requireSupported();
        config.requireNoEos();
        Optional<String> bos = config.token("bos_token", pieceAt(BOS_ID, 1));
        Optional<String> eos = config.token("eos_token", pieceAt(EOS_ID, 2));
        boolean addBos = bos.isPresent() && config.addBos(true);
        var settings = new BpeSettings(SentencePieces.added(pieces), bos, eos, addBos, false,
                textNormalizer());
        return SentencePieces.tokenizer(pieces, settings, trainer.flag(BYTE_FALLBACK, false));
    }

    private void requireSupported() {
        int type = (int) trainer.number(MODEL_TYPE, 1);
        String name = type >= 1 && type <= MODEL_TYPES.size()
                ? MODEL_TYPES.get(type - 1) : String.valueOf(type);
        if (!name.equals("BPE")) {
            throw new IllegalArgumentException("model_type must be BPE, got " + name);
        }
        String rules = normalizer.text(RULES_NAME, "");
        if (characters().length == 0 && !rules.isEmpty() && !rules.equals("identity")) {
            throw new IllegalArgumentException("the normalizer must be identity or have a table "
                    + "of characters, got \"" + rules + "\" without one");
        }
        if (trainer.flag(WHITESPACE_AS_SUFFIX, false)) {
            throw new IllegalArgumentException("treat_whitespace_as_suffix must be off, got true");
        }
        if (!normalizer.flag(ESCAPE_WHITESPACES, true)) {
            throw new IllegalArgumentException("escape_whitespaces must be on, got false");
        }
    }

    /// The piece whose id a field of the trainer's settings holds; −1 means none.
    private Optional<String> pieceAt(int field, int otherwise) {
        long id = (int) trainer.number(field, otherwise);
        return id >= 0 && id < pieces.size()
                && pieces.get((int) id).kind() == SentencePiece.Kind.CONTROL
                ? Optional.of(pieces.get((int) id).text()) : Optional.empty();
    }

    /// The table by which the normalizer replaces characters; empty if it has none.
    private byte[] characters() {
        return normalizer.bytes(RULES_TABLE);
    }

    private TextNormalizer textNormalizer() {
        List<TextNormalizer> steps = new ArrayList<>();
        if (characters().length > 0) {
            steps.add(new TextNormalizer.Mapped(new CharacterMap(characters())));
        }
        boolean collapses = normalizer.flag(REMOVE_EXTRA_WHITESPACES, true);
        if (collapses) {
            steps.add(TextNormalizer.collapsedSpaces());
        }
        String space = String.valueOf(SentencePiece.SPACE);
        if (normalizer.flag(ADD_DUMMY_PREFIX, true)) {
            steps.add(new TextNormalizer.Prepend(space, false, false));
        }
        steps.add(new TextNormalizer.Replace(" ", space));
        if (collapses) {                        // a ▁ in the text itself is dropped at the end too
            steps.add(new TextNormalizer.ReplaceMatches(space + "+\\z", ""));
        }
        return new TextNormalizer.Steps(steps);
    }
}
