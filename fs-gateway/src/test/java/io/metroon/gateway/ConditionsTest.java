package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.namespace.Condition;
import io.metroon.namespace.Condition.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionsTest {
    @Test
    void noHeaders_meanNoCondition() {
        assertThat(Conditions.of(null, null, false)).isEqualTo(Condition.NONE);
    }

    @Test
    void lists_areRead_withWeakTagsOnlyWhereTheyMayMatch() {
        Condition condition = Conditions.of("\"1-2\" , W/\"3-4\",\"5-6\"", "W/\"7-8\"", true);

        assertThat(condition.ifMatch()).containsExactly(new Tag(1, 2, true), new Tag(5, 6, true));
        assertThat(condition.ifNoneMatch()).containsExactly(new Tag(7, 8, true));
    }

    @Test
    void foreignTags_matchNothing() {
        assertThat(Conditions.of("\"abc\", \"\", \"1-2-3\", \"a,b\"", null, false)
                        .ifMatch())
                .isEmpty();
    }

    @Test
    void aStar_isAnyEntry() {
        assertThat(Conditions.of(" * ", "*", false))
                .isEqualTo(new Condition(java.util.List.of(Tag.ANY), java.util.List.of(Tag.ANY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-2", "\"1-2", "\"1-2\" \"3-4\"", "*, \"1-2\"", "'1-2'", "w/\"1-2\""})
    void nonsense_isRefused(String field) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Conditions.of(field, null, false));
    }
}
