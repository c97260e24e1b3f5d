package dev.zener.vectors;

/** Vectors of a file, and how they were read. */
public record OpenVectors(WordVectors vectors, VectorReport report) {}
