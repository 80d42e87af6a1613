package dev.runbook.environment

import groovy.json.JsonOutput
import java.nio.charset.StandardCharsets
import spock.lang.Specification

class MaskerSpec extends Specification {
    static final List<String> CORPUS = [
        'hunter22',
        's3cr3t with spaces',
        'quote\'s and "double" ones',
        'back\\slash $dollar `tick`',
        'a+b/c==&d=e?f#g%h',
        'pässwörd-日本-🔑',
        'tab\there, and newline\nin the middle',
        '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----',
        'semi;colon|pipe>redirect<in*star',
        '~tilde!bang(paren)[bracket]{brace}',
        '<html>&amp;',
        'a%0d%41&#39;&amp;\\u0041\\n=3D+\'\'""\\\\x41^',
        'x' * 300,
        'ghp_' + 'aB3dE5fG7h' * 4,
    ]

    def 'hides a secret in every form a program may print it in'() {
        given:
        def masker = masker(secret)

        expect:
        forms(secret).each { how, printed ->
            assert !masker.mask("before $printed after").contains(printed): "$how of $secret"
            assert masker.mask("before $printed after").startsWith('before '): "$how of $secret"
            assert masker.mask("before $printed after").endsWith(' after'): "$how of $secret"
        }

        where:
        secret << CORPUS
    }

    def 'hides a secret of which each character is escaped in another way: #secret'() {
        given:
        def masker = masker(secret)
        def random = new Random(secret.hashCode())

        expect:
        12.times {
            def printed = secret.codePoints().toArray().collect { code -> escapes(code).with { it[random.nextInt(it.size())] } }.join('')
            def masked = masker.mask("before $printed after")
            assert masked == 'before ••• after': printed
            def stream = masker.stream()
            assert printed.getBytes('UTF-8').collect { new String(stream.feed([it] as byte[], 0, 1), 'UTF-8') }.join('') + new String(stream.end(), 'UTF-8') == '•••'
        }

        where:
        secret << CORPUS - ['x' * 300]
    }

    /** The ways in which programs write a character. */
    private static List<String> escapes(int code) {
        def text = Character.toString(code)
        def bytes = text.getBytes('UTF-8').collect { it & 0xff }
        def all = [bytes.collect { sprintf('%%%02X', it) }.join(''), bytes.collect { sprintf('%%25%02x', it) }.join(''), bytes.collect { sprintf('\\x%02x', it) }.join(''),
                   bytes.collect { sprintf('\\%03o', it) }.join(''), bytes.collect { sprintf('=%02X', it) }.join(''), sprintf('&#%d;', code), sprintf('&#x%X;', code),
                   text.collect { sprintf('\\u%04x', (int) (it as char)) }.join(''), sprintf('\\U%08x', code), sprintf('&amp;#%d;', code)]
        def named = ['&': ['&amp;', '&amp;amp;'], '<': ['&lt;'], '>': ['&gt;'], '"': ['&quot;', '""', '\\"', '\\\\\\"'], "'": ['&apos;', "''", "'\\''", "'\"'\"'"], '\\': ['\\\\', '\\\\\\\\'],
                     '\n': ['\\n', '\\\\n', '\r\n'], '\t': ['\\t'], ' ': ['+', ' ', '\\ '], '/': ['\\/', '/']]
        all + (named[text] ?: code > 0x7f ? [text, new String(text.getBytes('UTF-8'), 'ISO-8859-1')] : [text])
    }

    def 'output full of escape characters is masked in time proportional to its length: #what'() {
        given:
        def secrets = new SecretMasker()
        CORPUS.each { secrets.hide(it) }
        def line = (what * 8192).bytes
        def stream = secrets.stream()

        when:
        long shown = (1..20).sum { stream.feed(line, 0, line.length).length }

        then:
        shown + stream.end().length == 20L * line.length

        where:
        what << ['\\', '%25', '&amp;', "'", '=3D']
    }

    def 'hides base64 at any offset, also wrapped into lines'() {
        given:
        def masker = masker(secret)

        expect:
        (0..5).each { before ->
            def encoded = Base64.encoder.encodeToString(('p' * before + secret + 'tail').getBytes('UTF-8'))
            assert revealed(masker.mask(encoded), encoded) <= 8 + before * 2 + 8
            def wrapped = Base64.getMimeEncoder(20, '\n'.bytes).encodeToString(('p' * before + secret + 'tail').getBytes('UTF-8'))
            assert revealed(masker.mask(wrapped), wrapped) <= 8 + before * 2 + 12
        }

        where:
        secret << ['correct-horse-battery-staple', 'hunter22', 'x' * 100]
    }

