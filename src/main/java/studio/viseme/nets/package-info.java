/**
 * Stock convolutional nets, run by DL4J on oneDNN. The only room that knows either: what goes in
 * and out are arrays of ours, and a net is described by {@link
 * studio.viseme.compute.ConvolutionSpec}s, so that the same parameters run on an engine too.
 */
@NullMarked
package studio.viseme.nets;

import org.jspecify.annotations.NullMarked;
