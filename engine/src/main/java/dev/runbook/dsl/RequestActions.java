package dev.runbook.dsl;

import dev.runbook.action.prometheus.PrometheusSpec;
import dev.runbook.value.Template;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** HTTP and Prometheus: requests to services of the environment. */
public abstract class RequestActions extends ActionBlock {
    RequestActions(EvaluationContext context) {
        super(context);
    }

    /**
     * Sends one HTTP request, through the proxy that {@code http_proxy} or {@code https_proxy} names unless
     * {@code no_proxy} excludes the server. Servers on this machine are contacted directly.
     *
     * <pre>{@code
     * http {
     *     post "${service('api')}/rollback"
     *     bearer secret('API_TOKEN')
     *     json reason: params.reason
     * }
     * }</pre>
     */
    public void http(@DelegatesTo(value = HttpBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> request) {
        HttpBlock block = new HttpBlock(context);
        context.evaluate(request, block);
        block.spec().ifPresent(this::act);
    }

    /**
     * Runs a PromQL query on a service of the environment; {@code value} is its number. A value inside quotes is
     * inserted as a label value, outside quotes as a number. No data is neither success nor failure, and a response
     * that may be incomplete is a failure unless {@code partial: true} accepts it.
     *
     * <pre>{@code
     * prometheus "sum(rate(http_errors_total{job='${params.job}'}[5m]))", on: 'monitoring'
     * }</pre>
     *
     * With {@code over} the query covers the given time up to now, with one number per interval {@code every} (default:
     * a 60th of the time), and {@code lowest} and {@code highest} are available too.
     *
     * <pre>{@code
     * prometheus 'sum(rate(http_errors_total[1m]))', on: 'monitoring', over: 10.minutes, every: 15.seconds
     * }</pre>
     */
    public void prometheus(
            @NamedParams({
                        @NamedParam(value = "on", type = Object.class, required = true),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "over", type = Duration.class),
                        @NamedParam(value = "every", type = Duration.class),
                        @NamedParam(value = "partial", type = Boolean.class)
                    })
                    @Names(value = "service", option = "on", among = "of")
                    Map<String, Object> options,
            @Literal(Literal.Language.PROMQL) CharSequence query) {
        Template text = Values.template(query);
        Optional<PrometheusSpec.Range> range = range((Duration) options.get("over"), (Duration) options.get("every"));
        boolean partial = Boolean.TRUE.equals(options.get("partial"));
        act(new TargetChoice(context, options)
                .action("on", service -> new PrometheusSpec(text, service, range, partial)));
    }

    private Optional<PrometheusSpec.Range> range(Duration over, Duration every) {
        if (over == null) {
            if (every != null) {
                context.problem("'every' needs a range of time", "add over: 10.minutes");
            }
            return Optional.empty();
        }
        PrometheusSpec.Range range = PrometheusSpec.Range.of(over, Optional.ofNullable(every));
        range.problem().ifPresent(problem -> context.problem(problem));
        return Optional.of(range);
    }
}
