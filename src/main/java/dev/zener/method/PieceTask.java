package dev.zener.method;

import dev.zener.train.StartEncoder;
import dev.zener.train.WindowedText;
import java.util.Map;

/**
 * What methods on transformers learn from and start with.
 *
 * @param source the source's training sentences as windows of pieces
 * @param unlabelled the unlabelled text of the targets as windows of pieces, by language
 */
public record PieceTask(
    StartEncoder encoder, WindowedText source, Map<String, WindowedText> unlabelled) {}
