/**
 * The reference engine: the definitions as code, in double precision, which the fast engines are
 * held against.
 */
@NullMarked
package studio.viseme.compute.reference;

import org.jspecify.annotations.NullMarked;
