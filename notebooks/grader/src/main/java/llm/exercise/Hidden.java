package llm.exercise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A private test: its inputs come from a seed that learners do not have, and nothing of them is
/// shown. Feedback names the misconception, if one is known, and no value.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Hidden {}
