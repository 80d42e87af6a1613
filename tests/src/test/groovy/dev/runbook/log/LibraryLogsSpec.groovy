package dev.runbook.log

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.slf4j.LoggerFactory
import spock.lang.Specification
import spock.lang.TempDir

class LibraryLogsSpec extends Specification {
    @TempDir
    Path folder

    def 'with #options the libraries print #printed'() {
        when:
        def output = start(options)

        then:
        output.readLines()*.find(/said through \w+/).findAll() == printed

        where:
        options                  || printed
        []                       || []
        ['-Drunbook.log=warn']   || ['said through slf4j', 'said through jul']
        ['-Drunbook.log=nosuch'] || []
    }

    private String start(List<String> options) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def output = folder.resolve('output').toFile()
        def process = new ProcessBuilder([java, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Djava.util.logging.config.class=dev.runbook.log.JdkLogSetup'] + options +
            ['-cp', System.getProperty('java.class.path'), Talkative.name])
            .redirectErrorStream(true).redirectOutput(output).start()
        assert process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0
        output.text
    }

    /** A library that logs. */
    static class Talkative {
        static void main(String[] arguments) {
            LoggerFactory.getLogger('library').warn('said through slf4j')
            java.util.logging.Logger.getLogger('library').severe('said through jul')
        }
    }
}
