package dev.zener.method;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.label.LabelSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all methods of a run learn from and start with.
 *
 * @param labelled the source's training sentences
 * @param unlabelled the unlabelled text of the targets, by language
 * @param sourceDev the source's development sets by part
 * @param targetDev the development sets of each target by part; empty where a target has none
 * @param pieces what methods on transformers need; empty if the run has none
 * @param words what methods on word vectors need; empty if the run has none
 */
public record TransferTask(
    LabelSet labels,
    List<LabelledSentence> labelled,
    Map<String, List<Sentence>> unlabelled,
    Map<String, List<LabelledSentence>> sourceDev,
    Map<String, Map<String, List<LabelledSentence>>> targetDev,
    Optional<PieceTask> pieces,
    Optional<WordTask> words) {}
