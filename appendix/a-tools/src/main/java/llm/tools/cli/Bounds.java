package llm.tools.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The least and the largest number that an option takes. Others are refused before the command
/// begins.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Bounds {
    /// The most whole numbers that are counted, such as steps.
    double MANY = 1e9;

    double from();

    double to();

    /// Whether the number must be above `from`, and not just as large.
    boolean above() default false;
}
