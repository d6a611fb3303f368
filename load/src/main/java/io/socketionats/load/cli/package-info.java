/**
 * The command {@code load} with its subcommands run, plan, report and merge. Options are read and
 * checked here, before anything starts.
 */
package io.socketionats.load.cli;
