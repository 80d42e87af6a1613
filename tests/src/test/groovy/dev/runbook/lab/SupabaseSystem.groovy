package dev.runbook.lab

import dev.runbook.lab.supabase.SupabasePort
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import spock.util.concurrent.PollingConditions

import java.sql.DriverManager

/** The lab of the Supabase migration as specifications ask and reset it. */
class SupabaseSystem {
    final SharedLab lab = SharedLab.get('supabase-migration')

    /** Undoes what earlier runs have changed: traffic goes to the target, everything is open and running. */
    void asAtTheStart() {
        lab.run('mend', 'supabase-migration')
        ask('POST', SupabasePort.BALANCER, '/failover', 'LB_TOKEN', [to: 'target'])
        ['api', 'auth'].each { ask('PUT', SupabasePort.DNS, "/records/${it}.aiqueryhub.com", 'DNS_TOKEN', [value: 'lb.aiqueryhub.com']) }
        [SupabasePort.SUPABASE, SupabasePort.TARGET].each { side ->
            ask('PUT', side, '/admin/writes', 'SERVICE_KEY', [enabled: true])
            ['ai-query', 'document-export', 'notify-owner', 'usage-report', 'invoice'].each { ask('POST', side, "/admin/functions/$it/enable", 'SERVICE_KEY', [:]) }
        }
        ['authentication', 'database_read', 'core_api', 'ai_services', 'storage_services', 'advanced_features'].each {
            ask('POST', SupabasePort.SUPABASE, "/admin/services/$it/enable", 'SERVICE_KEY', [:])
        }
        ask('POST', SupabasePort.MIGRATION, '/resume', 'MIGRATION_TOKEN', [:])
    }

    /** Sends a request with one of the lab's secrets; returns status and JSON body. */
    Map ask(String method, Port port, String path, String secret, Map body = null) {
        def connection = new URI("http://$lab.address:${port.number()}$path").toURL().openConnection() as HttpURLConnection
        connection.requestMethod = method
        if (secret) {
            connection.setRequestProperty('Authorization', "Bearer ${lab.folder().resolve("passwords/$secret").toFile().text}")
        }
        if (body != null) {
            connection.doOutput = true
            connection.outputStream.withCloseable { it.write(JsonOutput.toJson(body).getBytes('UTF-8')) }
        }
        def text = (connection.responseCode < 400 ? connection.inputStream : connection.errorStream).getText('UTF-8')
        [status: connection.responseCode, json: new JsonSlurper().parseText(text)]
    }

    /** Waits until a condition holds, on a machine that may be busy. */
    static void eventually(int seconds = 40, Closure<Boolean> condition) {
        new PollingConditions(timeout: seconds, delay: 0.2).eventually { assert condition() }
    }

    Map rules() {
        ask('GET', SupabasePort.BALANCER, '/rules', 'LB_TOKEN').json
    }

    boolean allTrafficGoesToSupabase() {
        rules().values().every { it.supabase.weight == 100 && it.target.weight == 0 }
    }

    /** The number of a PromQL query. */
    double measured(String query) {
        def answer = ask('GET', SupabasePort.MONITORING, "/api/v1/query?query=${URLEncoder.encode(query, 'UTF-8')}", null).json
        answer.data.result[0].value[1] as double
    }

    /** The first column of a query, as the user of the runbooks. */
    List column(Port database, String query) {
        def password = lab.folder().resolve('passwords/rollback').toFile().text
        DriverManager.getConnection("jdbc:postgresql://$lab.address:${database.number()}/app", 'rollback', password).withCloseable { connection ->
            def result = connection.createStatement().executeQuery(query)
            def values = []
            while (result.next()) {
                values << result.getObject(1)
            }
            values
        }
    }

    List<String> messages(String channel) {
        ask('GET', SupabasePort.WEBHOOKS, "/$channel", null).json*.body*.text
    }

    List<String> broken() {
        lab.get(SupabasePort.LAB, '/lab/status').json.broken
    }
}