    def 'hides a secret in the character sets and encodings of other systems: #how'() {
        given:
        def masker = masker(secret)
        def shown = new ByteArrayOutputStream()
        def stream = masker.stream()
        shown.write(stream.feed(printed, 0, printed.length))
        shown.write(stream.end())

        expect:
        shown.size() < printed.length
        !new String(shown.toByteArray(), 'ISO-8859-1').contains(new String(printed, 'ISO-8859-1'))

        where:
        [secret, how] << [['pässwörd-22', 'hunter2222'], ['UTF-16LE', 'UTF-16BE', 'ISO-8859-1', 'hex', 'HEX', 'hex in lines', 'hex with colons', 'hex dump', 'PowerShell', 'JSON capitals', 'base64 twice', 'base64 in a URL', 'base64 in JSON']].combinations()
        printed = [
                'UTF-16LE'     : { it.getBytes('UTF-16LE') },
                'UTF-16BE'     : { it.getBytes('UTF-16BE') },
                'ISO-8859-1'   : { it.getBytes('ISO-8859-1') },
                'hex'          : { it.getBytes('UTF-8').encodeHex().toString().bytes },
                'HEX'          : { it.getBytes('UTF-8').encodeHex().toString().toUpperCase().bytes },
                'hex in lines' : { it.getBytes('UTF-8').encodeHex().toString().toList().collate(7)*.join('').join('\n').bytes },
                'hex with colons': { it.getBytes('UTF-8').collect { b -> sprintf('%02x', b) }.join(':').bytes },
                'hex dump'     : { it.getBytes('UTF-8').collect { b -> sprintf('%02X', b) }.join(' ').bytes },
                'base64 twice' : { it.getBytes('UTF-8').encodeBase64().toString().bytes.encodeBase64().toString().bytes },
                'base64 in a URL': { URLEncoder.encode(it.getBytes('UTF-8').encodeBase64().toString(), 'UTF-8').bytes },
                'base64 in JSON': { it.getBytes('UTF-8').encodeBase64().toString().replace('/', '\\/').bytes },
                'PowerShell'   : { it.getBytes('UTF-16LE').encodeBase64().toString().bytes },
                'JSON capitals': { it.collect { c -> (c as char) > 126 ? String.format('\\u%04X', (int) (c as char)) : c }.join('').bytes }
        ][how](secret)
    }

    def 'hides a secret with terminal escape sequences inside: #text'() {
        expect:
        masker('hunter22').mask(text) == masked

        where:
        text                                                       || masked
        'a \u001b[01;31m\u001b[Khun\u001b[m\u001b[Kter22 b'        || 'a \u001b[01;31m\u001b[K••• b'
        'hunter2\u001b[0m2'                                        || '•••'
        'h\u001b[1mu\u001b[1mn\u001b[1mt\u001b[1mer22!'            || '•••!'
        'hu\u001b]0;title\u0007nter22'                             || '•••'
        'hu\u001b]8;;x\u001b\\\\nter22'.replace('\\\\', '\\')      || '•••'
        'hu\u001bcnter22'                                          || '•••'
        'hun\u001b['                                               || 'hun\u001b['
        'hunt\u001b[31m and more'                                  || 'hunt\u001b[31m and more'
    }

    def 'hides a secret that is wrapped into lines of #width characters by #how'() {
        given:
        def masker = masker(secret)
        def lines = "a log line $secret and the rest".toList().collate(width)*.join('')
        def wrapped = lines.join(separator)

        when:
        def masked = masker.mask(wrapped)

        then: 'at most the few characters before the first line break are shown'
        def text = masked.replaceAll(/[\r\n]/, '')
        text.startsWith('a log line ')
        text.endsWith(' and the rest')
        text.replace('•••', '').length() <= 'a log line '.length() + 3 + ' and the rest'.length()
        !text.contains(secret.substring(3))

        and: 'in a list of the lines as well'
        masker.mask([lines: lines]).lines.join('').replace('•••', '').length() <= text.length()

        and: 'however the stream is split'
        [1, 3, 8].each { size ->
            def stream = masker.stream()
            assert wrapped.toList().collate(size).collect { feed(stream, it.join('')) }.join('') + new String(stream.end(), 'UTF-8') == masked
        }

        where:
        [secret, width, separator, how] << [['hunter22', 's3cr3t with spaces', 'ghp_aB3dE5fG7haB3dE5fG7h'], [4, 5, 7, 11], [['\n', 'fold'], ['\r\n', 'a Windows program']]].combinations()
                .collect { [it[0], it[1], it[2][0], it[2][1]] }
    }

    def 'a short secret is not found across lines, and each line of a long one is shown at once'() {
        given:
        def stream = masker('hunter22').stream()

        expect:
        masker('word').mask('wo\nrd') == 'wo\nrd'
        feed(stream, 'this is the path\n') == 'this is the path\n'
        feed(stream, 'hun\n') == 'hun\n'
        feed(stream, 'hunt\n') == ''
        feed(stream, 'or\n') == 'hunt\nor\n'
    }

    def 'an unterminated escape sequence does not block a stream'() {
        given:
        def stream = masker('hunter22').stream()

        expect:
        feed(stream, 'hun\u001b]' + 'x' * 1000).length() > 900
    }

    def 'hides each line of a secret of several lines'() {
        expect:
        masker('first line\n  second line\nend').mask('log: second line, first line, end') == 'log: •••, •••, end'
    }

