package dev.runbook.environment

import dev.runbook.AuthorException
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** URLs of databases: relative paths start at the environment file, and secrets are not allowed. */
class JdbcUrlSpec extends Specification {
    @TempDir
    Path folder

    def 'paths start at the folder of the environment file: #url'() {
        expect:
        read(url) == absolute

        where:
        url                                                      || absolute
        'jdbc:sqlite:shop.db'                                    || 'jdbc:sqlite:HERE/shop.db'
        'jdbc:sqlite:../data/shop.db?busy_timeout=5'             || 'jdbc:sqlite:UP/data/shop.db?busy_timeout=5'
        'jdbc:sqlite:~/shop.db'                                  || 'jdbc:sqlite:/home/ops/shop.db'
        'jdbc:sqlite:/var/shop.db'                               || 'jdbc:sqlite:/var/shop.db'
        'jdbc:sqlite:file:shop.db?mode=ro'                       || 'jdbc:sqlite:file:HERE/shop.db?mode=ro'
        'jdbc:sqlite:file:///var/shop.db'                        || 'jdbc:sqlite:file:///var/shop.db'
        'jdbc:sqlite::memory:'                                   || 'jdbc:sqlite::memory:'
        'jdbc:sqlite:file:shared?mode=memory&cache=shared'       || 'jdbc:sqlite:file:shared?mode=memory&cache=shared'
        'jdbc:sqlite:'                                           || 'jdbc:sqlite:'
        'jdbc:postgresql://db/x?sslmode=verify-full&sslrootcert=ca.pem' || 'jdbc:postgresql://db/x?sslmode=verify-full&sslrootcert=HERE/ca.pem'
        'jdbc:postgresql://db/x?sslcert=~/c%20d.pem&sslkey=/k.pk8' || 'jdbc:postgresql://db/x?sslcert=/home/ops/c%20d.pem&sslkey=/k.pk8'
        'jdbc:postgresql://db/x?options=-c%20search_path=a'      || 'jdbc:postgresql://db/x?options=-c%20search_path=a'
        'jdbc:postgresql:erp'                                    || 'jdbc:postgresql:erp'
        'jdbc:sqlserver://db;databaseName=x;trustStore=ca.p12'   || 'jdbc:sqlserver://db;databaseName=x;trustStore=HERE/ca.p12'
        'jdbc:sqlserver://db;databaseName={a;b};ServerCertificate=ca.pem;' || 'jdbc:sqlserver://db;databaseName={a;b};ServerCertificate=HERE/ca.pem'
    }

    def 'credentials in a URL are rejected without showing them: #url'() {
        when:
        read(url)

        then:
        def refused = thrown(AuthorException)
        refused.message.readLines() == ["$folder/prod.yaml:2:18: the url holds '$what', and a url is shown by plan and kept in the journal".toString(),
                                        '    write password: { env: NAME } beside the url; passphrase: for the key of a client certificate']
        !refused.message.contains('hunter2')

        where:
        url                                                  || what
        'jdbc:postgresql://app:hunter2@db/x'                 || 'user:password@'
        'jdbc:postgresql://db/x?user=a&password=hunter2'     || 'password='
        'jdbc:postgresql://db/x?PassWord=hunter2'            || 'PassWord='
        'jdbc:postgresql://db/x?pass%77ord=hunter2'          || 'pass%77ord='
        'jdbc:postgresql://db/x?sslpassword=hunter2'         || 'sslpassword='
        'jdbc:sqlserver://db;user=a;password=hunter2'        || 'password='
        'jdbc:sqlserver://db;user=a; PWD = hunter2'          || 'PWD='
        'jdbc:sqlserver://db;accessToken=hunter2'            || 'accessToken='
        'jdbc:sqlserver://db;trustStorePassword=hunter2'     || 'trustStorePassword='
        'jdbc:sqlserver://db;keyStoreSecret=hunter2'         || 'keyStoreSecret='
        'jdbc:sqlite:shop.db?hexkey=hunter2'                 || 'hexkey='
        'jdbc:mysql://db/x?password=hunter2'                 || 'password='
        'jdbc:postgresql://db/x?password=${PW}'              || 'password='
    }

    def 'another mistake in the line of a credential does not show the line'() {
        when:
        text("databases:\n  d: { url: 'jdbc:postgresql://db/x?password=hunter2', usr: x }\n")

        then:
        def refused = thrown(AuthorException)
        refused.message.contains("unknown key 'usr'")
        !refused.message.contains('hunter2')
    }

    def 'a URL that no driver accepts is rejected in the environment file: #url'() {
        when:
        read(url)

        then:
        def refused = thrown(AuthorException)
        refused.message.readLines()[0] == "$folder/prod.yaml:2:18: $message".toString()

        where:
        url                            || message
        'jdbc:mysql://db/x'            || "a database's url starts with jdbc:postgresql:, jdbc:sqlserver: or jdbc:sqlite:"
        'postgresql://db/x'            || "a database's url starts with jdbc:postgresql:, jdbc:sqlserver: or jdbc:sqlite:"
        'jdbc:postgresql://app@db/x'   || 'the url has a user before its host, which drivers take for a part of the host'
    }

    def 'a URL is classified as local or remote: #url'() {
        expect:
        JdbcUrl.of(url).get().local() == local

        where:
        url                                           || local
        'jdbc:postgresql://127.0.0.1:5432/x'          || true
        'jdbc:postgresql://localhost/x'               || true
        'jdbc:postgresql://[::1]:5432/x'              || true
        'jdbc:postgresql:x'                           || true
        'jdbc:postgresql://127.0.0.1,db2/x'           || false
        'jdbc:postgresql://db/x'                      || false
        'jdbc:postgresql://127.0.0.1.evil.com/x'      || false
        'jdbc:postgresql://x?service=prod'            || false
        'jdbc:postgresql://db/x?socketFactory=org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg' || true
        'jdbc:sqlserver://127.0.0.1:1433;encrypt=false' || true
        'jdbc:sqlserver://db\\\\shop;encrypt=false'   || false
        'jdbc:sqlserver://;serverName=db'             || false
        'jdbc:sqlite:x.db'                            || true
    }

    def 'zone, pooler and passphrase of a database are read'() {
        when:
        def database = text('''databases:
            |  d: { url: 'jdbc:postgresql://db/x', zone: Europe/Berlin, pooler: transaction, passphrase: { env: P } }
            |'''.stripMargin()).database('d')

        then:
        database.options().zone().get().id == 'Europe/Berlin'
        database.options().pooler().get() == Environment.DatabaseOptions.Pooler.TRANSACTION
        database.options().passphrase().get() == new SecretSource.Variable('P')
        database.options().where().get().line() == 2
    }

    def 'a mistake is reported: #entry'() {
        when:
        text("databases:\n  d: { url: 'jdbc:postgresql://db/x', $entry }\n")

        then:
        def refused = thrown(AuthorException)
        refused.message.readLines()[0].endsWith(message)

        where:
        entry             || message
        'zone: Europa'    || "there is no time zone 'Europa'"
        'pooler: txn'     || "'pooler' is transaction or session, not the text 'txn'"
    }

    private String read(String url) {
        text("databases:\n  orders: { url: '$url' }\n").database('orders').url().replace(folder.toString(), 'HERE').replace(folder.parent.toString(), 'UP')
    }

    private Environment text(String yaml) {
        def file = folder.resolve('prod.yaml')
        Files.writeString(file, yaml)
        EnvironmentFile.read(file, [HOME: '/home/ops', PW: 'hunter2'])
    }
}
