package llm.preference;

import com.fasterxml.jackson.databind.JsonNode;
import llm.tensor.Tensor;

/// One case of `preference.json`: outputs within 10⁻⁵ + 10⁻⁵ · |x|, gradients within
/// 10⁻⁵ + 10⁻³ · |g|.
///
/// @param json inputs, attributes, outputs, gradients
public record PreferenceCase(JsonNode json) {

    public float[] input(String name) {
        return Fixtures.floats(json.get("inputs").get(name));
    }

    public boolean has(String input) {
        return json.get("inputs").has(input);
    }

    /// Rows of an input.
    public int rows(String name) {
        return json.get("inputs").get(name).size();
    }

    /// Values in a row of an input.
    public int columns(String name) {
        return json.get("inputs").get(name).get(0).size();
    }

    public double number(String attribute) {
        return json.get("attrs").path(attribute).asDouble();
    }

    public String text(String attribute) {
        return json.get("attrs").path(attribute).asText();
    }

    public JsonNode attribute(String name) {
        return json.get("attrs").path(name);
    }

    /// Holds a result against the stored one.
    public void assertOutput(String name, float... got) {
        Fixtures.assertClose(this + " " + name, got,
                Fixtures.floats(json.get("outputs").get(name)), 1e-5, 1e-5);
    }

    public void assertOutput(String name, double got) {
        assertOutput(name, new float[] {(float) got});
    }

    /// Holds the gradient of an input against the stored one.
    public void assertGradient(String name, Tensor input) {
        Fixtures.assertClose(this + " gradient of " + name, input.grad().toArray(),
                Fixtures.floats(json.get("gradients").get(name)), 1e-5, 1e-3);
    }

    @Override
    public String toString() {
        return json.get("name").asText();
    }
}
