/**
 * Access to files in a directory, in an archive, in a nested archive, or on the class path. A file
 * is a range of bytes, which is read without being unpacked to disk.
 */
package dev.zener.files;
