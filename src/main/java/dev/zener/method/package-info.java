/**
 * How a tagger is made, one class a method: what a step's batch holds and which loss it minimises.
 * The loop around the steps is not here.
 */
package dev.zener.method;
