package llm.cuda.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Name and parameters of a kernel, as its source declares them.
public record Signature(String name, List<Type> parameters) {
    private static final Pattern DECLARATION = Pattern.compile(
            "extern \"C\" __global__ void\\s+(?:__launch_bounds__\\([^)]*\\)\\s+)?"
                    + "(\\w+)\\(([^)]*)\\)");

    /// Kinds of parameter. What a [#CONST_POINTER] points to is only read.
    public enum Type {
        POINTER, CONST_POINTER, INT, LONG, FLOAT, DOUBLE;

        static Type of(String declared) {
            if (declared.contains("*")) {
                return declared.startsWith("const ") ? CONST_POINTER : POINTER;
            }
            String type = declared.replace("const ", "").strip();
            return switch (type.substring(0, Math.max(0, type.lastIndexOf(' '))).strip()) {
                case "int" -> INT;
                case "long long", "unsigned long long" -> LONG;
                case "float" -> FLOAT;
                case "double" -> DOUBLE;
                default -> throw new IllegalArgumentException("a parameter of a kernel must be a "
                        + "pointer, int, long long, float or double, got " + declared);
            };
        }

        boolean takes(Object argument) {
            return switch (this) {
                case POINTER, CONST_POINTER, LONG -> argument instanceof Long;
                case INT -> argument instanceof Integer;
                case FLOAT -> argument instanceof Float;
                case DOUBLE -> argument instanceof Double;
            };
        }
    }

    /// The kernels that a source text declares, in its order.
    static Map<String, Signature> allIn(String source) {
        Map<String, Signature> all = new LinkedHashMap<>();
        for (MatchResult found : DECLARATION.matcher(source).results().toList()) {
            List<Type> parameters = new ArrayList<>();
            for (String declared : found.group(2).split(",")) {
                parameters.add(Type.of(declared.strip().replaceAll("\\s+", " ")));
            }
            all.put(found.group(1), new Signature(found.group(1), List.copyOf(parameters)));
        }
        return all;
    }

    /// @throws IllegalArgumentException unless the arguments are of the parameters' types
    void require(Object... arguments) {
        boolean fit = arguments.length == parameters.size();
        for (int i = 0; fit && i < arguments.length; i++) {
            fit = parameters.get(i).takes(arguments[i]);
        }
        if (!fit) {
            throw new IllegalArgumentException("kernel %s must be given %s, got %s".formatted(name,
                    parameters, List.of(arguments)));
        }
    }
}
