/**
 * The records of {@code measurement.json}, and the files of a measurement's folder. Reports, plans
 * and merges start from these files alone.
 */
package io.socketionats.load.result;
