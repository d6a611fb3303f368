/**
 * How one node serves its clients: real clients of several generations and transports, and a raw
 * one that speaks Engine.IO and Socket.IO by the letter. Nothing here is about the broker.
 */
package io.socketionats.conformance.judge.service;
