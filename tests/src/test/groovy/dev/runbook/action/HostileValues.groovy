package dev.runbook.action

/** Values that would become code, options or garbage wherever they are pasted in instead of passed. */
class HostileValues {
    /** What a value tries to do; a test looks for the file {@code hit} in the folder the action works in. */
    static final List<String> ALL = [
        // quotes
        "'", '"', '`', "''", '""', "'\"'\"'", "it's", 'say "hi"', "'; touch hit; '", '"; touch hit; "', '\\\'', '\\"', "\$'touch hit'",
        '\u2018; touch hit\u2019', '\u201c$(touch hit)\u201d', '\uff07; touch hit', '\u02bc or 1=1', '\u00b4; touch hit\u00b4',
        // expansion and substitution
        '$(touch hit)', '`touch hit`', '$((1+$(touch hit)))', 'a[$(touch hit)]', '${IFS}', '$HOME', '${HOME}', '$1', '$@', '$$', '$!', '$?', '~', '~root',
        '*', '?', '[a-z]*', '{a,b}', '{1..9}', '!!', '!touch', '<(touch hit)', '>hit', '>>hit', '<hit', '2>&1 >hit', '&>hit',
        // separators
        ';', '; touch hit', '&', '& touch hit &', '&& touch hit', '|', '| touch hit', '|| touch hit', '(touch hit)', '{ touch hit; }', '\n', '\ntouch hit\n', '\r\ntouch hit\r\n',
        // comments and options
        '#', '# x', '--', '-', '-n', '-e \\n', '-rf /', '--help', '--version', '-- -n', '-o ProxyCommand=touch hit',
        // white space
        '', ' ', '  a  b  ', '\t', 'a\tb', 'a\nb', '\n\n', 'trailing\n', 'a\\\nb', '\u00a0', '\u2028', '\u3000',
        // backslashes and percents
        '\\', '\\\\', '\\n', '\\0', '\\x41', '\\c', '%', '%s', '%n%n', '%d', '%00', 'a%0Ab',
        // SQL
        "' or '1'='1", "'; drop table orders; --", '1; drop table orders', '/* */', '$$', '$tag$', "\\'; select 1; --", '\u0000'.replace('\u0000', '␀'),
        // markup, JSON, terminals
        '<script>alert(1)</script>', '</textarea>', '&amp;', '{"a": 1}', '\\u0000', '\033[2J\033]0;x\007', '\b\b\b', '\u202e',
        // here-documents
        'EOF', 'EOF\ntouch hit\nEOF', '\nEOF\ntouch hit', 'END',
        // characters beyond ASCII
        'ä', '日本語', '🙂', 'e\u0301', '\ufeff', '\ufffd', '\ud83d\udc69\u200d\ud83d\ude80',
        // length
        'x' * 4096, "'" * 1000, '$(touch hit)' * 500, 'ü' * 60_000
    ].unique().asImmutable()

    /** Those short enough to stand in one script many times. */
    static final List<String> SHORT = ALL.findAll { it.bytes.length < 10_000 }.asImmutable()

    static final List<String> LONG = (ALL - SHORT).asImmutable()

    /** The beginning of a value, in characters that any report can hold. */
    static String shown(String value) {
        value.take(30).collectReplacements { it in (' ' as char)..('~' as char) ? null : String.format('\\u%04x', (int) it) }
    }
}
