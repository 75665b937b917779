/** What {@code viseme doctor} looks at; one class a part of the machine. */
@NullMarked
package studio.viseme.cli.doctor;

import org.jspecify.annotations.NullMarked;
