package dev.runbook.journal

import dev.runbook.journal.event.*
import dev.runbook.time.FakeClock
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** Truncation at every byte, tails of zeros or garbage, one flipped bit anywhere: never an exception, never a wrong result. */
class JournalFlawsSpec extends Specification {
    @Shared
    @TempDir
    Path home
    @Shared
    byte[] whole
    @Shared
    List<Entry> entries
    /** Where the line of each record ends. */
    @Shared
    List<Integer> ends

    def setupSpec() {
        def run = Journals.written(home)
        whole = Files.readAllBytes(run.path().resolve('journal'))
        entries = run.read().entries()
        ends = (0..<whole.length).findAll { whole[it] == 10 }*.plus(1)
    }

    def 'truncated at any byte, all complete records are read and the truncated one is flagged'() {
        expect:
        (0..whole.length).each { cut ->
            def reading = read(Arrays.copyOf(whole, cut))
            def good = ends.count { it <= cut }
            assert reading.entries() == entries.take(good): "cut at $cut"
            assert reading.tail() == (cut == 0 || cut in ends ? JournalText.Tail.NONE : JournalText.Tail.TORN): "cut at $cut"
            assert reading.tail() == JournalText.Tail.NONE || reading.damage().startsWith("record ${good + 1} at byte ")
            assert reading.goodBytes() == (good ? ends[good - 1] : 0)
        }
    }

    def 'a flipped bit is reported with its record, and the run cannot be resumed'() {
        given:
        def random = new Random(4)

        expect: 'at a thousand places, and in every byte of the last record'
        def places = (1..1000).collect { random.nextInt(whole.length * 8) } + (ends[-2] * 8..<whole.length * 8).toList()
        places.each { place ->
            def flipped = whole.clone()
            flipped[place.intdiv(8)] = (byte) (flipped[place.intdiv(8)] ^ (1 << (place % 8)))
            def record = ends.findIndexOf { place.intdiv(8) < it }
            def reading = read(flipped)
            assert reading.entries() == entries.take(record): "bit $place"
            assert reading.tail() == JournalText.Tail.DAMAGED: "bit $place"
            assert reading.damage().startsWith("record ${record + 1} at byte "): "bit $place"
        }
    }

    def 'with a tail of #tail the records before it are kept, and it is flagged'() {
        given:
        def reading = read([whole, bytes as byte[]].collectMany { it.toList() } as byte[])

        expect:
        reading.entries() == entries
        reading.damage().startsWith("record ${entries.size() + 1} at byte ${whole.length}: ")
        reading.tail() == flagged

        where:
        tail                       | bytes                                || flagged
        'zeros'                    | [0] * 4096                           || JournalText.Tail.TORN
        'half a line and zeros'    | '00000120 abcd'.bytes.toList() + [0] * 99 || JournalText.Tail.TORN
        'garbage'                  | [0x17, 0xff, 0x80, 0x2a] * 300       || JournalText.Tail.DAMAGED
        'garbage with line breaks' | [0x0a, 0x31, 0x20, 0x0a] * 300       || JournalText.Tail.DAMAGED
        'an empty line'            | [0x0a]                               || JournalText.Tail.DAMAGED
    }

    def 'a removed, repeated or moved record breaks the chain'() {
        given:
        def lines = new String(whole, 'UTF-8').split('(?<=\n)').toList()

        expect:
        read(change(lines).join('').bytes).with {
            it.damage().startsWith("record $record at byte ") && it.damage().endsWith(': it does not follow from the record before it')
        }

        where:
        record | change
        3      | { it.take(2) + it.drop(3) }
        3      | { it.take(2) + it.drop(1) }
        1      | { it.reverse() }
    }

    def 'a damaged journal is not opened, with the reason'() {
        given:
        def run = Journals.written(home)
        def file = run.path().resolve('journal')
        def bytes = Files.readAllBytes(file)
        bytes[ends[3] + 100] ^= 1
        Files.write(file, bytes)

        when:
        run.reopen(run.read(), new FakeClock(), java.time.Duration.ZERO)

        then:
        def refused = thrown(JournalException)
        refused.message == "run ${run.id()} cannot be resumed: record 5 at byte ${ends[3]}: its checksum does not match"
        !run.live()
    }

    def 'a list of runs reads only both ends of a journal'() {
        given:
        def file = home.resolve('ends')
        Files.write(file, content(whole))

        expect:
        JournalEnds.read(file).first().map { it.number() }.orElse(0L) == first
        JournalEnds.read(file).last().map { it.number() }.orElse(0L) == last

        where:
        first | last | content
        1     | 9    | { it }
        1     | 8    | { Arrays.copyOf(it as byte[], it.length - 5) }
        1     | 9    | { ([it, new byte[70_000]].collectMany { b -> b.toList() }) as byte[] }
        0     | 0    | { Arrays.copyOf(it as byte[], 40) }
        0     | 0    | { new byte[0] }
    }

    def 'a journal of a newer format is rejected in one line'() {
        given:
        def lines = changed { it.replace('"format":2,', '"format":3,') }

        when:
        read(lines)

        then:
        def refused = thrown(NewerFormatException)
        refused.message == 'the journal of run r was written by a newer engine (format 3); this one reads up to 2'
    }

    def 'a record of an unknown kind is not damage'() {
        given:
        def reading = read(changed { it.replace('"type":"Waiting"', '"type":"Pondering"') })

        expect:
        reading.tail() == JournalText.Tail.NONE
        reading.entries()*.event().findAll { it instanceof UnknownRecord }*.type() == ['Pondering']
        reading.entries().size() == entries.size()
        reading.damage() == ''
    }

    /** The complete journal as an engine would write it with other records. */
    private byte[] changed(Closure<String> change) {
        def head = JournalLine.FIRST_HASH
        def hex = { int number -> HexFormat.of().toHexDigits(number) }
        new String(whole, 'UTF-8').readLines().collect { line ->
            def json = change(line.substring(83)).getBytes('UTF-8')
            def crc = new java.util.zip.CRC32C()
            crc.update(json)
            def sha = java.security.MessageDigest.getInstance('SHA-256')
            sha.update(head.bytes)
            head = HexFormat.of().formatHex(sha.digest(json))
            "${hex(json.length)} ${hex((int) crc.value)} $head ${new String(json, 'UTF-8')}\n"
        }.join('').getBytes('UTF-8')
    }

    private JournalText read(byte[] bytes) {
        def file = home.resolve('bytes')
        Files.write(file, bytes)
        JournalReader.read(file)
    }
}
