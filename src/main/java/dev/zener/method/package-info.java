/**
 * The methods: each is a class that holds its settings and describes its stages. A method is a row
 * of the result table.
 */
package dev.zener.method;
