/**
 * The requirements, one file for each section of the catalogue. A requirement is an id, a sentence,
 * its source, and a check of a few lines.
 */
package io.socketionats.conformance.judge.catalogue;
