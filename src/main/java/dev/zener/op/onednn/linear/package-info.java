/** The kernel of Linear: products with packed weights, and the gradient of the weights. */
package dev.zener.op.onednn.linear;
