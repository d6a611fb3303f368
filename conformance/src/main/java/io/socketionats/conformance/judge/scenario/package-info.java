/**
 * The words that requirements are written in: join, leave, broadcast, publish, fence, drill. A
 * scenario records what it did, and is judged when it has ended.
 */
package io.socketionats.conformance.judge.scenario;
