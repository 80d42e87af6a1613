// SmartStore's validation after a rollback (plan 7.2): five areas, all of which must pass.
runbook('smartstore/validation') {                                                  // covers S73
    description 'Validate the legacy system: health, data, business functions, performance, security'
    owner 'platform-oncall'
    rto 5.minutes                                                                   // covers S98

    notify('tech-team') {
        on failed
        template 'validation-failed.md'
    }

    parallel('Validation') {
        budget 5.minutes
        verify('System health: Application') {
            budget 30.seconds                               // 5.1: -TimeoutSec 30
            http { get "${service('legacy')}/health" }
            expect { status == 200; json.status == 'healthy' }
        }
        for (area in [[name: 'Database', part: 'database'], [name: 'Cache', part: 'cache'],
                      [name: 'Payments', part: 'payments']]) {
            verify("System health: ${area.name}") {
                budget 30.seconds
                http { get "${service('legacy')}/health/${area.part}" }
                expect { status == 200; json.status == 'healthy' }
            }
        }
        verify('Data integrity') {
            budget 5.minutes                                // -QueryTimeout 300
            sql 'exec sp_ValidateDataIntegrity', on: 'legacy'
            expect { row.Status == 'PASSED' }
        }
        verify('Business function: Customer Login') {
            budget 30.seconds
            http { get "${service('legacy')}/account/login" }
            expect { status == 200 }
        }
        for (page in [[name: 'Product Catalog', path: 'products'], [name: 'Checkout Process', path: 'checkout'],
                      [name: 'Admin Panel', path: 'admin']]) {
            verify("Business function: ${page.name}") {
                budget 30.seconds
                http { get "${service('legacy')}/${page.path}" }
                expect { status == 200 }
            }
        }
        // The plan's check posts to the cart, which changes it: a step, not a verify.
        step('Business function: Shopping Cart') {
            budget 30.seconds
            idempotent()
            http { post "${service('legacy')}/cart/add" }
            expect { status == 200 }
        }
        verify('Performance: the product catalog answers in less than 3 seconds') { // covers S102
            budget 30.seconds
            http { get "${service('legacy')}/products" }
            expect { ok; elapsed < 3.seconds }
        }
        verify('Security: plain HTTP is redirected to HTTPS') {                     // covers S103
            budget 30.seconds
            http { get "${service('legacyPlain')}/" }
            expect { status == 301 || status == 302 }
        }
    }
}
