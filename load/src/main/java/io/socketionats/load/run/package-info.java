/**
 * A load run: starts the clusters one after the other, measures them, and writes a measurement
 * after every level. Whatever ends the run leaves what was measured until then.
 */
package io.socketionats.load.run;
