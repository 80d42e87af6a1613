package dev.runbook.cli

import dev.runbook.journal.event.ExitCode
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.security.KeyPairGenerator

/** A journal signed with a key of the environment file, verified with the public key. */
class SignedJournalsSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        keys('signing')
        keys('other')
        rig.runbook('demo/one', "step('One') { shell 'true' }\nstep('Two') { shell 'true' }")
        rig.write('runbooks/demo/environments/test.yaml', "journal: { sign: '$folder/signing.pem' }")
    }

    def 'the end of a run is signed, and verify names the key'() {
        when:
        assert rig.run('run', 'demo/one', '-e', 'test').exit == 0

        then:
        with(verify('signing')) {
            exit == 0
            out =~ /ok .*; signed by signing.pub.pem \(SHA-256 [0-9a-f]{16}\)/
            out.contains('not covered: whoever can read the private key can write and sign all records again')
        }
        rig.run('verify', 'last').out.contains('not covered: the signature was not checked: give --public-key')
        with(verify('other')) {
            exit == 1
            out.contains('not whole') && out.contains('the signature is not one of other.pub.pem')
        }
    }

    def 'verify finds: #change'() {
        given:
        assert rig.run('run', 'demo/one', '-e', 'test').exit == 0
        def run = Files.list(folder.resolve('home/runs')).withCloseable { it.findFirst().get() }

        when:
        apply(run)

        then:
        with(verify('signing')) {
            exit == 1
            out.contains(finding)
        }

        where:
        change                                     | apply                                                                                              || finding
        'a signature that was removed'             | { Files.delete(it.resolve('signature.json')) }                                                     || 'not signed'
        'a signature that is damaged'              | { Files.writeString(it.resolve('signature.json'), '{"head": 1') }                                  || 'the signature is not one of'
        'a signature behind a link'                | { Files.move(it.resolve('signature.json'), it.resolveSibling('x')); Files.createSymbolicLink(it.resolve('signature.json'), it.resolveSibling('x')) } || 'the signature is not one of'
        'a removed last record'                    | { def file = it.resolve('journal'); Files.write(file, Files.readAllLines(file).dropRight(1)) }      || 'is that of another journal'
    }

    def 'a resumed run is signed again at its end; until then its later records are not signed'() {
        given:
        assert rig.run('run', 'demo/one', '-e', 'test').exit == 0
        rig.cutAfter('Two')

        expect:
        verify('signing').out.contains('not whole')

        when:
        assert rig.run('resume', 'last', '--retry').exit == 0

        then:
        verify('signing').exit == 0
    }

    def 'a run is not started with a key that #problem'() {
        given:
        make(folder.resolve('signing.pem'))

        when:
        def answer = rig.run('run', 'demo/one', '-e', 'test')

        then:
        answer.exit == ExitCode.NOT_STARTED.number()
        answer.err.contains(message)
        !Files.exists(folder.resolve('home/runs'))

        where:
        problem                | make                                                                                       || message
        'is missing'           | { Files.delete(it) }                                                                       || 'signing.pem cannot be read: there is no such file'
        'others may read'      | { Files.setPosixFilePermissions(it, PosixFilePermissions.fromString('rw-r--r--')) }        || 'signing.pem is not used: other users may read or write to it; make it its owner\'s alone: chmod 600'
        'is a public key'      | { Files.writeString(it, Files.readString(it.resolveSibling('signing.pub.pem'))) }          || 'holds no Ed25519 key'
        'is not an Ed25519 key'| { Files.writeString(it, pem('PRIVATE KEY', KeyPairGenerator.getInstance('EC').generateKeyPair().private.encoded)) } || 'holds no Ed25519 key'
    }

    def 'an unsigned run is not taken for a signed one, and an invalid key is rejected'() {
        given:
        assert rig.run('run', 'demo/one').exit == 0

        expect:
        verify('signing').out.contains('not signed')
        rig.run('verify', 'last', '--public-key', 'signing.pem').err.contains('holds no Ed25519 key')
        rig.run('check', 'demo/one', '-e', 'test').exit == 0
    }

    private CommandRig.Answer verify(String key) {
        rig.run('verify', 'last', '--public-key', "${key}.pub.pem")
    }

    private void keys(String name) {
        def pair = KeyPairGenerator.getInstance('Ed25519').generateKeyPair()
        rig.write("${name}.pem", pem('PRIVATE KEY', pair.private.encoded))
        Files.setPosixFilePermissions(folder.resolve("${name}.pem"), PosixFilePermissions.fromString('rw-------'))
        rig.write("${name}.pub.pem", pem('PUBLIC KEY', pair.public.encoded))
    }

    static String pem(String label, byte[] content) {
        "-----BEGIN $label-----\n${content.encodeBase64()}\n-----END $label-----\n"
    }
}
