/**
 * The report of measurements: one page for people, and the same as data. It reads only the files of
 * measurements.
 */
package io.socketionats.load.report;
