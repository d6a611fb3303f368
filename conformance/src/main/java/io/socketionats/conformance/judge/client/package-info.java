/**
 * Socket.IO clients that keep everything they receive, in order. They believe nothing: a packet
 * that the protocol does not know is an error.
 */
package io.socketionats.conformance.judge.client;
