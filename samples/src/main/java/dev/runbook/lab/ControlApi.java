package dev.runbook.lab;

import dev.runbook.AuthorException;
import dev.runbook.lab.erpgo.ErpgoLab;
import dev.runbook.lab.erpgo.Fault;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** How the command line speaks to the process that holds the lab, and where the balancer's counters are read. Thread-safe. */
final class ControlApi {
    private final ErpgoLab lab;
    private final Runnable stop;

    /** @param stop called once the answer to a stop is on its way */
    ControlApi(ErpgoLab lab, Runnable stop) {
        this.lab = lab;
        this.stop = stop;
    }

    Reply answer(Request request) throws IOException {
        List<String> path = request.segments();
        try {
            if (request.method().equals("GET")) {
                return read(request.path());
            }
            if (path.size() == 3 && path.get(1).equals("break")) {
                return Reply.json(Map.of("told", lab.breakIt(Fault.named(path.get(2)))));
            }
            if (path.size() == 3 && path.get(1).equals("mend")) {
                return Reply.json(Map.of("told", lab.mend(Fault.named(path.get(2)))));
            }
            if (request.path().equals("/lab/stop")) {
                stop.run();
                return Reply.json(Map.of("told", "stopping"));
            }
            return Reply.error(404, "no such path: " + request.path());
        } catch (AuthorException mistaken) {
            return Reply.error(400, mistaken.getMessage());
        } catch (SQLException failure) {
            return Reply.error(409, "PostgreSQL of the lab: " + failure.getMessage());
        }
    }

    private Reply read(String path) {
        return switch (path) {
            case "/lab/status" -> Reply.json(lab.status());
            case "/traffic", "/lab/traffic" -> Reply.json(lab.traffic());
            case "/metrics" -> Reply.text(lab.metrics());
            default -> Reply.error(404, "no such path: " + path);
        };
    }
}
