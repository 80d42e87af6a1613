package dev.runbook.proxy

import dev.runbook.AuthorException
import spock.lang.Specification

class ProxiesSpec extends Specification {
    def 'a server has the proxy of its scheme, lower case before upper case: #variables'() {
        expect:
        ['http', 'https'].collect { Proxies.of(variables).shown(it, 'shop.test', 80).orElse('') } == [http, https]

        where:
        variables                                                     || http                            | https
        [:]                                                           || ''                              | ''
        [http_proxy: 'http://p:1']                                    || 'proxy p:1 (http_proxy)'        | ''
        [HTTPS_PROXY: 'http://p:1/']                                  || ''                              | 'proxy p:1 (HTTPS_PROXY)'
        [all_proxy: 'p:1', https_proxy: 'q']                          || 'proxy p:1 (all_proxy)'         | 'proxy q:80 (https_proxy)'
        [http_proxy: 'http://me:secret@p:1', HTTP_PROXY: 'http://q']  || 'proxy p:1 (http_proxy)'        | ''
        [http_proxy: '', HTTP_PROXY: 'http://q:2']                    || 'proxy q:2 (HTTP_PROXY)'        | ''
        [ALL_PROXY: 'socks5://p']                                     || 'proxy p:1080 (ALL_PROXY)'      | 'proxy p:1080 (ALL_PROXY)'
        [http_proxy: 'http://[fd00::1]:3']                            || 'proxy fd00::1:3 (http_proxy)'  | ''
    }

    def 'no_proxy #list #asked #host'() {
        expect:
        Proxies.of(http_proxy: 'http://p:1', NO_PROXY: list).shown('http', host, port).present == (asked == 'leaves')

        where:
        list                     | host                | port || asked
        ''                       | 'shop.test'         | 80   || 'leaves'
        ''                       | 'localhost'         | 80   || 'takes'
        ''                       | 'api.localhost'     | 80   || 'takes'
        ''                       | '127.0.0.53'        | 80   || 'takes'
        ''                       | '::1'               | 80   || 'takes'
        '*'                      | 'shop.test'         | 80   || 'takes'
        'shop.test'              | 'shop.test'         | 80   || 'takes'
        'shop.test'              | 'api.SHOP.test'     | 80   || 'takes'
        'shop.test'              | 'myshop.test'       | 80   || 'leaves'
        '.test,other'            | 'shop.test'         | 80   || 'takes'
        '*.test other'           | 'other'             | 80   || 'takes'
        'shop.test:8080'         | 'shop.test'         | 8080 || 'takes'
        'shop.test:8080'         | 'shop.test'         | 80   || 'leaves'
        '10.0.0.0/8'             | '10.1.2.3'          | 80   || 'takes'
        '10.0.0.0/8'             | '11.1.2.3'          | 80   || 'leaves'
        'fd00::/8'               | 'fd12::1'           | 80   || 'takes'
        '10.1.2.3'               | '10.1.2.3'          | 80   || 'takes'
        '10.1.2.3'               | '110.1.2.3'         | 80   || 'leaves'
        '10.0.0.0/99, 10.0.0/x'  | '10.1.2.3'          | 80   || 'leaves'
    }

    def 'an invalid address is rejected without showing it: #value'() {
        when:
        Proxies.of(https_proxy: value)

        then:
        def refusal = thrown(AuthorException)
        refusal.message == 'the environment variable https_proxy is not the address of a proxy the engine can use: write http://host:port or socks5://host:port'

        where:
        value << ['http://me:pass word@p', 'https://p:1', 'ftp://p', 'http://', 'http://me:secret@']
    }

    def 'passwords are found encoded and decoded'() {
        expect:
        Proxies.passwords(http_proxy: 'http://me:s%C3%A9cret@p:1', HTTPS_PROXY: 'me:a@b:c@p', ftp_proxy: 'ftp://x:y z@p', ALL_PROXY: 'http://p:1') ==
                ['s%C3%A9cret', 'sécret', 'a@b:c', 'y z'] as Set
    }
}
