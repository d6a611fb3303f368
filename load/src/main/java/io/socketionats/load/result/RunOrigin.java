package io.socketionats.load.result;

/**
 * Where a measurement comes from, and how it can be made again.
 *
 * @param name a short name, part of the folder's name
 * @param started when the run began, ISO 8601 in UTC
 * @param command the command line that repeats the run
 * @param git the commit that was measured; empty when it is not known
 */
public record RunOrigin(String name, String started, String command, String git) {
  public RunOrigin {
    command = Absent.text(command);
    git = Absent.text(git);
  }
}
