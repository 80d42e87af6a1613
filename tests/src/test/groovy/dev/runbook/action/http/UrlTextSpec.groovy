package dev.runbook.action.http

import dev.runbook.AuthorException
import spock.lang.Specification

import static dev.runbook.action.http.UrlPlace.BASE
import static dev.runbook.action.http.UrlPlace.FRAGMENT
import static dev.runbook.action.http.UrlPlace.HOST
import static dev.runbook.action.http.UrlPlace.PATH
import static dev.runbook.action.http.UrlPlace.QUERY
import static dev.runbook.action.http.UrlPlace.SCHEME

class UrlTextSpec extends Specification {

    def 'in #parts the values are in #places'() {
        expect:
        UrlText.of(parts).gaps() == places

        where:
        parts                                       | places
        ['http://api/health']                       | []
        ['', '/health/', '']                        | [BASE, PATH]
        ['', '', '']                                | [BASE, HOST]
        ['', '.example.com/', '']                   | [BASE, PATH]
        ['', ':8080/', '?q=', '']                   | [BASE, PATH, QUERY]
        ['', '?q=', '&r=', '']                      | [BASE, QUERY, QUERY]
        ['', '/a?b=/c/', '#', '?/']                 | [BASE, QUERY, FRAGMENT]
        ['https://', '/x']                          | [HOST]
        ['https://api.', '.com/x']                  | [HOST]
        ['https://api:', '/x']                      | [HOST]
        ['https://', '@api/x']                      | [HOST]
        ['https://api/', '']                        | [PATH]
        ['https://api?x=', '']                      | [QUERY]
        ['https://api/v1/orders/', '-', '/lines/', ''] | [PATH, PATH, PATH]
        ['htt', '://api/']                          | [SCHEME]
        ['/path/', '']                              | [SCHEME]
    }

    def 'a value #value in a path arrives as #encoded, in one segment'() {
        expect:
        UrlText.of(['http://api/a/', '/b']).url([value]) == "http://api/a/$encoded/b"

        where:
        value              || encoded
        'plain-1.2_3~'     || 'plain-1.2_3~'
        'a/b'              || 'a%2Fb'
        '../../etc'        || '..%2F..%2Fetc'
        'a b+c'            || 'a%20b%2Bc'
        'a?b#c&d=e'        || 'a%3Fb%23c%26d%3De'
        'a%2Fb'            || 'a%252Fb'
        '@evil.example'    || '%40evil.example'
        'ä€😀'             || '%C3%A4%E2%82%AC%F0%9F%98%80'
        'a\r\nX: y\u0000'  || 'a%0D%0AX%3A%20y%00'
    }

    def 'a value in a query is one value'() {
        expect:
        UrlText.of(['', '/find?q=', '&n=1']).url(['http://api:1/', 'a&n=2#x y']) == 'http://api:1/find?q=a%26n%3D2%23x%20y&n=1'
    }

    def 'the path segment #parts with #value is rejected: #message'() {
        when:
        UrlText.of(parts).url([value])

        then:
        def refusal = thrown(AuthorException)
        refusal.message == message

        where:
        parts                     | value         || message
        ['http://api/a/', '']     | ''            || 'a value in the path of the URL is empty'
        ['http://api/a/', '/b']   | '..'          || "'..' is not allowed in a URL's path: it would change the path"
        ['http://api/a/.', '?x']  | '.'           || "'..' is not allowed in a URL's path: it would change the path"
        ['http://', '/b']         | 'evil'        || "a value cannot be part of the host; begin with \${service('…')} or a fixed address, and put a / before the value"
        ['', '/b']                | 'file:///etc' || "'file:///etc' is not a base URL: it begins with neither http:// nor https://"
    }

    def 'dots inside a segment are allowed'() {
        expect:
        UrlText.of(['http://api/v', '/x']).url(['..']) == 'http://api/v../x'
        UrlText.of(['http://api/', '.json']).url(['.']) == 'http://api/..json'
    }

    def 'a URL that begins with neither a service nor a scheme is rejected'() {
        expect:
        UrlText.of(['api/health']).problem().get() == "a URL begins with \${service('…')} or with http:// or https://"
        UrlText.of(['ftp://api/', '']).problem().present
        UrlText.of(['HTTPS://api/']).problem().empty
        UrlText.of(['', '/health']).problem().empty
    }
}
