package llm.grade;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that [Grade#check] takes: lambdas of one to five parameters.
public final class Code {
    private Code() {}

    /// Any of them.
    public sealed interface Any {
        /// Calls it with as many arguments as it takes.
        ///
        /// @throws Throwable what the function throws
        @Nullable Object run(List<?> arguments) throws Throwable;
    }

    private static void require(int wanted, List<?> arguments) {
        if (arguments.size() != wanted) {
            throw NotAsDeclared.lacking(arguments.size() + " parameters");
        }
    }

    /// A lambda of one parameter.
    @FunctionalInterface
    public non-sealed interface Of1<A, R> extends Any {
        R apply(A a) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default @Nullable Object run(List<?> arguments) throws Throwable {
            require(1, arguments);
            return apply((A) arguments.get(0));
        }
    }

    /// A lambda of two parameters.
    @FunctionalInterface
    public non-sealed interface Of2<A, B, R> extends Any {
        R apply(A a, B b) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default @Nullable Object run(List<?> arguments) throws Throwable {
            require(2, arguments);
            return apply((A) arguments.get(0), (B) arguments.get(1));
        }
    }

    /// A lambda of three parameters.
    @FunctionalInterface
    public non-sealed interface Of3<A, B, C, R> extends Any {
        R apply(A a, B b, C c) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default @Nullable Object run(List<?> arguments) throws Throwable {
            require(3, arguments);
            return apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2));
        }
    }

    /// A lambda of four parameters.
    @FunctionalInterface
    public non-sealed interface Of4<A, B, C, D, R> extends Any {
        R apply(A a, B b, C c, D d) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default @Nullable Object run(List<?> arguments) throws Throwable {
            require(4, arguments);
            return apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2),
                    (D) arguments.get(3));
        }
    }

    /// A lambda of five parameters.
    @FunctionalInterface
    public non-sealed interface Of5<A, B, C, D, E, R> extends Any {
        R apply(A a, B b, C c, D d, E e) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default @Nullable Object run(List<?> arguments) throws Throwable {
            require(5, arguments);
            return apply((A) arguments.get(0), (B) arguments.get(1), (C) arguments.get(2),
                    (D) arguments.get(3), (E) arguments.get(4));
        }
    }
}
