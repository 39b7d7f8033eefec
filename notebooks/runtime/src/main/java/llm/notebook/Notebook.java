package llm.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import llm.tensor.file.AtomicFile;
import llm.text.files.JsonFile;

/// A Jupyter notebook, `.ipynb`, in format 4.5. What the book does not know of it stays as it is.
public final class Notebook {
    /// What the kernel tells Jupyter of its language, and Jupyter notes in each notebook.
    public static final Map<String, String> LANGUAGE = Map.of("name", "java", "version", "25",
            "mimetype", "text/x-java-source", "file_extension", ".jshell",
            "pygments_lexer", "java", "codemirror_mode", "java");

    private final String name;
    private final ObjectNode root;
    private final List<NotebookCell> cells = new ArrayList<>();

    private Notebook(String name, ObjectNode root) {
        this.name = name;
        this.root = root;
        int codeCells = 0;
        for (JsonNode each : root.withArray("cells")) {
            var json = (ObjectNode) each;
            boolean code = "code".equals(json.path("cell_type").asText());
            codeCells += code ? 1 : 0;
            cells.add(new NotebookCell(codeCells, code, json));
        }
    }

    /// Reads a file.
    ///
    /// @throws IllegalArgumentException if it is no notebook of format 4
    public static Notebook read(Path file) throws IOException {
        if (!(JsonFile.readObject(file) instanceof ObjectNode root)
                || root.path("nbformat").asInt() != 4 || !root.path("cells").isArray()
                || !root.path("cells").valueStream().allMatch(JsonNode::isObject)
                || !root.path("metadata").isObject() && root.has("metadata")) {
            throw new IllegalArgumentException(
                    "The file must be a Jupyter notebook of format 4, got " + file + ".");
        }
        String fileName = String.valueOf(file.getFileName());
        return new Notebook(fileName.replaceFirst("\\.ipynb$", ""), root);
    }

    /// The file's name without its ending, such as `ch03`.
    public String name() {
        return name;
    }

    /// Prose and code, in order.
    public List<NotebookCell> cells() {
        return List.copyOf(cells);
    }

    /// How many cells are code.
    public int codeCells() {
        return (int) cells.stream().filter(NotebookCell::isCode).count();
    }

    /// The title: the first heading.
    public String title() {
        return cells.stream().flatMap(cell -> cell.headings().stream()).findFirst()
                .map(heading -> heading.replaceFirst("^#+ *", "")).orElse(name);
    }

    /// Writes the notebook with the outputs that its cells have now, as Jupyter would.
    public void write(Path file) throws IOException {
        describeFormat();
        AtomicFile.writeText(file, NotebookJson.write(root));
    }

    private void describeFormat() {
        root.put("nbformat_minor", Math.max(5, root.path("nbformat_minor").asInt()));
        for (int i = 0; i < cells.size(); i++) {
            cells.get(i).ensureId("cell-%02d".formatted(i + 1));
        }
        ObjectNode metadata = root.withObject("/metadata");
        if (!metadata.has("kernelspec")) {
            metadata.putObject("kernelspec").put("display_name", "Java").put("language", "java")
                    .put("name", "java");
        }
        metadata.set("language_info", NotebookJson.of(LANGUAGE));
    }
}
