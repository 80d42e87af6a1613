runbook('bench/copy-rows') {
    param 'table', 'which rows', oneOf: ['few', 'orders'], default: 'few'

    step('Carry rows') {
        copyRows params.table, from: 'shop', to: 'legacy', key: 'id', changed: 'updated_at'
        expect { ok && checksum.same }
    }
}
