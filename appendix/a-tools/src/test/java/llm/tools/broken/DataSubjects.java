package llm.tools.broken;

import java.io.IOException;
import java.util.List;
import llm.classify.LabeledTable;
import llm.data.JsonArrayFile;
import llm.deploy.chat.Conversation;
import llm.eval.arena.BattleFile;
import llm.eval.choice.MmluFolder;
import llm.eval.judge.Scores;
import llm.instruct.InstructionFile;
import llm.instruct.Responses;
import llm.notebook.Notebook;
import llm.preference.PreferenceFile;

/// Data sets, conversations and notebooks: a row is made of its element or its line alone.
final class DataSubjects {
    private static final List<Rule> ELEMENTS = Rule.rows("");
    private static final List<Rule> LINES = Rule.rows("line");

    private DataSubjects() {
    }

    static void addTo(Subjects subjects) throws IOException {
        labels(subjects);
        instructions(subjects);
        subjects.text("preferences/a.json", ELEMENTS, """
                [{"prompt":"a","chosen":"b","rejected":"c"},
                 {"instruction":"Do.","input":"","chosen":"x","rejected":"y"},
                 {"prompt":"d","chosen":"e","rejected":"f"}]""",
                file -> new Parts().rows(PreferenceFile.read(file).pairs()));
        subjects.text("battles/a.json", ELEMENTS, """
                [["a","b"],["b","c"],{"model_a":"a","model_b":"c","winner":"tie"}]""",
                file -> new Parts().rows(BattleFile.read(file)));
        subjects.text("scores/a.json", ELEMENTS, "[1, 50, null, 7]",
                file -> new Parts().rows(Scores.load(file).all()));
        subjects.text("conversation/a.json", Rule.rows("/messages"), """
                {"messages":[{"role":"system","content":"Be kind."},
                {"role":"user","content":"a"},{"role":"assistant","content":"b"},
                {"role":"user","content":"c"},{"role":"assistant","content":"d"}]}""",
                file -> new Parts().rows(Conversation.load(file).messages()));
        subjects.text("mmlu/test/x_test.csv", LINES, """
                Which?,a,b,c,d,A
                "So, which?",1,2,3,4,D
                "And ""this""?",x,y,z,w,B
                """, file -> new Parts().rows(new MmluFolder(file.resolve("../..").normalize())
                .questions("x").stream().map(question -> List.of(question.text(),
                        question.choices(), question.answer())).toList()));
        subjects.text("json-array/a.json", ELEMENTS,
                "[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]",
                file -> new Parts().rows(JsonArrayFile.read(file)));
        notebook(subjects);
    }

    private static void labels(Subjects subjects) throws IOException {
        Subjects.FileReader bare = file -> new Parts().rows(LabeledTable.load(file).examples());
        subjects.text("labels-csv/a.csv", Rule.all(LINES,
                List.of(Rule.of("a\\.csv:line/0", "row/.*"))),
                "label,text\nham,\"a, b\"\nspam,c\nham,\"d\"\"e\"\n",
                file -> new Parts().rows("row", 1, LabeledTable.load(file).examples()));
        subjects.text("labels-tsv/a.tsv", LINES, "ham\ta b\nspam\tc\nham\td\n", bare);
        subjects.text("labels-jsonl/a.jsonl", LINES, """
                {"label":"ham","text":"a"}
                {"label":"spam","text":"c"}
                {"label":"ham","text":"e"}
                """, bare);
    }

    private static void instructions(Subjects subjects) throws IOException {
        Subjects.FileReader reader = file -> new Parts().rows(InstructionFile.read(file));
        subjects.text("alpaca/a.json", ELEMENTS, """
                [{"instruction":"Add.","input":"1 2","output":"3"},
                 {"instruction":"Go.","input":"","output":"Gone"},
                 {"instruction":"Hi","input":"","output":"Hello"}]""", reader);
        subjects.text("instructions-jsonl/a.jsonl", LINES, """
                {"instruction":"Add.","input":"1 2","output":"3"}
                {"instruction":"Go.","input":"","output":"Gone"}
                {"instruction":"Hi","input":"","output":"Hello"}
                """, reader);
        subjects.text("responses/a.json", ELEMENTS, """
                [{"instruction":"Add.","input":"1 2","output":"3","model_response":"4"},
                 {"instruction":"Hi","input":"","output":"3","model_response":"Ho",
                  "stopped":true}]""",
                file -> new Parts().rows(Responses.load(file).all()));
    }

    private static void notebook(Subjects subjects) throws IOException {
        subjects.text("notebook/a.ipynb", Rule.all(Rule.rows("/cells"),
                List.of(Rule.of("a\\.ipynb:/cells/.*", "title|number/\\d+"))), """
                {"cells":[{"cell_type":"markdown","id":"a","metadata":{},
                  "source":["# A title\\n","Text."]},
                 {"cell_type":"code","execution_count":null,"id":"b","metadata":{},
                  "outputs":[{"name":"stdout","output_type":"stream","text":["2\\n"]}],
                  "source":["1 + 1"]},
                 {"cell_type":"markdown","id":"c","metadata":{},"source":["## More"]}],
                 "metadata":{"kernelspec":{"display_name":"Java","language":"java",
                  "name":"java"}},"nbformat":4,"nbformat_minor":5}""", file -> {
            Notebook read = Notebook.read(file);
            read.write(file.resolveSibling("written.md"));
            return new Parts().put("title", read.title()).rows(read.cells().stream().map(cell ->
                    List.of(cell.isCode(), cell.source(), cell.headings(), cell.outputs()))
                    .toList()).rows("number", 0, read.cells().stream()
                    .map(cell -> cell.number()).toList());
        });
    }
}
