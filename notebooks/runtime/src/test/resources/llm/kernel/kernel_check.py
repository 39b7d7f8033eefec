"""Talks to the kernel `java` as Jupyter does, and prints `ok NAME` or `FAILED NAME: why` per check.

Usage: kernel_check.py            all checks, in one kernel
       kernel_check.py starts N   N starts, a cell each
"""
import sys
import time

from jupyter_client.manager import start_new_kernel

SECONDS = 60


class Kernel:
    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="java", startup_timeout=SECONDS)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)

    def reply(self, request, seconds=SECONDS):
        while True:
            message = self.client.get_shell_msg(timeout=seconds)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def outputs(self, request):
        """(type, content) of all outputs, streams that follow each other merged."""
        found = []
        while True:
            message = self.client.get_iopub_msg(timeout=SECONDS)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if kind == "status" and content["execution_state"] == "idle":
                return found
            if kind == "stream" and found and found[-1][0] == content["name"]:
                found[-1] = (content["name"], found[-1][1] + content["text"])
            elif kind == "stream":
                found.append((content["name"], content["text"]))
            elif kind in ("display_data", "execute_result"):
                found.append((kind, content["data"]))
            elif kind == "error":
                found.append((kind, content["traceback"]))

    def run(self, code):
        request = self.client.execute(code)
        return self.reply(request), self.outputs(request)

    def interrupt(self, code, **options):
        """Seconds from the interrupt to the cell's end, and its reply."""
        request = self.client.execute(code, **options)
        time.sleep(1.2)
        start = time.time()
        self.manager.interrupt_kernel()
        reply = self.reply(request)
        self.outputs(request)
        return time.time() - start, reply


def value(kernel):
    reply, outputs = kernel.run("int a = 40;\na + 2")
    assert reply["status"] == "ok", reply
    assert outputs == [("execute_result", {"text/plain": "42"})], outputs


def output(kernel):
    _, outputs = kernel.run(
        'for (int i = 0; i < 500; i++) System.out.println(i);\n'
        'System.err.println("é 😀");\nSystem.out.println("end");')
    assert [name for name, _ in outputs] == ["stdout", "stderr", "stdout"], outputs
    assert outputs[0][1].split() == [str(i) for i in range(500)], outputs
    assert outputs[1][1] == "é 😀\n", outputs


def live_output(kernel):
    request = kernel.client.execute(
        'System.out.print("\\r1"); System.out.flush(); Thread.sleep(3000);')
    start = time.time()
    while kernel.client.get_iopub_msg(timeout=SECONDS)["msg_type"] != "stream":
        pass
    assert time.time() - start < 2.5, "the text came after %.1f s" % (time.time() - start)
    kernel.reply(request)
    kernel.outputs(request)


def pictures(kernel):
    _, outputs = kernel.run(
        "import java.awt.image.BufferedImage;\nimport llm.show.Show;\n"
        "var dot = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);\n"
        'Show.svg("<svg width=\\"9\\" height=\\"5\\"></svg>");\ndot')
    assert outputs[0][1].pop("image/png").startswith("iVBOR"), outputs
    assert outputs[0] == ("display_data", {
        "image/svg+xml": '<svg width="9" height="5"></svg>', "text/plain": "[drawing]"}), outputs
    assert outputs[1][1]["image/png"].startswith("iVBOR"), outputs
    request = kernel.client.execute('Show.svg("<svg width=\\"9\\" height=\\"5\\"></svg>");')
    kernel.reply(request)
    while True:
        message = kernel.client.get_iopub_msg(timeout=SECONDS)
        if message["msg_type"] == "display_data":
            break
    assert message["content"]["metadata"] == {
        "image/png": {"alt": "drawing", "width": 9, "height": 5}}, message["content"]


def language(kernel):
    """What Jupyter notes in a notebook that it opens; the stored ones hold the same."""
    info = kernel.reply(kernel.client.kernel_info())["language_info"]
    assert info == {"name": "java", "version": "25", "mimetype": "text/x-java-source",
                    "file_extension": ".jshell", "pygments_lexer": "java",
                    "codemirror_mode": "java"}, info


def closed_output(kernel):
    kernel.run("try (var w = new java.io.PrintWriter(System.out)) { w.println(1); }")
    kernel.run("System.err.close();")
    _, outputs = kernel.run('System.out.println("open");\nSystem.err.println("too");')
    assert outputs == [("stdout", "open\n"), ("stderr", "too\n")], outputs


def magics(kernel):
    reply, _ = kernel.run("%maven org.a:b:1.0")
    assert reply["evalue"].startswith("a cell must be Java, got the magic %maven;"), reply


