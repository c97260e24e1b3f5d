package dev.zener.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ModelCardTest {
  @Test
  void theFrontMatterIsYamlThatHuggingFaceKnows() {
    String card = card(Optional.of("cc-by-sa-4.0"), "plain").markdown();
    JsonNode front = YAMLMapper.builder().build().readTree(card.split("(?m)^---$")[1]);
    assertThat(front.at("/language/1").stringValue()).isEqualTo("no");
    assertThat(front.at("/license").stringValue()).isEqualTo("cc-by-sa-4.0");
    assertThat(front.at("/pipeline_tag").stringValue()).isEqualTo("token-classification");
    assertThat(front.at("/base_model").stringValue()).isEqualTo("bert: \"x\"");
    assertThat(front.at("/model-index/0/name").stringValue()).isEqualTo("demo");
    JsonNode result = front.at("/model-index/0/results/0");
    assertThat(result.at("/dataset/name").stringValue()).isEqualTo("no test");
    assertThat(result.at("/dataset/type").stringValue()).isEqualTo("no-test");
    assertThat(result.at("/metrics/0/type").stringValue()).isEqualTo("f1");
    assertThat(result.at("/metrics/0/value").doubleValue()).isEqualTo(0.5346);
  }

  @Test
  void norwegianIsQuotedForReadersOfOlderYaml() {
    assertThat(card(Optional.empty(), "plain").markdown()).contains("- \"no\"\n");
  }

  @Test
  void theBodySaysWhatAUserMustKnow() {
    assertThat(card(Optional.of("cc-by-sa-4.0"), "plain").markdown().split("(?m)^---$", 3)[2])
        .isEqualTo(
            """


            # demo

            plain

            - Method: MSD
            - Languages: en, no
            - Entity types: PER, LOC
            - Encoder: bert: "x"
            - Seed: 3

            ## Words

            Text is split into words as in the training text (not by transformers): ' - . stay \
            between letters; 3 words are listed.

            ## Results

            | test set | F1 in percent |
            |---|---:|
            | no test | 53.46 |

            ## Confidence

            Expected calibration error of entities on source dev, 15 bins: 7.1 % as trained, 2.5 % \
            with the temperature 1.41, which was chosen there and is applied (not by transformers).

            ## Data

            | role | file | SHA-256 |
            |---|---|---|
            | source train | a\\_b\\|c.tsv | `00ff` |

            ## Limits

            - Reads 128 pieces at once.

            ## Settings

            ````yaml
            notes: "```"
            ````

            ## Versions

            - Zener 0.1.0
            - Java 17

            ## Licence

            cc-by-sa-4.0
            """);
  }

  @Test
  void textCannotTurnIntoMarkup() {
    assertThat(card(Optional.empty(), "<b>*x*</b>\n# y [l](u)").markdown())
        .contains("\\<b\\>\\*x\\*\\</b\\> \\# y \\[l\\](u)\n");
  }

  @Test
  void anOpenLicenceIsNamedAsOpen() {
    String card = card(Optional.empty(), "plain").markdown();
    assertThat(card).contains("license: other\n").contains("Not settled.");
  }

  @Test
  void aNetworkOverWordVectorsHasNoEncoder() {
    String card = card(ModelCard.Basis.wordVectors(), Optional.empty(), "plain").markdown();
    assertThat(card)
        .contains("library_name: zener\n")
        .contains("- Network: BiLSTM-CRF over word vectors and characters, from random weights\n")
        .contains("as in the training text: ' - . stay")
        .contains("chosen there and is applied.\n")
        .contains("licences of the word vectors and of the corpora above")
        .doesNotContain("base_model", "Encoder", "transformers");
  }

  private static ModelCard card(Optional<String> licence, String summary) {
    return card(ModelCard.Basis.encoder(Optional.of("bert: \"x\"")), licence, summary);
  }

  private static ModelCard card(ModelCard.Basis basis, Optional<String> licence, String summary) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Zener", "0.1.0");
    versions.put("Java", "17");
    return new ModelCard(
        "demo",
        List.of("en", "no"),
        "MSD",
        summary,
        basis,
        licence,
        List.of("PER", "LOC"),
        List.of(new ModelCard.Data("source train", "a_b|c.tsv", "00ff")),
        "notes: \"```\"\n",
        List.of(new ModelCard.Result("no test", 0.53456)),
        Optional.of(new ModelCard.Calibration("source dev", 1.4142, 0.0711, 0.0249)),
        Optional.of("' - . stay between letters; 3 words are listed"),
        versions,
        3,
        List.of("Reads 128 pieces at once."));
  }
}
