/** The library's front door: open a model directory, tag text, close it again. */
package dev.zener;
