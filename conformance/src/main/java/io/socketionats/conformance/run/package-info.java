/**
 * One run: which clusters are started, in which order requirements are judged, and what is
 * repeated. Results go into a record that can be read at any moment, so that an interrupted run
 * leaves its report.
 */
package io.socketionats.conformance.run;
