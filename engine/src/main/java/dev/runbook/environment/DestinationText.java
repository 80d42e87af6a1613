package dev.runbook.environment;

import java.util.LinkedHashMap;
import java.util.Map;

/** Describes where the messages of a channel go, for {@link EnvironmentText}: in a fixed order of the keys. */
final class DestinationText implements Channel.DestinationVisitor<Map<String, Object>, RuntimeException> {
    @Override
    public Map<String, Object> console(Channel.Console console) {
        return Map.of();
    }

    @Override
    public Map<String, Object> messageFile(Channel.MessageFile file) {
        return with("file", file.path().toString());
    }

    @Override
    public Map<String, Object> program(Channel.Program program) {
        return with("command", program.command());
    }

    @Override
    public Map<String, Object> hook(Channel.Hook hook) {
        return with(hook.format().word(), EnvironmentText.source(hook.address()));
    }

    @Override
    public Map<String, Object> email(Channel.Email email) {
        Map<String, Object> all = with("email", email.to());
        all.put("mail", EnvironmentText.mail(email.server()));
        return all;
    }

    @Override
    public Map<String, Object> pagerDuty(Channel.PagerDuty pager) {
        Map<String, Object> all = with("pagerduty", EnvironmentText.source(pager.routingKey()));
        all.put("url", pager.url());
        return all;
    }

    @Override
    public Map<String, Object> sms(Channel.Sms sms) {
        Map<String, Object> account = with("to", sms.to());
        account.put("from", sms.from());
        account.put("account", sms.account());
        account.put("token", EnvironmentText.source(sms.token()));
        Map<String, Object> all = with("sms", account);
        all.put("url", sms.url());
        return all;
    }

    @Override
    public Map<String, Object> statusPage(Channel.StatusPage page) {
        Map<String, Object> status = with("page", page.page());
        status.put("token", EnvironmentText.source(page.token()));
        Map<String, Object> all = with("statuspage", status);
        all.put("url", page.url());
        return all;
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(key, value);
        return all;
    }
}
