package dev.ripcord.run;

import dev.ripcord.escalate.Outbox;
import dev.ripcord.hook.HookRunner;

/**
 * What a run reaches outside of its database.
 *
 * @param hooks runs what the migration wants done beside the database
 * @param means with which metrics are asked for and people are told
 */
public record Outside(HookRunner hooks, Outbox.Means means) {}
