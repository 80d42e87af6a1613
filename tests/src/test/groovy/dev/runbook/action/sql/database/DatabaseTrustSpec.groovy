package dev.runbook.action.sql.database

import com.microsoft.sqlserver.jdbc.SQLServerDriver
import dev.runbook.action.Attempts
import dev.runbook.action.Specs
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.JdbcUrl
import dev.runbook.environment.SecretSource
import dev.runbook.value.Template
import org.postgresql.PGProperty
import org.sqlite.SQLiteConfig
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

    def 'a PostgreSQL impostor without TLS receives no password'() {
        given:
        pretend()

        when: 'it is reached as another machine is'
        def outcome = select("jdbc:postgresql://127.1:$impostor.localPort/x")

        then:
        outcome.cause().startsWith("cannot connect to database 'far': The server does not support SSL (")
        outcome.cause().contains('sslmode=')
        !heard.any { it.contains('hunter2') }

        when: 'the environment says so'
        select("jdbc:postgresql://127.1:$impostor.localPort/x?sslmode=prefer")

        then:
        heard.any { it.contains('hunter2') }
    }

    def 'a URL that weakens protection is reported: #url'() {
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
        'jdbc:postgresql://db/x?sslmode=require'               || 'sslmode=require encrypts, but does not verify the server'
        'jdbc:postgresql://db/x?sslmode=verify-ca'             || 'sslmode=verify-ca accepts a certificate that is for another host'
        'jdbc:postgresql://db/x?sslfactory=org.postgresql.ssl.NonValidatingFactory' || 'its sslfactory accepts every certificate'
        'jdbc:sqlserver://db'                                  || null
        'jdbc:sqlserver://db;encrypt=true'                     || null
        'jdbc:sqlserver://localhost;encrypt=false'             || null
        'jdbc:sqlserver://db;Encrypt=false'                    || 'encrypt=false lets rows be read and changed on the network'
        'jdbc:sqlserver://db;trustServerCertificate=true'      || 'trustServerCertificate=true does not verify the server'
        'jdbc:sqlite:x.db'                                     || null
    }

    def 'an option that the driver ignores, or that removes a protection, is reported: #url'() {
        expect:
        DriverOptions.weaknesses(JdbcUrl.of(url).get()).map { "${it.effect()} | ${it.cure()}".toString() }.toList() == warnings

        where:
        url                                                               || warnings
        'jdbc:postgresql://db/x'                                          || []
        'jdbc:postgresql://db/x?sslmode=require&connectTimeout=5&options=-c%20a=b&reWriteBatchedInserts=true' || []
        'jdbc:postgresql://db/x?sslMode=require'                          || [ignored('sslMode', "did you mean 'sslmode'?")]
        'jdbc:postgresql://db/x?sslmod=require'                           || [ignored('sslmod', "did you mean 'sslmode'?")]
        'jdbc:postgresql://db/x?zzzzzzzz=1'                               || [ignored('zzzzzzzz', 'leave it out of the url, or correct its name')]
        'jdbc:postgresql://db/x?sslhostnameverifier=org.x.None'           || [unsafe('sslhostnameverifier', "replaces the check that the certificate is for the server's host")]
        'jdbc:postgresql://db/x?socketFactory=org.x.Any'                  || [unsafe('socketFactory', 'loads code named by the URL into the engine')]
        'jdbc:postgresql://localhost/x?socketFactory=org.x.Unix'          || []
        'jdbc:postgresql://db/x?loggerFile=/tmp/x&connectTimout=5'        || [unsafe('loggerFile', 'writes what the driver sends and receives to a file, secrets included'), ignored('connectTimout', "did you mean 'connectTimeout'?")]
        'jdbc:sqlserver://db;databaseName=x;encrypt=true;trustStore=a;loginTimeout=3;Database=y' || []
        'jdbc:sqlserver://db;encript=true'                                || [ignored('encript', "did you mean 'encrypt'?")]
        'jdbc:sqlserver://db;trustManagerClass=org.x.Any'                 || [unsafe('trustManagerClass', "replaces the check of the server's certificate")]
        'jdbc:sqlserver://db;sslProtocol=TLSv1'                           || [unsafe('sslProtocol', 'a broken version of TLS can be read on the network')]
        'jdbc:sqlite:x.db?busy_timeout=5&foreign_keys=true'               || []
        'jdbc:sqlite:file:x.db?mode=ro'                                   || []
        'jdbc:sqlite:x.db?bussy_timeout=5'                                || [ignored('bussy_timeout', "did you mean 'busy_timeout'?")]
        'jdbc:sqlite:x.db?enable_load_extension=true'                     || [unsafe('enable_load_extension', 'lets a statement load machine code')]
        'jdbc:sqlite:x.db?journal_mode=OFF'                               || [unsafe('journal_mode', 'nothing can be rolled back, and a crash damages the file')]
    }

    def 'the options known are those that the driver publishes: #driver'() {
        expect:
        DriverOptions.known(driver) == (published + beyond) as Set

        where:
        driver                    | published                                                                                              || beyond
        JdbcUrl.Driver.POSTGRESQL | PGProperty.values()*.name                                                                              || []
        JdbcUrl.Driver.SQLSERVER  | new SQLServerDriver().getPropertyInfo('jdbc:sqlserver://db', new Properties())*.name                   || ['database', 'server', 'port', 'userName', 'accessToken']
        JdbcUrl.Driver.SQLITE     | SQLiteConfig.Pragma.values()*.pragmaName                                                               || ['mode', 'cache', 'vfs', 'immutable', 'nolock', 'psow', 'modeof']
    }

    private static String ignored(String option, String cure) {
        "the driver does not know the option '$option' and ignores it | $cure"
    }

    private static String unsafe(String option, String effect) {
        "the option $option $effect | leave it out of the url"
    }

    def 'settings of the URL override those of the engine: #url'() {
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
        def outcome = attempts.perform(Specs.sql(Template.of('select 1'), 'far'))
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
