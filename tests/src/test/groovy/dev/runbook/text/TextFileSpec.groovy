package dev.runbook.text

import java.nio.charset.Charset
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** One reader for every file that a person writes: the same text whatever editor or checkout wrote it. */
class TextFileSpec extends Specification {
    @TempDir
    Path folder

    def 'the text is the same with a byte order mark, in UTF-16, and with line ends of Windows: #charset'() {
        given:
        def file = folder.resolve('file')
        Files.write(file, ("\ufeff" + "größer 🚑\r\nline 2\r\n").getBytes(Charset.forName(charset)))

        expect:
        TextFile.read(file, TextFile.WRITTEN_BY_HAND) == "größer 🚑\nline 2\n"

        where:
        charset << ['UTF-8', 'UTF-16LE', 'UTF-16BE']
    }

    def 'a carriage return inside a line, and a byte order mark inside the text, are kept'() {
        given:
        def file = Files.writeString(folder.resolve('file'), "50%\rdone\nx\ufeffy")

        expect:
        TextFile.read(file, TextFile.SCRIPT) == "50%\rdone\nx\ufeffy"
    }

    def 'bytes that are not text are rejected with their line'() {
        given:
        def file = Files.write(folder.resolve('file'), bytes as byte[])

        when:
        TextFile.read(file, TextFile.WRITTEN_BY_HAND)

        then:
        def refused = thrown(NotTextException)
        refused.line() == line
        refused.message == "it is not text in $charset (line $line)"

        where:
        bytes                                              || line | charset
        [0x61, 0x0a, 0x0a, 0xe9, 0x0a]                     || 3    | 'UTF-8'
        [0xc3]                                             || 1    | 'UTF-8'
        [0xff, 0xfe, 0x0a, 0x00, 0x00, 0xd8, 0x0a, 0x00]   || 2    | 'UTF-16LE'
    }

    def 'a file over the limit is rejected without reading it to its end'() {
        when:
        TextFile.read(file, 1024 * 1024)

        then:
        def refused = thrown(IOException)
        refused.message == 'it is larger than 1 MiB'

        where:
        file << [Files.write(Files.createTempFile('large', ''), new byte[1024 * 1024 + 1])]
    }

    @Requires({ os.linux })
    def 'a device without an end is rejected as too large'() {
        when:
        TextFile.read(Path.of('/dev/zero'), 1024 * 1024)

        then:
        def refused = thrown(IOException)
        refused.message == 'it is larger than 1 MiB'
    }
}
