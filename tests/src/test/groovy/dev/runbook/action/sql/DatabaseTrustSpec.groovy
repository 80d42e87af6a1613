package dev.runbook.action.sql

import dev.runbook.action.Attempts
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.JdbcUrl
import dev.runbook.environment.SecretSource
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.util.concurrent.CopyOnWriteArrayList

/** Whom a password is given to, and what can be read on the way. */
class DatabaseTrustSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    ServerSocket impostor = new ServerSocket(0, 5, InetAddress.loopbackAddress)

    /** What clients said to the impostor, in pieces as it read them. */
    List<String> heard = new CopyOnWriteArrayList<>()

    def 'a server without TLS that pretends to be PostgreSQL gets no password'() {
        given:
        pretend()

        when: 'it is reached as another machine is'
        def outcome = select("jdbc:postgresql://127.1:$impostor.localPort/x")

        then:
        outcome.cause().startsWith("database 'far' gives no connection: The server does not support SSL (")
        outcome.cause().contains('sslmode=')
        !heard.any { it.contains('hunter2') }

        when: 'the environment says so'
        select("jdbc:postgresql://127.1:$impostor.localPort/x?sslmode=prefer")

        then:
        heard.any { it.contains('hunter2') }
    }

    def 'protection that a URL gives up is told: #url'() {
        expect:
        weakness(url) == effect

        where:
        url                                                    || effect
        'jdbc:postgresql://db/x'                               || null
        'jdbc:postgresql://db/x?sslmode=verify-full'           || null
        'jdbc:postgresql://db/x?ssl=true'                      || null
        'jdbc:postgresql://127.0.0.1/x?sslmode=disable'        || null
        'jdbc:postgresql://db/x?sslmode=prefer'                || 'sslmode=prefer lets passwords and rows be read and changed on the network'
        'jdbc:postgresql://db/x?sslmode=disable'               || 'sslmode=disable lets passwords and rows be read and changed on the network'
        'jdbc:postgresql://db/x?ssl=false'                     || 'sslmode=prefer lets passwords and rows be read and changed on the network'
        'jdbc:postgresql://127.0.0.1,db/x?sslmode=allow'       || 'sslmode=allow lets passwords and rows be read and changed on the network'
        'jdbc:postgresql://db/x?sslmode=require'               || 'sslmode=require encrypts, and does not verify who answers'
        'jdbc:postgresql://db/x?sslmode=verify-ca'             || 'sslmode=verify-ca accepts a certificate that is for another host'
        'jdbc:postgresql://db/x?sslfactory=org.postgresql.ssl.NonValidatingFactory' || 'its sslfactory accepts every certificate'
        'jdbc:sqlserver://db'                                  || null
        'jdbc:sqlserver://db;encrypt=true'                     || null
        'jdbc:sqlserver://localhost;encrypt=false'             || null
        'jdbc:sqlserver://db;Encrypt=false'                    || 'encrypt=false lets rows be read and changed on the network'
        'jdbc:sqlserver://db;trustServerCertificate=true'      || 'trustServerCertificate=true does not verify who answers'
        'jdbc:sqlite:x.db'                                     || null
    }

    def 'settings of the engine give way to those of the URL: #url'() {
        given:
        def read = JdbcUrl.of(url).get()
        def settings = Dialect.of(database(url)).settings(read)

        expect:
        settings.subMap(expected.keySet()) == expected

        where:
        url                                      || expected
        'jdbc:postgresql://db/x'                 || [sslmode: 'verify-full']
        'jdbc:postgresql://127.0.0.1/x'          || [:]
        'jdbc:postgresql://db/x?sslmode=require' || [sslmode: 'require']
        'jdbc:sqlserver://db'                    || [encrypt: 'true', trustServerCertificate: 'false']
    }

    private static String weakness(String url) {
        Dialect.of(database(url)).weakness(JdbcUrl.of(url).get()).map { it.effect() }.orElse(null)
    }

    private static Database database(String url) {
        new Database('far', url, Optional.of('app'), Optional.of(new SecretSource.Plain('hunter2')))
    }

    private select(String url) {
        attempts.databases.far = database(url)
        def outcome = attempts.perform(SqlSpec.of(Template.of('select 1'), 'far'))
        attempts.close()
        attempts = new Attempts()
        outcome
    }

    /** Says no to TLS, asks for the password in clear, and goes. */
    private void pretend() {
        Thread.startDaemon {
            while (!impostor.closed) {
                try {
                    impostor.accept().withCloseable { client ->
                        hear(client)
                        client.outputStream.write('N'.bytes)
                        hear(client)
                        client.outputStream.write([0x52, 0, 0, 0, 8, 0, 0, 0, 3] as byte[])
                        hear(client)
                    }
                } catch (IOException ignored) {
                    // the client went first
                }
            }
        }
    }

    private void hear(Socket client) {
        def bytes = new byte[1024]
        def count = client.inputStream.read(bytes)
        heard << (count < 0 ? '' : new String(bytes, 0, count, 'ISO-8859-1'))
    }
}
