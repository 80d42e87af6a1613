/**
 * The estate of the Supabase migration: the application on Supabase and on the target, what splits traffic between
 * them, the migration, backups and monitoring. Start reading at {@link dev.runbook.lab.supabase.RunningSupabase}.
 */
package dev.runbook.lab.supabase;
