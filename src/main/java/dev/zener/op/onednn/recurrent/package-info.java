/** The kernel of Lstm: one large product for all rows, then one small product for each step. */
package dev.zener.op.onednn.recurrent;
