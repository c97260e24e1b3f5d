/** The kernel of Attention, which computes one sentence and head after the other. */
package dev.zener.op.onednn.attention;
