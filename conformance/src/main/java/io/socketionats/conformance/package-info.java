/**
 * What both wings and the load module share: JSON, the checkout, and the two kinds of failure that
 * the command line reports. Nothing here starts a process or judges anything.
 */
package io.socketionats.conformance;
