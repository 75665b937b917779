/** Holds the house rules: which room may use what. */
package studio.viseme.architecture;
