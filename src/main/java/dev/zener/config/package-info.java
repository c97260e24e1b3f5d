/**
 * Settings: YAML files and overrides are read as records, and written. Every error names the file
 * and line, the setting, its value and what is allowed. Knows nothing of taggers.
 */
package dev.zener.config;