def error(kernel):
    kernel.run("int inverse(int n) {\n"
               "    try {\n        return 1 / n;\n"
               "    } catch (ArithmeticException e) {\n"
               '        throw new IllegalStateException("n must not be 0", e);\n    }\n}')
    reply, outputs = kernel.run("int one = 1;\nint two = inverse(0);")
    count = reply["execution_count"]
    assert (reply["ename"], reply["evalue"]) == ("IllegalStateException", "n must not be 0"), reply
    assert outputs == [("error", [
        "cell [%d], line 2: IllegalStateException: n must not be 0" % count,
        "    int two = inverse(0);",
        "    at cell [%d], line 5 in inverse" % (count - 1),
        "    at cell [%d], line 2" % count,
        "caused by ArithmeticException: / by zero",
        "    at cell [%d], line 3 in inverse" % (count - 1),
        "    at cell [%d], line 2" % count])], outputs


def completion(kernel):
    code = 'int b = 1;\nString text = "é😀"; a + Math.hyp'
    reply = kernel.reply(kernel.client.complete(code, len(code)))
    assert reply["matches"] == ["hypot("], reply
    assert code[reply["cursor_start"]:reply["cursor_end"]] == "hyp", reply
    code = 'Preset.named("small-'
    assert kernel.reply(kernel.client.complete(code, len(code)))["matches"] == ["small-gpt2"]


def inspection(kernel):
    reply = kernel.reply(kernel.client.inspect("Math.hypot(1, 2)", 8))
    assert "double Math.hypot(double x, double y)" in reply["data"]["text/plain"], reply
    assert "```java\ndouble Math.hypot(" in reply["data"]["text/markdown"], reply
    assert not kernel.reply(kernel.client.inspect("nothing", 3))["found"]


def completeness(kernel):
    for code, status in (("int c = 1;", "complete"), ("while (true) {", "incomplete"),
                         ("int = ;", "invalid")):
        reply = kernel.reply(kernel.client.is_complete(code))
        assert reply["status"] == status, (code, reply)


def history(kernel):
    assert kernel.reply(kernel.client.history())["history"] == []


def interrupts(kernel):
    kernel.run("long kept = 7;")
    for code in ("while (true) {}", "Thread.sleep(60_000);",
                 "for (int i = 0; i >= 0; i = (i + 1) & 1023) { kept += i & 0; }",
                 'while (true) System.out.println("a line of text");',
                 'import llm.show.Show; while (true) Show.html("<b>b</b>", "b");'):
        seconds, reply = kernel.interrupt(code)
        assert reply["ename"] == "Interrupted", reply
        assert seconds < 5, "%s took %.1f s" % (code, seconds)
        reply, outputs = kernel.run("kept")
        assert outputs == [("execute_result", {"text/plain": "7"})], (code, outputs)


def standard_input(kernel):
    request = kernel.client.execute("var reader = new Scanner(System.in);\nreader.nextLine()",
                                    allow_stdin=True)
    kernel.client.get_stdin_msg(timeout=SECONDS)
    kernel.client.input("Éva")
    assert kernel.reply(request)["status"] == "ok"
    assert kernel.outputs(request) == [("execute_result", {"text/plain": "Éva"})]
    _, reply = kernel.interrupt("new Scanner(System.in).nextLine()", allow_stdin=True)
    assert reply["ename"] == "Interrupted", reply
    request = kernel.client.execute("new Scanner(System.in).hasNextLine()", allow_stdin=False)
    assert kernel.reply(request)["status"] == "ok"
    assert kernel.outputs(request) == [("execute_result", {"text/plain": "false"})]


def aborts(kernel):
    requests = [kernel.client.execute(code) for code in
                ("Thread.sleep(700);\nint d = 1 / 0;", "int e = 5;", "int f = 6;")]
    assert [kernel.reply(request)["status"] for request in requests] == \
        ["error", "aborted", "aborted"]
    assert kernel.run("a")[0]["status"] == "ok"


def exits(kernel):
    for call in "System.exit(0)", "Runtime.getRuntime().halt(3)":
        reply, outputs = kernel.run(call + ";")
        name = call.replace("getRuntime().", "")
        assert (reply["ename"], reply["evalue"]) == (
            "CellExit", "a cell must not end the program, got " + name), reply
    assert kernel.run("a")[0]["status"] == "ok"


def starts(count):
    for start in range(count):
        kernel = Kernel()
        value(kernel)
        kernel.close()
        print("ok start %d" % (start + 1), flush=True)


def main():
    if len(sys.argv) > 2:
        starts(int(sys.argv[2]))
        return
    kernel = Kernel()
    for check in (language, value, output, live_output, closed_output, pictures, error, magics,
                  completion, inspection, completeness, history,
                  interrupts, standard_input, aborts, exits):
        name = check.__name__.replace("_", " ")
        try:
            check(kernel)
            print("ok " + name, flush=True)
        except Exception as problem:
            print("FAILED %s: %r" % (name, problem), flush=True)
    kernel.close()


main()
