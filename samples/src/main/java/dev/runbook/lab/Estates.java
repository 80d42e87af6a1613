package dev.runbook.lab;

import dev.runbook.AuthorException;
import dev.runbook.lab.erpgo.ErpgoEstate;
import dev.runbook.lab.sdm.SdmEstate;
import dev.runbook.lab.smartstore.SmartStoreEstate;
import dev.runbook.lab.supabase.SupabaseEstate;
import dev.runbook.lab.visionforge.VisionForgeEstate;
import java.util.List;

/** The estates that this installation can simulate. */
final class Estates {
    /** The estate of a command line that names none, if no lab is up. */
    static final Estate DEFAULT = new ErpgoEstate();

    private static final List<Estate> ALL =
            List.of(DEFAULT, new SmartStoreEstate(), new SupabaseEstate(), new SdmEstate(), new VisionForgeEstate());

    private Estates() {}

    static List<Estate> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(Estate::name).toList();
    }

    /** @throws AuthorException naming all estates, when the estate does not exist */
    static Estate named(String name) {
        return ALL.stream()
                .filter(estate -> estate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AuthorException(
                        "there is no lab called '" + name + "'; there are: " + String.join(", ", names())));
    }
}
