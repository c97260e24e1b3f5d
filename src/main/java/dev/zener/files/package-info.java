/**
 * Where files are: in a directory, in an archive, in an archive within an archive, or on the class
 * path. A file is a range of bytes that is read without being unpacked to disk.
 */
package dev.zener.files;
