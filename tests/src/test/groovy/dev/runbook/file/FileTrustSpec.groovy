package dev.runbook.file

import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

class FileTrustSpec extends Specification {
    @TempDir
    Path folder

    def 'a #mode file: private #own, shared #shared'() {
        given:
        def file = Files.writeString(folder.resolve('file'), '')
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))

        expect:
        FileTrust.problemOfPrivate(file).orElse('') == own
        FileTrust.problemOfShared(file).orElse('') == shared

        where:
        mode        || own                            | shared
        'rw-------' || ''                             | ''
        'rw-r--r--' || ''                             | ''
        'rw-rw-r--' || 'other users may write to it' | ''
        'rw-rw-rw-' || 'other users may write to it' | 'other users may write to it'
    }

    def 'a link is rejected where one user writes, and followed where a team does'() {
        given:
        def link = Files.createSymbolicLink(folder.resolve('link'), Files.writeString(folder.resolve('file'), ''))

        expect:
        FileTrust.problemOfPrivate(link).get() == 'it is a symbolic link'
        FileTrust.problemOfShared(link).isEmpty()
    }

    def 'a file below a folder that others may replace is not trusted'() {
        given:
        def open = Files.createDirectory(folder.resolve('open'))
        def file = Files.writeString(Files.createDirectory(open.resolve('inner')).resolve('file'), '')
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString('rwxrwxrwx'))

        expect:
        FileTrust.problemOfPrivate(file).get() == "other users may write to the folder ${open.toRealPath()}"
    }

    def 'a missing file has no problem'() {
        expect:
        FileTrust.problemOfPrivate(folder.resolve('missing')).isEmpty()
    }

    @Requires({ System.getProperty('user.name') == 'root' })
    def 'a file of another user is not trusted'() {
        given:
        def file = Files.writeString(folder.resolve('file'), '')
        Files.setAttribute(file, 'unix:uid', 65534)

        expect:
        FileTrust.problemOfShared(file).get() =~ /it belongs to user '\w+'/
    }

    @Requires({ System.getProperty('user.name') == 'root' })
    def 'a file in a folder of another user is not trusted: its owner may replace it'() {
        given:
        def foreign = Files.createDirectory(folder.resolve('foreign'))
        def file = Files.writeString(Files.createDirectory(foreign.resolve('inner')).resolve('file'), '')
        Files.setPosixFilePermissions(file.parent, PosixFilePermissions.fromString('rwx------'))
        Files.setAttribute(foreign, 'unix:uid', 65534)

        expect:
        FileTrust.problemOfShared(file).get() =~ /^its folder \S+foreign belongs to user '\w+'/
        FileTrust.problemOfPrivate(file).get() =~ /^its folder \S+foreign belongs to user '\w+'/
    }
}
