package llm.exercise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A private test: its inputs come from a seed that learners do not have, and nothing of them is
/// shown. Feedback names the misconception, if one is known, and no value. What is right may be
/// derived from an argument behind the call: methods that return something cannot change it.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Hidden {
    /// Whether methods that return something are asked to change their arguments, too. The test
    /// must then hold what is right apart from them.
    boolean inPlace() default false;
}