    def 'finds a secret however the stream is split'() {
        given:
        def text = "start $secret middle ${secret.bytes.encodeBase64()} $secret$secret end hunter2 tail".getBytes('UTF-8')
        def masker = masker(secret)
        def whole = masker.mask(new String(text, 'UTF-8'))

        expect:
        (1..17).each { size ->
            def stream = masker.stream()
            def shown = new ByteArrayOutputStream()
            for (int at = 0; at < text.length; at += size) {
                shown.write(stream.feed(text, at, Math.min(size, text.length - at)))
            }
            shown.write(stream.end())
            assert shown.toString('UTF-8') == whole
        }
        !whole.contains(secret)

        where:
        secret << ['hunter22', 'aaaaaaab', 'abababac', 'two words']
    }

    def 'shows at once what cannot be the beginning of a secret'() {
        given:
        def stream = masker('hunter22').stream()

        expect:
        feed(stream, 'progress 10%\r') == 'progress 10%\r'
        feed(stream, 'hun') == ''
        feed(stream, 'ger') == 'hunger'
        feed(stream, 'hunter2') == ''
        feed(stream, '2 done') == '••• done'
    }

    def 'two secrets that overlap are both hidden'() {
        given:
        def secrets = new SecretMasker()
        ['abcdefgh', 'efghijkl', 'cdef'].each { secrets.hide(it) }

        expect:
        secrets.mask('--abcdefghijkl--') == '--•••--'
    }

    def 'a message truncated within a secret does not show its beginning: #text'() {
        expect:
        masker('hunter22 is the word').mask(text) == masked

        where:
        text                                    || masked
        'refused: hunter22 is t…'               || 'refused: •••…'
        'hunt… and hunter22 is the word, hunte…' || '•••… and •••, •••…'
        'the hun…'                              || 'the hun…'
        'nothing of it… at all'                 || 'nothing of it… at all'
    }

    def 'bytes that are not UTF-8 are unchanged'() {
        given:
        byte[] bytes = [0xff, 0x00, 0xc3, 0x28, 0x0a]

        when:
        def stream = masker('hunter22').stream()

        then:
        stream.feed(bytes, 0, bytes.length) == bytes
        stream.end().length == 0
    }

    def 'masks through maps and lists, numbers too'() {
        expect:
        masker('12345678').mask([json: [token: 12345678, list: ['a 12345678', 5, null, true]], count: 7]) ==
                [json: [token: '•••', list: ['a •••', 5, null, true]], count: 7]
    }

    def 'streams a hundred megabytes in constant memory'() {
        given:
        def stream = masker('-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC').stream()
        def chunk = ('an ordinary line of output, M and -- and all 0123456789\n' * 1200).bytes
        long shown = 0

        when:
        1600.times { shown += stream.feed(chunk, 0, chunk.length).length }
        shown += stream.end().length

        then:
        shown == 1600L * chunk.length
    }

    private static SecretMasker masker(String secret) {
        def masker = new SecretMasker()
        masker.hide(secret)
        masker
    }

    private static String feed(Masker.StreamMask stream, String text) {
        def bytes = text.bytes
        new String(stream.feed(bytes, 0, bytes.length), StandardCharsets.UTF_8)
    }

    /** The number of characters of the original that remain to be read. */
    private static int revealed(String masked, String original) {
        masked.replace('•••', '').length()
    }

    private static Map<String, String> forms(String secret) {
        def json = JsonOutput.toJson(secret)[1..-2]
        [
            plain     : secret,
            base64    : secret.getBytes('UTF-8').encodeBase64().toString(),
            urlForm   : URLEncoder.encode(secret, 'UTF-8'),
            urlStrict : URLEncoder.encode(secret, 'UTF-8').replace('+', '%20'),
            urlLower  : URLEncoder.encode(secret, 'UTF-8').replaceAll(/%../) { it.toLowerCase() },
            json      : json,
            jsonSlash : json.replace('/', '\\/'),
            sql       : "'" + secret.replace("'", "''") + "'",
            csv       : '"' + secret.replace('"', '""') + '"',
            pythonHtml: secret.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;').replace("'", '&#x27;'),
            jsonThrice: JsonOutput.toJson(JsonOutput.toJson(json)),
            regex     : secret.replaceAll('([^\\w\\s])', '\\\\$1'),
            jsonPlain : secret.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t'),
            shell     : "'" + secret.replace("'", "'\\''") + "'",
            printfQ   : bash('printf %q "$1"', secret),
            bashAtQ   : bash('printf %s "${1@Q}"', secret),
            python    : secret.contains("'") && !secret.contains('"') ? secret : "'" + secret.replace("'", "'\"'\"'") + "'",
        ]
    }

    private static String bash(String script, String argument) {
        def process = new ProcessBuilder('bash', '-c', script, 'bash', argument)
        process.environment().put('LC_ALL', 'C.UTF-8')
        def started = process.start()
        def text = started.inputStream.getText('UTF-8')
        started.waitFor()
        text
    }
}
