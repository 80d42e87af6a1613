// What a user must be able to do: sign in, read a document, ask the AI. The test user is removed whatever happens.
runbook('supabase-migration/user-journey') {                                        // covers B4
    description 'Sign in as a new test user, read a document, ask a question, and remove the user'
    owner 'devops-oncall'
    rto 10.seconds

    def user = step('Create a test user') {
        budget 2.seconds
        http {
            post "${service('api')}/auth/v1/admin/users"
            bearer secret('SERVICE_KEY')
            json email: "journey-${run.id}@aiqueryhub.com", password: secret('TEST_USER_PASSWORD'), email_confirm: true
        }
        expect { ok; json.id != null }
        undo {
            def id = json.id
            http { delete "${service('api')}/auth/v1/admin/users/${id}"; bearer secret('SERVICE_KEY') }
        }
    }
    def session = step('Sign in') {
        budget 2.seconds
        http {
            post "${service('api')}/auth/v1/token?grant_type=password"
            json email: "journey-${run.id}@aiqueryhub.com", password: secret('TEST_USER_PASSWORD')
        }
        expect { ok; json.access_token != null }
    }
    verify('Read a document') {
        budget 2.seconds
        http { get "${service('api')}/rest/v1/documents?limit=1"; bearer session.json.access_token }
        expect { ok; json.size() > 0 }
    }
    step('Ask the AI') {
        budget 2.seconds
        http {
            post "${service('api')}/functions/v1/ai-query"
            bearer session.json.access_token
            json question: 'How many documents do I have?'
        }
        expect { ok; json.answer != null }
    }
    step('Remove the test user') {
        budget 2.seconds
        http { delete "${service('api')}/auth/v1/admin/users/${user.json.id}"; bearer secret('SERVICE_KEY') }
    }

    onFailure { undoAll() }
}
