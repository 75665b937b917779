/** Who a face belongs to: a recognition net's embedding of an upright crop, run in plain Java. */
package studio.viseme.face.identity;
