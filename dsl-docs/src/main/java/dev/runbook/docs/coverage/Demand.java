package dev.runbook.docs.coverage;

import java.util.Optional;

/**
 * A row of a rollback plan: one thing that the plan asks for.
 *
 * @param number unique in all plans, such as {@code E12}; the letter names the plan
 * @param section the section of the plan
 * @param kind procedure, trigger, metric and so on
 * @param asks what the plan asks for, in a few words
 * @param open the reason why no runbook carries it, if none does
 */
record Demand(String number, String section, String kind, String asks, Optional<String> open) {}
