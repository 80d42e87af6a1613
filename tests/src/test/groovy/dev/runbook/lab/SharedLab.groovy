package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import dev.runbook.machine.LeakCheck
import groovy.json.JsonSlurper

import java.nio.file.Files
import java.nio.file.Path
import java.sql.DriverManager
import java.util.concurrent.TimeUnit

/** One lab of each estate for all specifications of a JVM, with a separate address; stopped when the JVM ends, or before. */
class SharedLab {
    private static final Map<String, SharedLab> UP = [:]

    final String name
    final Path home
    final String address
    final Map<String, String> variables

    private SharedLab(String name) {
        this.name = name
        home = Files.createTempDirectory('runbook-lab-spec')
        variables = System.getenv() + [RUNBOOK_LAB_HOME: home.toString()]
        address = LabHome.of(name, variables).address()
    }

    static synchronized SharedLab get(String name = 'erpgo') {
        UP.computeIfAbsent(name) { start(it) }
    }

    private static SharedLab start(String name) {
        def lab = new SharedLab(name)
        Runtime.runtime.addShutdownHook(new Thread({ stop(name) }))
        def started = LeakCheck.shared(lab.home) { lab.run('start', name) }
        assert started.code == 0: started.err
        lab
    }

    /** Stops a lab that no further specification is expected to use: its customers keep a processor busy. */
    static synchronized void stop(String name) {
        def lab = UP.remove(name)
        if (lab) {
            lab.run('stop', name)
            lab.home.toFile().deleteDir()
        }
    }

    Path folder() {
        home.resolve(name)
    }

    /** Runs {@code runbook lab …} in this process. */
    Map run(String... arguments) {
        run(variables, arguments)
    }

    static Map run(Map<String, String> variables, String... arguments) {
        def out = new ByteArrayOutputStream()
        def err = new ByteArrayOutputStream()
        int code = Main.run(arguments as List, variables, new PrintStream(out, true, 'UTF-8'), new PrintStream(err, true, 'UTF-8'))
        [code: code, out: out.toString('UTF-8'), err: err.toString('UTF-8')]
    }

    /** Runs a program of this machine with the lab's bin folder before PATH. */
    Map program(Map<String, String> more = [:], String... command) {
        def builder = new ProcessBuilder(command)
        builder.environment().put('PATH', "${folder().resolve('bin')}:${System.getenv('PATH')}".toString())
        builder.environment().putAll(more)
        def process = builder.start()
        process.outputStream.close()
        def err = new StringBuilder()
        def reader = process.consumeProcessErrorStream(err)
        def out = process.inputStream.getText('UTF-8')
        reader.join()
        assert process.waitFor(180, TimeUnit.SECONDS)
        [code: process.exitValue(), out: out, err: err.toString()]
    }

    /** The response to a GET: status and JSON body; status 0 when nothing listens. */
    Map get(Port port, String path) {
        get(port.number(), path)
    }

    Map get(int port, String path) {
        def connection = new URI("http://$address:$port$path").toURL().openConnection() as HttpURLConnection
        connection.setRequestProperty('Authorization', "Bearer ${folder().resolve('control-token').toFile().text}")
        connection.connectTimeout = 2000
        connection.readTimeout = 10000
        try {
            int status = connection.responseCode
            def body = (status < 400 ? connection.inputStream : connection.errorStream).getText('UTF-8')
            [status: status, json: new JsonSlurper().parseText(body)]
        } catch (ConnectException ignored) {
            [status: 0, json: null]
        } finally {
            connection.disconnect()
        }
    }

    /** The rows of a query, as the read-only user of the runbooks. */
    List<Map> rows(String query) {
        def password = folder().resolve('passwords/rollback').toFile().text
        def url = "jdbc:postgresql://$address:${ErpgoPort.POSTGRESQL.number()}/erp"
        DriverManager.getConnection(url, 'rollback', password).withCloseable { connection ->
            def result = connection.createStatement().executeQuery(query)
            def columns = (1..result.metaData.columnCount).collect { result.metaData.getColumnLabel(it) }
            def rows = []
            while (result.next()) {
                rows << columns.collectEntries { [it, result.getObject(it)] }
            }
            rows
        }
    }
}
