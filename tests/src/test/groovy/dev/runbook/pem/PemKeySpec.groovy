package dev.runbook.pem

import dev.runbook.AuthorException
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class PemKeySpec extends Specification {
    /** An EC key that openssl encrypted with 'secret', AES-256-CBC and one iteration: cheap to try many passphrases on. */
    static final ENCRYPTED = '''-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHrMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAix8g6UmNqj5wIBATAM
BggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQSU4QYtIWBYQuiwcyGI2a0gSBkHYL
fE9RHehE0rzGhsEGiYDmc+dZx8ZMvX5TuzRn3BLwCLqaDwGDWeQRy4wVDt+ncK8h
ywq+WrO5DVbGHmB3hHLJ2AI4Lg6VZvHCV9FjQYowJ1iWi/9MLgXmVAqs3D0KSMj3
vKBuotr4Qd2EzQV0IPAS/0xK869x3KUXuWggmVoITh/nO4JE6rdI1A5t80oOYg==
-----END ENCRYPTED PRIVATE KEY-----
'''

    @TempDir
    Path folder

    def 'a wrong passphrase is reported as such, also where what it decrypts has a valid padding by chance'() {
        given:
        def file = PemFile.read(Files.writeString(folder.resolve('client.key'), ENCRYPTED))

        expect:
        PemKey.of(file, Optional.of('secret')).algorithm == 'EC'
        (1..1000).collect { passphrase -> messageOf { PemKey.of(file, Optional.of("wrong$passphrase".toString())) } }.toSet() ==
                ["the passphrase does not open ${folder.resolve('client.key')}".toString()] as Set
    }

    private static String messageOf(Closure<?> opens) {
        try {
            opens()
            'opened'
        } catch (AuthorException refused) {
            refused.message
        }
    }
}
