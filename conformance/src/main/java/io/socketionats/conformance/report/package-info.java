/**
 * What a run leaves behind: the page, report.json, JUnit XML, the summary, the wire log, and the
 * console's matrix. Reports read results and frames; they judge nothing.
 */
package io.socketionats.conformance.report;
