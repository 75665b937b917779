/**
 * Files that are either there or not: atomic writes, arrays as safetensors, everything else as
 * JSON. Nothing that is read here can execute, and no header is believed before it was checked.
 */
package studio.viseme.store;
