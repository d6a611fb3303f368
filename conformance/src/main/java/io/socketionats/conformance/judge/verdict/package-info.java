/**
 * What must have been delivered, what was, and who is to blame for the difference. Emissions and
 * inboxes go in; findings and verdicts come out, and nothing here touches a live cluster.
 */
package io.socketionats.conformance.judge.verdict;
