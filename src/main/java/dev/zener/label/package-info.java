/**
 * Tags of words, the schemes that they are written in, and the entities that they spell.
 *
 * <p>Floor 0: knows of no file, no tensor and no model. Inside the program tags are IOB2; the other
 * schemes exist at the edges.
 */
package dev.zener.label;
