/**
 * Subjects and frames of the wire dialects, as the harness expects them. Written apart from the
 * adapter on purpose: a fault there must not hide here.
 */
package io.socketionats.conformance.dialect;
