package io.metroon.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "'', x, false",
        "abc, abc, true",
        "abc, abcd, false",
        "a*c, abbbc, true",
        "a*c, ac, true",
        "a*c*e, abcdce, true",
        "a*c*e, abcd, false",
        "**x**, x, true",
        "?, a, true",
        "?, \u00e4, true",
        "??, \u00e4, false",
        "?, \uD83D\uDE00, true",
        "[a-c]x, bx, true",
        "[a-c]x, dx, false",
        "[!a-c]x, dx, true",
        "[!a-c]x, ax, false",
        "[a-], -, true",
        "[]], ], true",
        "[!]], ], false",
        "[\u00e4-\u00fc], \u00f6, true",
        "[abc, [abc, true",
        "\\*, *, true",
        "\\*, x, false",
        "\\, \\, true",
        "*.txt, .txt, true"
    })
    void pattern_matchesAsInAShell(String pattern, String name, boolean expected) {
        assertThat(Glob.of(pattern).matches(Tester.bytes(name))).isEqualTo(expected);
    }

    @Test
    void octetsThatAreNotUtf8_areOneCharacterEach() {
        byte[] name = {(byte) 0xFF, (byte) 0xC3, 'x'};

        assertThat(Glob.of("??x").matches(name)).isTrue();
        assertThat(Glob.of("?x").matches(name)).isFalse();
        assertThat(Glob.of("*x").matches(name)).isTrue();
    }

    @Test
    void manyStars_costNoMoreThanTheProductOfLengths() {
        byte[] name = Tester.bytes("a".repeat(255));

        assertThat(Glob.of("*a".repeat(250) + "*b").matches(name)).isFalse();
    }
}
