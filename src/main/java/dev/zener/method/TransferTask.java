package dev.zener.method;

import dev.zener.data.LabelledSentence;
import dev.zener.label.LabelSet;
import dev.zener.train.StartEncoder;
import dev.zener.train.WindowedText;
import java.util.List;
import java.util.Map;

/**
 * What all methods of a run learn from and start with.
 *
 * @param labelled the source's training sentences
 * @param source the same as windows
 * @param unlabelled the unlabelled text of the targets as windows, by language
 * @param sourceDev the source's development sets by part
 * @param targetDev the development sets of each target by part; empty where a target has none
 */
public record TransferTask(
    LabelSet labels,
    StartEncoder encoder,
    List<LabelledSentence> labelled,
    WindowedText source,
    Map<String, WindowedText> unlabelled,
    Map<String, List<LabelledSentence>> sourceDev,
    Map<String, Map<String, List<LabelledSentence>>> targetDev) {}
