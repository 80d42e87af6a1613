package dev.runbook.value

import java.nio.charset.MalformedInputException
import java.nio.file.*
import spock.lang.Specification
import spock.lang.TempDir

class FileReasonSpec extends Specification {
    @TempDir
    Path folder

    def '#failure.class.simpleName reads: #words'() {
        expect:
        FileReason.of(failure) == words

        where:
        failure                                                      || words
        new AccessDeniedException('/x')                              || 'permission denied'
        new NoSuchFileException('/x')                                || 'there is no such file or folder'
        new FileAlreadyExistsException('/x')                         || 'something of that name is there already'
        new NotDirectoryException('/x')                              || 'it, or a part of its path, is a file, not a folder'
        new FileSystemException('/x', null, 'No space left on device') || 'No space left on device'
        new FileSystemException('/x', null, 'Not a directory')       || 'part of its path is a file, not a folder'
        new FileNotFoundException('/x (Permission denied)')          || 'permission denied'
        new IOException('Is a directory')                            || 'it is a folder, not a file'
        new IOException()                                            || 'IOException'
        new MalformedInputException(1)                               || 'it is not text in UTF-8'
    }

    def 'a message of the JDK repeats no path'() {
        when:
        Files.readString(folder.resolve(named))

        then:
        def failure = thrown(IOException)
        FileReason.of(failure) == words

        where:
        named    || words
        'absent' || 'there is no such file or folder'
        ''       || 'it is a folder, not a file'
    }
}
